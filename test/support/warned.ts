import { Logger } from '@nestjs/common';
import { onTestFinished } from 'vitest';

/** Keeps what the test logs as a warning, in order. */
export function warnings(): string[] {
  const texts: string[] = [];
  const nothing = () => undefined;
  Logger.overrideLogger({ log: nothing, error: nothing, warn: (text: string) => void texts.push(text) });
  onTestFinished(() => void Logger.overrideLogger(true));
  return texts;
}
