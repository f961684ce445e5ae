/** Simple escapes of string literals: the character that follows the backslash and the character meant, by code. */
export const simpleEscapes: Readonly<Record<number, number | undefined>> = {
  92: 92,
  39: 39,
  34: 34,
  97: 7,
  98: 8,
  102: 12,
  110: 10,
  114: 13,
  116: 9,
  118: 11,
}

/** The value of a hexadecimal digit by its code, or -1. */
export function hexDigit(c: number): number {
  if (c >= 48 && c <= 57) return c - 48
  const lower = c | 32
  return lower >= 97 && lower <= 102 ? lower - 87 : -1
}
