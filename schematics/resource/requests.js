import { textOf } from './files.js';

const TOKEN = 'Authorization: Bearer {{login.response.body.$.data}}\n';
const AS_JSON = 'Content-Type: application/json\n';
const ANY_ID = /638ca851febc98437e09df2a/g;
const SOMEBODY = '{{lookUp.response.body.$.data[0].id}}';

/** The requests of a feature, in the format of `requests.http`. */
export function requestsOf(tree, { feature, word, words, Thing, fields, required, parent }) {
  const body = json(fields.map(({ name, samples }) => [name, samples[0]]));
  const edit = json([[required[0].name, required[0].samples[1]]]);
  const list = parent ? `{{origin}}{{parentOf${Thing}.response.headers.Location}}/${feature}` : `{{api}}/${feature}`;
  const one = `{{origin}}{{add${Thing}.response.headers.Location}}`;
  return [
    ...(parent
      ? [
          `### Add a ${parent.word}, to which ${words} belong\n# @name parentOf${Thing}\n# answers 201\n` +
            `POST {{api}}/${parent.path}\n${TOKEN}${AS_JSON}\n${exampleOf(tree, parent.path)}\n\n`,
        ]
      : []),
    `### Add a ${word}\n# @name add${Thing}\n# answers 201\nPOST ${list}\n${TOKEN}${AS_JSON}\n${body}\n\n`,
    `### All ${words}\n# answers 200\nGET ${list}\n${TOKEN}\n`,
    `### One ${word}\n# @name one${Thing}\n# answers 200\nGET ${one}\n${TOKEN}\n`,
    `### Edit it, unless it has changed since\n# answers 200\nPATCH ${one}\n${TOKEN}${AS_JSON}` +
      `If-Match: {{one${Thing}.response.headers.ETag}}\n\n${edit}\n\n`,
    `### Delete it\n# answers 200\nDELETE ${one}\n${TOKEN}\n`,
  ].join('');
}

const json = (entries) =>
  `{ ${entries.map(([name, value]) => `"${name}": ${value.replaceAll("'", '"')}`).join(', ')} }`;

/** The example of a body for the list of the parent, from the document. */
function exampleOf(tree, path) {
  const { paths, components } = JSON.parse(textOf(tree, 'openapi.json'));
  const { $ref } = paths[`/${path}`].post.requestBody.content['application/json'].schema;
  return JSON.stringify(components.schemas[$ref.split('/').at(-1)].example, null, 2).replace(ANY_ID, SOMEBODY);
}
