const MILLISECONDS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const BYTES = { b: 1, kb: 1_024, mb: 1_048_576 };

/** A duration, as a message about a wrong one describes it. */
export const DURATION = 'a duration like 500ms, 15s, 5m or 12h';
/** An amount of data, as a message about a wrong one describes it. */
export const SIZE = 'a size like 512b, 100kb or 1mb';

/** The milliseconds of a text like `500ms`, `15s`, `5m`, `12h` or `7d`; a bare number is seconds; NaN for any other text. */
export function parseDuration(text: string): number {
  const [, amount, unit = 's'] = /^(\d{1,12})(ms|s|m|h|d)?$/.exec(text) ?? [];
  return Number(amount) * MILLISECONDS[unit as keyof typeof MILLISECONDS];
}

/** The bytes of a text like `512b`, `100kb` or `1mb`, in any case; a bare number is bytes; NaN for any other text. */
export function parseSize(text: string): number {
  const [, amount, unit = 'b'] = /^(\d{1,12})(b|kb|mb)?$/.exec(text.toLowerCase()) ?? [];
  return Number(amount) * BYTES[unit as keyof typeof BYTES];
}
