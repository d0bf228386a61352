import { Receiver } from '../../support/otlp.ts';
import { MAIN, Server } from '../../support/server.ts';

/** What a client might find of itself in the spans, if they held more than they should. */
export const SECRETS = ['tracy@example.com', 'a title of hers', 'correct horse', 'Bearer'];
export const TRACEPARENT = { trace: '0af7651916cd43dd8448eb211c80319c', parent: 'b7ad6b7169203331' };
const [EMAIL = '', TITLE = ''] = SECRETS;
/** More than one part of a list. */
const TODOS = 130;

/** What a run has left: the spans, and the lines of the log. */
export interface Recorded {
  receiver: Receiver;
  stdout: string;
  code: number | null;
}

export interface Options {
  /** What Node is to import before the server. */
  imported?: string;
  protocol?: string;
  env: Record<string, string>;
}

/** Uses a server as clients do, and stops it at once, while its last spans are not sent yet. */
export async function record({ imported, protocol = 'http/json', env }: Options): Promise<Recorded> {
  const receiver = await Receiver.start();
  const server = await Server.start({
    command: imported === undefined ? [process.execPath, MAIN] : [process.execPath, '--import', imported, MAIN],
    env: { ...env, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_EXPORTER_OTLP_PROTOCOL: protocol },
  });
  await use(server);
  const { code, stdout } = await server.end();
  receiver.stop();
  return { receiver, code, stdout };
}

async function use(server: Server): Promise<void> {
  const token = await server.signIn(EMAIL);
  let id = '';
  for (let count = 0; count < TODOS; count++) id = await server.add(token, { title: TITLE });
  await server.call('GET', '/todo', { token });
  await server.call('GET', '/nowhere');
  await server.call('GET', '/health/ready');
  await server.call('POST', '/login', { body: { email: EMAIL, password: 'a wrong one' } });
  const traceparent = `00-${TRACEPARENT.trace}-${TRACEPARENT.parent}-01`;
  await server.call('PATCH', `/todo/${id}/done`, { token, headers: { traceparent } });
}
