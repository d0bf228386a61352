/** Prints rows of cells in columns. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    console.log(
      cells
        .map((cell, column) =>
          /^[\d.]+$|^-$/.test(cell) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    );
  line(head);
  line(widths.map((width) => '-'.repeat(width)));
  rows.forEach(line);
}
