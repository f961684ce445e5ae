/**
 * Places in the source as errors and warnings give them: 1-based columns in code points, with CPython's peculiarities.
 */

/** Code points from the start of its line to an offset. */
export function column(source: string, offset: number): number {
  return codePoints(source, offset > 0 ? source.lastIndexOf('\n', offset - 1) + 1 : 0, offset)
}

/** The same for the end of a token, which may be a line's end. */
export function endColumn(source: string, offset: number): number {
  if (source[offset - 1] !== '\n') return column(source, offset)
  return codePoints(source, offset > 1 ? source.lastIndexOf('\n', offset - 2) + 1 : 0, offset)
}

/**
 * The column that CPython makes of a count of bytes in the line of `offset`: it takes the end of a range for a place on the line where
 * the range begins, even when that is another line.
 */
export function columnOnLine(source: string, offset: number, bytes: number): number {
  const from = source.lastIndexOf('\n', offset) + 1
  const line = Buffer.from(source.slice(from, source.indexOf('\n', offset)), 'utf8')
  const size = Math.min(bytes, line.length + 1)
  return Array.from(line.subarray(0, size).toString('utf8')).length + (size > line.length ? 1 : 0)
}

function codePoints(source: string, from: number, to: number): number {
  let n = 0
  for (const _ of source.slice(from, to)) n++
  return n
}
