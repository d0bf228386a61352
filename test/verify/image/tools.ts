import { onPath } from '../../support/on-path.ts';
import { Program } from '../../support/process.ts';

/** The programs that build and run an image without a daemon; Debian has a package of the same name for each. */
export const TOOLS = ['buildah', 'podman', 'runc', 'mmdebstrap'];
/** Debian keeps some of them where only the PATH of root has them. */
const FOLDERS = ['/usr/sbin', '/usr/local/sbin'];

const pathOf = (tool: string): string | undefined => onPath(tool, ...FOLDERS);

/** A sentence that says what to install; undefined when all is there. */
export function lackOfTools(tools: readonly string[] = TOOLS): string | undefined {
  const missing = tools.filter((tool) => pathOf(tool) === undefined);
  if (missing.length > 0) return `This proof needs ${missing.join(', ')}: apt-get install ${missing.join(' ')}`;
  return process.getuid?.() === 0 ? undefined : 'This proof needs to be run by root';
}

/** A command line of a tool. @throws when it is missing */
export function commandOf(tool: string, ...args: string[]): [string, ...string[]] {
  const path = pathOf(tool);
  if (path === undefined) throw new Error(`there is no ${tool}`);
  return [path, ...args];
}

/** Runs a tool to its end. @returns its output @throws when it fails */
export async function tool(name: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await new Program({ command: commandOf(name, ...args), cwd: process.cwd() }).exit();
  if (code !== 0) throw new Error(`${name} ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
  return stdout.trim();
}
