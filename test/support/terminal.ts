import { existsSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { launch } from './spec-server.ts';
import type { Exit, Program, ProgramOptions } from './process.ts';

/** A program of util-linux that gives another one a terminal. */
const SCRIPT = '/usr/bin/script';

/** Whether this machine can give a program a terminal. */
export const hasTerminal = existsSync(SCRIPT);

/** A program with its arguments, its environment and its working directory. */
type TerminalOptions = Pick<ProgramOptions, 'command' | 'env' | 'cwd'>;

/** A word as a shell reads it, whatever is in it. */
const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** A program on a terminal of its own. It ends with the test. */
export class Terminal {
  private readonly program: Program;

  constructor({ command, ...rest }: TerminalOptions) {
    const line = `exec ${command.map(quoted).join(' ')}`;
    this.program = launch({ ...rest, input: true, command: [SCRIPT, '-qec', line, '/dev/null'] }).program;
  }

  /** Its output so far, without colours and other control sequences. */
  get text(): string {
    return stripVTControlCharacters(this.program.stdout).replaceAll('\r', '');
  }

  get running(): boolean {
    return this.program.running;
  }

  /** Waits until the text matches. @returns the first group, or else the whole match */
  until(pattern: RegExp): Promise<string> {
    return this.program.until(() => {
      const [match, group = match] = pattern.exec(this.text) ?? [];
      return group;
    });
  }

  /** Presses keys. */
  type(keys: string): void {
    this.program.write(keys);
  }

  /** Presses Ctrl-C. The terminal sends SIGINT to every process in the foreground. */
  pressCtrlC(): void {
    this.program.write('\x03');
  }

  /** Waits for its end. The code is that of the command. */
  exit(): Promise<Exit> {
    return this.program.exit();
  }
}
