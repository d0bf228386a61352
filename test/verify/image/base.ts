import { copyFileSync, cpSync, existsSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { onPath } from '../../support/on-path.ts';
import { Program } from '../../support/process.ts';
import { removeDir, scratchDir } from '../../support/scratch.ts';
import { commandOf, tool } from './tools.ts';

/** The base that the product is built on here; one for each version of Node, kept for later runs. */
const NAME = `localhost/todo-verify-base:node-${process.versions.node}`;
/** The release of Debian that node:24-slim is made of. */
const RELEASE = 'bookworm';
const AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';

/** What node:24-slim has, as far as the product needs it: Debian, Node, npm, and the user `node` with the id 1000. */
const CONTAINERFILE = `FROM scratch
ADD debian.tar /
COPY authorities.crt ${AUTHORITIES}
COPY node /usr/local/bin/node
COPY npm /usr/local/lib/node_modules/npm
COPY npmrc /usr/local/etc/npmrc
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && useradd --create-home --uid 1000 node
CMD ["node"]
`;

/** Without a daemon, and without a network of its own. The Docker format is the one that has a HEALTHCHECK. */
const BUD = ['bud', '--isolation', 'chroot', '--network', 'host', '--layers', '--format', 'docker'];

/** npm's own folder, beside the program that `PATH` finds. */
function npmFolder(): string {
  const npm = onPath('npm');
  if (npm === undefined) throw new Error('there is no npm');
  return dirname(dirname(realpathSync(npm)));
}

/** npm in the image asks the registry that npm here asks, and trusts whom it trusts. */
async function npmSettings(): Promise<string> {
  const { stdout } = await new Program({ command: ['npm', 'config', 'get', 'registry'], cwd: process.cwd() }).exit();
  return `registry=${stdout.trim()}\ncafile=${AUTHORITIES}\n`;
}

async function makeBase(): Promise<void> {
  const dir = scratchDir('base');
  console.log(`no base yet: mmdebstrap makes a Debian ${RELEASE}`);
  await tool(
    'mmdebstrap',
    '--variant=minbase',
    '--include=ca-certificates,libstdc++6',
    RELEASE,
    join(dir, 'debian.tar'),
  );
  copyFileSync(AUTHORITIES, join(dir, 'authorities.crt'));
  copyFileSync(realpathSync(process.execPath), join(dir, 'node'));
  cpSync(npmFolder(), join(dir, 'npm'), { recursive: true });
  writeFileSync(join(dir, 'npmrc'), await npmSettings());
  writeFileSync(join(dir, 'Containerfile'), CONTAINERFILE);
  await tool('buildah', ...BUD, '-t', NAME, dir);
  removeDir(dir);
}

/** A stand-in for node:24-slim, where no registry of images can be reached, pinned by its digest. */
export async function standInBase(): Promise<string> {
  if (!existsSync(AUTHORITIES)) throw new Error(`there is no ${AUTHORITIES}`);
  const { code } = await new Program({ command: commandOf('podman', 'image', 'exists', NAME) }).exit();
  if (code !== 0) await makeBase();
  const digest = await tool('podman', 'image', 'inspect', NAME, '--format', '{{.Digest}}');
  return `${NAME.slice(0, NAME.lastIndexOf(':'))}@${digest}`;
}

/** The address of the source, which a build is told. */
export const SOURCE = 'https://example.com/todo-api';

/** Where a build finds its Dockerfile, and what it is named. */
export interface Build {
  base: string;
  name: string;
  file?: string;
  revision: string;
}

/** Builds the product as the documentation says, with buildah in the place of docker. */
export async function build({ base, name, file = 'Dockerfile', revision }: Build): Promise<void> {
  const values = [`BASE=${base}`, `REVISION=${revision}`, `SOURCE=${SOURCE}`].flatMap((value) => [
    '--build-arg',
    value,
  ]);
  await tool('buildah', ...BUD, ...values, '-f', resolve(file), '-t', name, '.');
}
