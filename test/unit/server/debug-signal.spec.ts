import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { debugOnSignal, receiveDebugSignal } from '../../../src/server/debug-signal.js';

const MINUTE_MS = 60_000;

const logAt = (level: string) => pino({ level }, { write: () => undefined });

describe('SIGUSR2', () => {
  const signal = () => process.emit('SIGUSR2');

  beforeEach(() => {
    vi.useFakeTimers();
    receiveDebugSignal();
  });

  afterEach(() => {
    process.removeAllListeners('SIGUSR2');
    vi.useRealTimers();
  });

  it.each(['info', 'error', 'silent'])('lasts ten minutes, and each one begins them anew: %s', (level) => {
    const log = logAt(level);
    debugOnSignal(log);
    expect(log.level).toBe(level);
    signal();
    expect(log.level).toBe('debug');
    vi.advanceTimersByTime(9 * MINUTE_MS);
    signal();
    vi.advanceTimersByTime(9 * MINUTE_MS);
    expect(log.level).toBe('debug');
    vi.advanceTimersByTime(MINUTE_MS);
    expect(log.level).toBe(level);
    signal();
    expect(log.level).toBe('debug');
  });

  it.each(['debug', 'trace'])('does not make a log write less: %s', (level) => {
    const log = logAt(level);
    debugOnSignal(log);
    signal();
    expect(log.level).toBe(level);
    vi.advanceTimersByTime(10 * MINUTE_MS);
    expect(log.level).toBe(level);
  });
});
