// A real OpenTelemetry sends the spans of each request to a receiver, with its route and trace id; without it nothing is loaded.
import { resolve } from 'node:path';
import { onReplicaSet } from '../on-replica-set.ts';
import { giveUpAfter, onEngines } from '../proof.ts';
import { faultsOf } from './checks.ts';
import { measureCost } from './cost.ts';
import { installTracing } from './packages.ts';
import { record } from './use.ts';

const GIVE_UP_MS = 15 * 60_000;

/** Prints faults. @returns whether there are none */
function ok(what: string, faults: readonly string[]): boolean {
  console.log(`${what}: ${faults.length === 0 ? 'ok' : `BROKEN\n  ${faults.slice(0, 10).join('\n  ')}`}`);
  return faults.length === 0;
}

async function onEngine(engine: string, env: Record<string, string> = {}): Promise<boolean> {
  const traced = await record({ imported: register, env });
  const { spans, types } = traced.receiver;
  console.log(`${engine}: ${spans.length} spans in ${types.length} exports`);
  const isTraced = ok(`${engine}: names, parents, lines of the log`, faultsOf(traced, engine));

  const binary = await record({ imported: register, protocol: 'http/protobuf', env });
  const isBinary = binary.receiver.types.length > 0 && new Set(binary.receiver.types).has('application/x-protobuf');
  const byDefault = ok(`${engine}: the protocol that is the default`, isBinary ? [] : ['nothing came']);

  // The control: a server that does not import it, and that fails if it loads a package of OpenTelemetry.
  const control = await record({ imported: resolve('test/support/refuse-opentelemetry.ts'), env });
  const without = [
    ...(control.code === 0 ? [] : [`it ended with ${control.code}`]),
    ...(control.receiver.types.length === 0 ? [] : ['it sent spans']),
    ...(faultsOf(control, engine).length > 0 ? [] : ['the checks find nothing wrong with it']),
  ];
  return [isTraced, byDefault, ok(`${engine}: control without the import`, without)].every(Boolean);
}

giveUpAfter(GIVE_UP_MS);
const register = installTracing();
await onEngines({
  sqlite: async () => {
    const isOk = await onEngine('sqlite');
    await measureCost(register);
    return isOk;
  },
  mongodb: () => onReplicaSet('todo-traces', (uri) => onEngine('mongodb', { MONGODB_URI: uri })),
});
console.log(process.exitCode ? 'BROKEN' : 'ok');
