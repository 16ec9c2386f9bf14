// Tables of the scripts, in plain text.

/** Returns rows of cells as lines, each column as wide as its longest cell; the first row is the head. */
export function textTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) => row.map((cell, column) => cell.padEnd(widths[column])).join('  ');
  const [head, ...others] = rows.map((row) => line(row).trimEnd());
  return [head, widths.map((width) => '-'.repeat(width)).join('  '), ...others].join('\n');
}
