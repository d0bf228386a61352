import { readFileSync } from 'node:fs';
import { SOURCE } from './base.ts';
import { runOnce } from './container.ts';
import { tool } from './tools.ts';

const MOST_MB = 70;

/** Prints the name and version of each package of the image as JSON. It runs in there. */
const LIST_PACKAGES = `
  const { globSync, readFileSync } = require('node:fs');
  const files = globSync('node_modules/**/package.json').filter((file) => /node_modules\\/(@[^/]+\\/)?[^/@]+\\/package\\.json$/.test(file));
  const packages = files.map((file) => JSON.parse(readFileSync(file, 'utf8')));
  console.log(JSON.stringify(packages.map(({ name, version }) => name + '@' + version)));`;

interface Component {
  group?: string;
  name: string;
  version: string;
}

/** The output of a command in a container of the image. */
async function output(image: string, ...command: string[]): Promise<string> {
  const { code, stdout, stderr } = await runOnce({ image, command });
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${stderr}`);
  return stdout;
}

/** The faults of the list of packages, which must have each package that lies in the image. */
export async function sbomFaults(image: string): Promise<string[]> {
  const { bomFormat, components } = JSON.parse(await output(image, 'node', '-p', READ_SBOM)) as {
    bomFormat: string;
    components: Component[];
  };
  const listed = new Set(components.map(({ group, name, version }) => `${group ? `${group}/` : ''}${name}@${version}`));
  const there = JSON.parse(await output(image, 'node', '-e', LIST_PACKAGES)) as string[];
  console.log(`sbom: ${bomFormat}, ${components.length} components; the image has ${there.length} packages`);
  if (there.length < 50) return ['the packages of the image were not found'];
  return there.filter((each) => !listed.has(each)).map((each) => `the sbom lacks ${each}`);
}

const READ_SBOM = `require('node:fs').readFileSync('sbom.cdx.json', 'utf8')`;

/** The faults of the labels by which one finds out what an image is. */
export async function labelFaults(image: string, revision: string): Promise<string[]> {
  const { version, license } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string; license: string };
  const labels = JSON.parse(await tool('podman', 'image', 'inspect', image, '--format', '{{json .Labels}}')) as Record<
    string,
    string | undefined
  >;
  return Object.entries({ version, revision, source: SOURCE, licenses: license }).flatMap(([name, expected]) => {
    const found = labels[`org.opencontainers.image.${name}`];
    return found === expected ? [] : [`the label ${name} is ${found} instead of ${expected}`];
  });
}

const sizeOf = async (image: string): Promise<number> =>
  Number(await tool('podman', 'image', 'inspect', image, '--format', '{{.Size}}'));

/** The fault of an image that is too large. */
export async function sizeFaults(image: string, base: string): Promise<string[]> {
  const mb = ((await sizeOf(image)) - (await sizeOf(base))) / 1_000_000;
  console.log(`size above the base: ${mb.toFixed(1)} MB of ${MOST_MB}`);
  return mb < MOST_MB ? [] : [`it is ${mb.toFixed(1)} MB larger than its base`];
}
