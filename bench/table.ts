/** Tables of figures as text. */

/** A row of cells, the first one a name. */
export type Cells = readonly string[]

/** Prints rows under heads, figures to the right. */
export function printTable(heads: Cells, rows: readonly Cells[]): void {
  const widths = heads.map((_, i) => Math.max(...[heads, ...rows].map((row) => (row[i] ?? '').length)))
  for (const row of [heads, ...rows]) {
    const cells = row.map((cell, i) => (i === 0 ? cell.padEnd(widths[0]!) : cell.padStart((widths[i] ?? 0) + 2)))
    console.log(cells.join('').trimEnd())
  }
}

/** A ratio as it is written in tables. */
export function times(ratio: number | undefined): string {
  return ratio === undefined || Number.isNaN(ratio) ? '–' : `${ratio.toFixed(2)}×`
}
