import { repositoryCall } from '../observations.js';

/**
 * An adapter whose calls tracers see; every method of a port returns a promise. Without a tracer at the start, it is the
 * adapter itself.
 */
export function traced<Port extends object>(adapter: Port): Port {
  if (!repositoryCall.hasSubscribers) return adapter;
  // The name of the port, which is the same on both engines.
  const repository = (Object.getPrototypeOf(adapter.constructor) as { name: string }).name;
  return new Proxy(adapter, {
    get(target, name): unknown {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function' || typeof name === 'symbol' || name === 'constructor') return value;
      const call = (given: unknown[]) => Reflect.apply(value, target, given) as Promise<unknown>;
      return (...given: unknown[]) => repositoryCall.tracePromise(() => call(given), { repository, method: name });
    },
  });
}
