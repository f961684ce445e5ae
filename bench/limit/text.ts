/** How Python writes values, for programs that must print the same. */

/** `repr` of a float. */
export function float(x: number): string {
  if (Number.isInteger(x) && Math.abs(x) < 1e16) return `${x}.0`
  return String(x).replace(/e([+-])(\d)$/, 'e$10$2')
}

/** `repr` of a list or tuple of values that are written as JavaScript writes them. */
export function list(values: readonly unknown[], open = '[', close = ']'): string {
  return `${open}${values.join(', ')}${close}`
}
