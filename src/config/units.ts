const MILLISECONDS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const BYTES = { b: 1, kb: 1_024, mb: 1_048_576 };

/** How a duration is described to the operator who wrote a wrong one. */
export const DURATION = 'a duration like 500ms, 15s, 5m or 12h';
/** How an amount of data is described to the operator who wrote a wrong one. */
export const SIZE = 'a size like 512b, 100kb or 1mb';

/** Milliseconds of `500ms`, `15s`, `5m`, `12h`, `7d`; a bare number is seconds; NaN when it is none of these. */
export function parseDuration(text: string): number {
  const [, amount, unit = 's'] = /^(\d{1,12})(ms|s|m|h|d)?$/.exec(text) ?? [];
  return Number(amount) * MILLISECONDS[unit as keyof typeof MILLISECONDS];
}

/** Bytes of `512b`, `100kb`, `1mb`; a bare number is bytes; NaN when it is none of these. */
export function parseSize(text: string): number {
  const [, amount, unit = 'b'] = /^(\d{1,12})(b|kb|mb)?$/.exec(text.toLowerCase()) ?? [];
  return Number(amount) * BYTES[unit as keyof typeof BYTES];
}
