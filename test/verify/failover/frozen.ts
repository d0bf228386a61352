import type { Nodes } from '../../support/nodes.ts';
import type { Server } from '../../support/server.ts';
import type { Ledger } from './ledger.ts';

const TOKENS = 20;
const LOOK_FOR_MS = 3_000;

/** New tokens, which `freeze` revokes later. */
export async function someTokens(replica: Server): Promise<string[]> {
  const tokens: string[] = [];
  while (tokens.length < TOKENS) tokens.push(await replica.signInAgain());
  return tokens;
}

/**
 * Freezes the primary. When it runs again it still takes itself for the primary, and has old data. So the tokens are revoked
 * just before, and sent to every replica until it has noticed. No replica may accept one of them.
 */
export async function freeze(nodes: Nodes, primary: number, replicas: Server[], tokens: string[], ledger: Ledger) {
  const [first] = replicas;
  await nodes.freeze(primary);
  return async () => {
    const ended: string[] = [];
    for (const token of tokens)
      if ((await first?.call('POST', '/logout', { token }))?.status === 200) ended.push(token);
    nodes.thaw(primary);
    let [shown, accepted] = [0, 0];
    const until = performance.now() + LOOK_FOR_MS;
    const show = async (replica: Server, token: string) => {
      for (; performance.now() < until; shown++) {
        if ((await replica.call('GET', '/todo', { token })).status === 200) accepted++;
      }
    };
    await Promise.all(replicas.flatMap((replica) => ended.map((token) => show(replica, token))));
    console.log(
      `  ${ended.length} tokens ended just before the old primary was back: shown ${shown} times, accepted ${accepted}`,
    );
    if (accepted > 0) ledger.violations.push(`tokens that had ended were accepted ${accepted} times`);
  };
}
