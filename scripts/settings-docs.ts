// `npm run docs:settings`: writes the table in docs/configuration.md and the whole of .env.example from `Config`. With
// --check it writes nothing, reports which of them is stale, and exits with 1.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import type { SettingDoc } from '../src/config/setting.ts';
import { built } from '../test/support/built.ts';

const BEGIN = '<!-- settings: written by npm run docs:settings -->';
const END = '<!-- /settings -->';

const HEADER = [
  '# Copy this file to .env and remove the # in front of each setting that you change. The values shown are the defaults.',
  '# docs/configuration.md says how durations and sizes are written.',
];

const root = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const PAGE = root('docs/configuration.md');
const EXAMPLE = root('.env.example');

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** The settings as a Markdown table. */
function table(docs: readonly SettingDoc[]): string {
  const rows = docs.map(({ name, default: byDefault, doc, secret }) => {
    const names = secret ? `\`${name}\`, \`${name}_FILE\`` : `\`${name}\``;
    return `| ${names} | ${byDefault === undefined ? 'none' : `\`${byDefault}\``} | ${cell(doc)} |`;
  });
  return ['| name | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

/** The settings as a `.env` file in which every line is a comment. */
function example(docs: readonly SettingDoc[]): string {
  const entries = docs.map(({ name, default: byDefault = '', doc, secret }) =>
    [`# ${doc.replaceAll('`', '')}`, `#${name}=${byDefault}`, ...(secret ? [`#${name}_FILE=`] : []), ''].join('\n'),
  );
  return [...HEADER, '', ...entries].join('\n');
}

/** The content that both files should have, by path. @throws Error when the page has no place for the table */
export async function rendered(docs: readonly SettingDoc[]): Promise<Map<string, string>> {
  const text = readFileSync(PAGE, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${PAGE} has no ${BEGIN} … ${END}`);
  const filled = `${text.slice(0, begin + BEGIN.length)}\n\n${table(docs)}\n\n${text.slice(end)}`;
  const page = await format(filled, { ...(await resolveConfig(PAGE)), parser: 'markdown' });
  return new Map([
    [PAGE, page],
    [EXAMPLE, example(docs)],
  ]);
}

/** Whether a file is missing or has other content. */
export function isStale(path: string, content: string): boolean {
  try {
    return readFileSync(path, 'utf8') !== content;
  } catch {
    return true;
  }
}

async function main(): Promise<void> {
  await built('config/config.js');
  const { settingDocs } = await built<{ settingDocs: () => SettingDoc[] }>('config/setting.js');
  for (const [path, content] of await rendered(settingDocs())) {
    if (!isStale(path, content)) continue;
    if (process.argv.includes('--check')) {
      console.error(`${path} is stale; run npm run docs:settings`);
      process.exitCode = 1;
    } else {
      writeFileSync(path, content);
      console.log(`${path} written`);
    }
  }
}

if (import.meta.main) await main();
