import { AsyncLocalStorage } from 'node:async_hooks';
import { ROOT_CONTEXT } from '@opentelemetry/api';

/** The context of OpenTelemetry that is active. Channels of Node bind it as well, so it is a storage of ours. */
export const active = new AsyncLocalStorage();

/** Gives OpenTelemetry this storage. */
export const contextManager = {
  active: () => active.getStore() ?? ROOT_CONTEXT,
  with: (context, work, self, ...given) => active.run(context, () => work.apply(self, given)),
  bind: (context, target) =>
    typeof target === 'function' ? (...given) => active.run(context, () => target(...given)) : target,
  enable: () => contextManager,
  disable: () => contextManager,
};
