/** Characters that show nothing, move the cursor or change how others are shown. Names of users may have them. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

const escaped = (char: string) =>
  char.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** A text in which those characters are escaped as in JSON, so that it can do nothing to a terminal. */
export const visible = (text: string): string => text.replace(INVISIBLE, escaped);

/** An entry whose texts can be shown. */
export const visibleEntry = (entry: object): object =>
  Object.fromEntries(
    Object.entries(entry).map(([name, value]) => [
      name,
      typeof value === 'string' ? visible(value) : (value as unknown),
    ]),
  );
