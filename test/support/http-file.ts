/** One request of a file in the format of VS Code's REST Client, with its variables still in it. */
export interface HttpRequest {
  title: string;
  name?: string;
  /** The expected status, from a line "# answers 200". */
  status: number;
  method: string;
  url: string;
  headers: [string, string][];
  body?: string;
}

export interface HttpFile {
  variables: Map<string, string>;
  requests: HttpRequest[];
}

/** An answer, which the variables of later requests look into. */
export interface HttpAnswer {
  headers: Headers;
  body: unknown;
}

function parseRequest(block: string): HttpRequest {
  const [title = '', ...lines] = block.split('\n');
  const notes = lines.filter((line) => line.startsWith('#')).join('\n');
  const text = lines.filter((line) => !line.startsWith('#')).join('\n');
  const [head = '', ...bodies] = text.trim().split('\n\n');
  const [first = '', ...fields] = head.split('\n');
  const [, method = '', url = ''] = /^([A-Z]+) (\S+)$/.exec(first) ?? [];
  return {
    title: title.trim(),
    name: /^# @name (\w+)$/m.exec(notes)?.[1],
    status: Number(/^# answers (\d{3})$/m.exec(notes)?.[1]),
    method,
    url,
    headers: fields.map((field) => [field.slice(0, field.indexOf(':')), field.slice(field.indexOf(':') + 1).trim()]),
    body: bodies.length > 0 ? bodies.join('\n\n') : undefined,
  };
}

export function parseHttpFile(text: string): HttpFile {
  const [head = '', ...blocks] = text.split(/^###/m);
  const variables = [...head.matchAll(/^@(\w+) = (.+)$/gm)].map(([, name = '', value = '']) => [name, value] as const);
  return { variables: new Map(variables), requests: blocks.map(parseRequest) };
}

/** The value at a path like `$.data[0].id`. */
function at(body: unknown, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .slice(1)
    .reduce((value, key) => (key === '' ? value : (value as Record<string, unknown> | undefined)?.[key]), body);
}

/** Fills the variables of a text in. @throws when one has no value */
export function fill(text: string, variables: Map<string, string>, answers: Map<string, HttpAnswer>): string {
  return text.replaceAll(/\{\{([^}]+)\}\}/g, (_, variable: string) => {
    const known = variables.get(variable);
    if (known !== undefined) return fill(known, variables, answers);
    const [, name = '', part, path = ''] = /^(\w+)\.response\.(body|headers)\.(.+)$/.exec(variable) ?? [];
    const answer = answers.get(name);
    const value = part === 'body' ? at(answer?.body, path) : answer?.headers.get(path);
    if (typeof value !== 'string') throw new Error(`{{${variable}}} has no value`);
    return value;
  });
}
