import { join, resolve } from 'node:path';
import { Program } from '../../support/process.ts';
import { scratchDir } from '../../support/scratch.ts';

const GENERATOR = 'org.openapitools:openapi-generator-cli:7.25.0:jar';
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';

/** Otherwise the clients refuse answers with keys that the document does not have. */
const OPEN = 'disallowAdditionalPropertiesIfNotPresent=false';

/** Runs a tool to its end, with our whole environment. @returns its output @throws when it fails */
export async function tool(cwd: string, ...command: [string, ...string[]]): Promise<string> {
  const { code, stdout, stderr } = await new Program({ command, cwd, env: process.env }).exit();
  if (code !== 0) throw new Error(`${command.slice(0, 4).join(' ')} ended with ${code}:\n${stdout}${stderr}`);
  return stdout;
}

/** Has Maven, with the settings of this machine, fetch openapi-generator. @returns the path of the jar */
export async function fetchGenerator(): Promise<string> {
  const dir = scratchDir('openapi-generator');
  await tool(
    dir,
    'mvn',
    '-q',
    '-B',
    COPY,
    `-Dartifact=${GENERATOR}`,
    `-DoutputDirectory=${dir}`,
    '-Dmdep.stripVersion',
  );
  return join(dir, 'openapi-generator-cli.jar');
}

/** Generates a client. @returns its folder */
export async function generate(jar: string, target: string, ...options: string[]): Promise<string> {
  const dir = scratchDir(`client-${target}`);
  const properties = ['--additional-properties', [OPEN, ...options].join(',')];
  const module = ['--git-host', 'example.org', '--git-user-id', 'todo', '--git-repo-id', 'client'];
  const from = ['generate', '-i', resolve('openapi.json'), '-g', target, '-o', dir];
  await tool(dir, 'java', '-jar', jar, ...from, ...properties, ...module);
  return dir;
}
