import { delimiter, join } from 'node:path';
import { Program, type Exit } from './process.ts';
import { copyRepository } from './working-copy.ts';

/** A copy of the repository as a git repository, in which features are generated, tested and removed. */
export class GeneratedCopy {
  private readonly dir: string;

  private constructor(dir: string) {
    this.dir = dir;
  }

  static async in(dir: string): Promise<GeneratedCopy> {
    const copy = new GeneratedCopy(dir);
    copyRepository(dir);
    await copy.git('init', '--quiet');
    await copy.git('add', '--all');
    await copy.git('-c', 'user.name=x', '-c', 'user.email=x@example.com', 'commit', '--quiet', '--message', 'x');
    return copy;
  }

  /** Runs a program of node_modules, or of the system, in the copy. */
  run(...command: [string, ...string[]]): Promise<Exit> {
    const PATH = [join(this.dir, 'node_modules/.bin'), process.env.PATH].join(delimiter);
    const { MONGODB_TEST_URI } = process.env;
    return new Program({ command, cwd: this.dir, env: { PATH, MONGODB_TEST_URI, NO_COLOR: '1' } }).exit();
  }

  /** Runs a program that must succeed. @returns its output @throws an error with the output */
  async succeed(...command: [string, ...string[]]): Promise<string> {
    const { code, stdout, stderr } = await this.run(...command);
    if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
    return stdout;
  }

  generate(...options: string[]): Promise<string> {
    return this.succeed('npm', 'run', '--silent', 'g', '--', 'resource', ...options);
  }

  git(...options: [string, ...string[]]): Promise<string> {
    return this.succeed('git', ...options);
  }

  /** The paths that differ from the commit, each with a letter for what happened to it. */
  async changes(): Promise<string[]> {
    const text = await this.git('status', '--porcelain');
    return text.split('\n').filter(Boolean);
  }
}
