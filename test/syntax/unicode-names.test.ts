import { expect, test } from 'bun:test'
import { lookupUnicodeName } from '../../src/syntax/unicode-names'
import { isIdentifierPart, isIdentifierStart, isPrintable } from '../../src/syntax/unicode-version'

test('lookupUnicodeName knows names, aliases and the rules for the rest', () => {
  expect(lookupUnicodeName('LATIN SMALL LETTER A')).toBe(0x61)
  expect(lookupUnicodeName('bullet')).toBe(0x2022)
  expect(lookupUnicodeName('LINE FEED')).toBe(10)
  expect(lookupUnicodeName('VARIATION SELECTOR-256')).toBe(0xe01ef)
  expect(lookupUnicodeName('HANGUL SYLLABLE GA')).toBe(0xac00)
  expect(lookupUnicodeName('HANGUL SYLLABLE HIH')).toBe(0xd7a3)
  expect(lookupUnicodeName('CJK UNIFIED IDEOGRAPH-323AF')).toBe(0x323af)
  expect(lookupUnicodeName('CJK UNIFIED IDEOGRAPH-0')).toBeUndefined()
  expect(lookupUnicodeName('NO SUCH NAME')).toBeUndefined()
  expect(lookupUnicodeName('')).toBeUndefined()
})

test('character properties are those of Unicode 15.1', () => {
  expect(isIdentifierStart(0x5f)).toBe(true)
  expect(isIdentifierStart(0x3b1)).toBe(true)
  expect(isIdentifierStart(0x30)).toBe(false)
  expect(isIdentifierPart(0x300)).toBe(true)
  expect(isPrintable(0x20ac)).toBe(true)
  expect(isPrintable(0xa0)).toBe(false)
  // GARAY CAPITAL LETTER A is of Unicode 16.
  expect(isIdentifierStart(0x10d50)).toBe(false)
  expect(isPrintable(0x10d50)).toBe(false)
})
