import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { tool } from './generator.ts';
import { compileErrors, prepare, WRONG_DUE_DATE } from './typed.ts';

const PROGRAMS = join(import.meta.dirname, 'programs');

/** A language that openapi-generator writes a client in. */
export interface Target {
  name: string;
  options?: string[];
  /** The program that compiles it, and where it comes from. */
  needs: Record<string, string>;
  /** Compiles the client in a folder with our probe, and runs the probe with an answer. @returns its output */
  probe: (dir: string, answer: string) => Promise<string>;
}

const JAVA_NEEDS = { java: 'a JDK of version 17 or later', mvn: 'Maven' };

async function probeTypescript(dir: string, answer: string): Promise<string> {
  cpSync(join(PROGRAMS, 'typescript-fetch'), dir, { recursive: true });
  prepare(dir, { outDir: 'out' });
  const errors = compileErrors(dir);
  if (errors.length !== 1 || !WRONG_DUE_DATE.test(errors.join())) throw new Error(errors.join('\n'));
  return tool(dir, process.execPath, 'out/probe.js', answer);
}

async function probePython(dir: string, answer: string): Promise<string> {
  cpSync(join(PROGRAMS, 'python'), dir, { recursive: true });
  const python = join(dir, 'venv/bin/python');
  await tool(dir, 'python3', '-m', 'venv', 'venv');
  await tool(dir, python, '-m', 'pip', 'install', '-q', '-r', 'requirements.txt');
  await tool(dir, python, '-m', 'compileall', '-q', 'openapi_client');
  return tool(dir, python, 'probe.py', answer);
}

async function probeJava(dir: string, answer: string): Promise<string> {
  cpSync(join(PROGRAMS, 'java'), join(dir, 'src/main/java'), { recursive: true });
  const list = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath';
  await tool(dir, 'mvn', '-q', '-B', 'compile', list, '-Dmdep.outputFile=classpath.txt');
  const classpath = ['target/classes', readFileSync(join(dir, 'classpath.txt'), 'utf8').trim()].join(delimiter);
  return tool(dir, 'java', '-cp', classpath, 'Probe', answer);
}

async function probeGo(dir: string, answer: string): Promise<string> {
  mkdirSync(join(dir, 'cmd/probe'), { recursive: true });
  cpSync(join(PROGRAMS, 'go'), join(dir, 'cmd/probe'), { recursive: true });
  await tool(dir, 'go', 'build', './...');
  return tool(dir, 'go', 'run', './cmd/probe', answer);
}

export const TARGETS: Target[] = [
  { name: 'typescript-fetch', options: ['importFileExtension=.js'], needs: JAVA_NEEDS, probe: probeTypescript },
  { name: 'python', needs: { ...JAVA_NEEDS, python3: 'Python 3.9 or later with venv' }, probe: probePython },
  { name: 'java', needs: JAVA_NEEDS, probe: probeJava },
  { name: 'go', needs: { ...JAVA_NEEDS, go: 'Go' }, probe: probeGo },
];
