// `npm run docs:settings`: writes what `Config` says of each setting into README.md and .env.example; with --check it
// only tells which of them is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import type { SettingDoc } from '../src/config/setting.ts';

const BEGIN = '<!-- settings: written by npm run docs:settings -->';
const END = '<!-- /settings -->';

const root = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const README = root('README.md');
const EXAMPLE = root('.env.example');

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** The settings as a table of Markdown. */
function table(docs: readonly SettingDoc[]): string {
  const rows = docs.map(({ name, default: byDefault, doc, secret }) => {
    const names = secret ? `\`${name}\`, \`${name}_FILE\`` : `\`${name}\``;
    return `| ${names} | ${byDefault === undefined ? 'none' : `\`${byDefault}\``} | ${cell(doc)} |`;
  });
  return ['| name | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

/** The settings as a `.env` in which everything is commented out. */
function example(docs: readonly SettingDoc[]): string {
  const entries = docs.map(({ name, default: byDefault = '', doc, secret }) =>
    [`# ${doc.replaceAll('`', '')}`, `#${name}=${byDefault}`, ...(secret ? [`#${name}_FILE=`] : []), ''].join('\n'),
  );
  return ['# Copy to .env and take the # off what you set; the values shown are the defaults.', '', ...entries].join(
    '\n',
  );
}

/** What both files should hold, by path. */
export async function rendered(docs: readonly SettingDoc[]): Promise<Map<string, string>> {
  const text = readFileSync(README, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`README.md has lost its ${BEGIN} … ${END}`);
  const filled = `${text.slice(0, begin + BEGIN.length)}\n\n${table(docs)}\n\n${text.slice(end)}`;
  const readme = await format(filled, { ...(await resolveConfig(README)), parser: 'markdown' });
  return new Map([
    [README, readme],
    [EXAMPLE, example(docs)],
  ]);
}

/** Whether a file holds something else. */
export function isStale(path: string, content: string): boolean {
  try {
    return readFileSync(path, 'utf8') !== content;
  } catch {
    return true;
  }
}

async function main(): Promise<void> {
  // The class carries decorators, which Node cannot strip: it is read from the build.
  await import(root('dist/config/config.js'));
  const { settingDocs } = (await import(root('dist/config/setting.js'))) as { settingDocs: () => SettingDoc[] };
  for (const [path, content] of await rendered(settingDocs())) {
    if (!isStale(path, content)) continue;
    if (process.argv.includes('--check')) {
      console.error(`${path} is stale; npm run docs:settings renews it`);
      process.exitCode = 1;
    } else {
      writeFileSync(path, content);
      console.log(`${path} written`);
    }
  }
}

if (import.meta.main) await main();
