const isFigure = (cell: string): boolean => /^[\d.]+$|^-$/.test(cell);

/** Prints rows in columns, figures to the right. The first row is the head. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => {
    const padded = cells.map((cell, column) => {
      const width = widths[column] ?? 0;
      return isFigure(cell) ? cell.padStart(width) : cell.padEnd(width);
    });
    console.log(padded.join('  ').trimEnd());
  };
  line(head);
  line(widths.map((width) => '-'.repeat(width)));
  rows.forEach(line);
}
