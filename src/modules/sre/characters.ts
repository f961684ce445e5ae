/** Unicode predicates and case mappings of single characters for the matcher. */

import { isLineBreak as isLineBreakChar } from '../../objects/strops'
import { ALNUM, charFlags, DECIMAL, isSpace as isSpaceChar, lowerChar, upperChar } from '../../objects/unicode'

/** `str.isalnum` of one code point. */
export function isAlnum(c: number): boolean {
  return c < 128 ? (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) : (charFlags(c) & ALNUM) !== 0
}

/** `str.isdecimal` of one code point. */
export function isDecimal(c: number): boolean {
  return c < 128 ? c >= 48 && c <= 57 : (charFlags(c) & DECIMAL) !== 0
}

/** `str.isspace` of one code point. */
export function isSpace(c: number): boolean {
  return c < 128 ? c === 32 || (c >= 9 && c <= 13) || (c >= 28 && c <= 31) : isSpaceChar(c)
}

/** Whether `str.splitlines` breaks at the code point. */
export function isLineBreak(c: number): boolean {
  return isLineBreakChar(c)
}

/** The simple lower case mapping. */
export function lowerSimple(c: number): number {
  if (c < 128) return lowerAscii(c)
  return lowerChar(c).codePointAt(0)!
}

/** Whether a character of Unicode has another case. */
export function isCased(c: number): boolean {
  if (c < 128) return isCasedAscii(c)
  return lowerSimple(c) !== c || upperChar(c).codePointAt(0) !== c
}

/** Whether a character is a letter of ASCII, and so has another case there. */
export function isCasedAscii(c: number): boolean {
  return (c >= 65 && c <= 90) || (c >= 97 && c <= 122)
}

/** The lower case of letters of ASCII. */
export function lowerAscii(c: number): number {
  return c >= 65 && c <= 90 ? c + 32 : c
}
