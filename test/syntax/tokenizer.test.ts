import { describe, expect, test } from 'bun:test'
import { tokenize } from '../../src/syntax/tokenizer'
import { tokenName } from '../../src/syntax/tokens'

/** Token spellings, with the source text where the kind says less. */
function words(source: string, options = {}): string[] {
  const tokens = tokenize(source, options)
  return Array.from({ length: tokens.count }, (_, i) => {
    const name = tokenName(tokens.kinds[i])
    const text = source.slice(tokens.start[i], tokens.end[i])
    return /^[A-Z_]+$/.test(name) && text.trim() !== '' && name !== '_' ? `${name} ${text}` : name
  })
}

describe('tokenize', () => {
  test('makes one token per word, and one of `not in` and `is not`', () => {
    expect(words('a not in b is not c not d\n')).toEqual([
      'NAME a',
      'not in',
      'NAME b',
      'is not',
      'NAME c',
      'not',
      'NAME d',
      'NEWLINE',
      'ENDMARKER',
    ])
    expect(words('a not in b\n', { separateWords: true }).slice(0, 3)).toEqual(['NAME a', 'not', 'in'])
  })

  test('soft keywords are tokens of their own', () => {
    expect(words('match case type _ matches\n')).toEqual([
      'match',
      'case',
      'type',
      '_',
      'NAME matches',
      'NEWLINE',
      'ENDMARKER',
    ])
  })

  test('indents and dedents; blank lines and comments do not', () => {
    expect(words('if a:\n  b\n\n# c\n    # d\n  e\nf\n')).toEqual([
      'if',
      'NAME a',
      ':',
      'NEWLINE',
      'INDENT',
      'NAME b',
      'NEWLINE',
      'NAME e',
      'NEWLINE',
      'DEDENT',
      'NAME f',
      'NEWLINE',
      'ENDMARKER',
    ])
  })

  test('a tab reaches to the next multiple of eight; both counts must agree', () => {
    expect(tokenize('if a:\n\tb\n\tc\n').error).toBeNull()
    expect(tokenize('if a:\n\tb\n        c\n').error).toMatchObject({ type: 'TabError', lineno: 3 })
  })

  test('a form feed starts the indentation anew', () => {
    expect(tokenize('  \fa\nb\n').error).toBeNull()
  })

  test('joins lines in brackets and after backslashes', () => {
    expect(words('(a\n  b) \\\n c\n')).toEqual(['(', 'NAME a', 'NAME b', ')', 'NAME c', 'NEWLINE', 'ENDMARKER'])
    // Blanks before the backslash are the indentation of the joined line; without any, those after it are.
    expect(words('\\\n  a\n')[0]).toBe('INDENT')
    expect(words('if x:\n  \\\n    a\n  b\n')).toContain('INDENT')
  })

  test('f-strings are tokens to any depth', () => {
    expect(words(`f'a{b!r:>{c}}d{f"{e}"}'\n`)).toEqual([
      "FSTRING_START f'",
      'FSTRING_MIDDLE a',
      '{',
      'NAME b',
      '!',
      'NAME r',
      ':',
      'FSTRING_MIDDLE >',
      '{',
      'NAME c',
      '}',
      'FSTRING_MIDDLE',
      '}',
      'FSTRING_MIDDLE d',
      '{',
      'FSTRING_START f"',
      '{',
      'NAME e',
      '}',
      'FSTRING_END "',
      '}',
      "FSTRING_END '",
      'NEWLINE',
      'ENDMARKER',
    ])
  })

  test('colons and quotes in f-strings', () => {
    expect(words("f'{a:=5}'\n").slice(0, 5)).toEqual(["FSTRING_START f'", '{', 'NAME a', ':', 'FSTRING_MIDDLE =5'])
    expect(words("f'{(a:=5)}'\n")).toContain(':=')
    expect(words("f'{x['a']}'\n")).toContain("STRING 'a'")
    expect(words("f'{a!=b}'\n")).toContain('!=')
    expect(words("f'''{a:\n}'''\n")).toContain('FSTRING_MIDDLE')
  })

  test('all string prefixes', () => {
    for (const prefix of ['', 'r', 'R', 'u', 'U', 'b', 'B', 'br', 'bR', 'Rb', 'RB']) {
      expect(words(`${prefix}'x'\n`)[0]).toBe(`STRING ${prefix}'x'`)
    }
    for (const prefix of ['f', 'F', 'fr', 'rF', 'FR'])
      expect(words(`${prefix}'x'\n`)[0]).toBe(`FSTRING_START ${prefix}'`)
    for (const prefix of ['ur', 'bu', 'fb', 'rr', 'x']) expect(words(`${prefix}'x'\n`)[0]).toBe(`NAME ${prefix}`)
  })

  test('numbers', () => {
    for (const number of [
      '0',
      '00',
      '1_000',
      '0xFf_f',
      '0O17',
      '0b1_0',
      '1.',
      '.5',
      '1e5',
      '1E-5',
      '1_0.0_1e+1_0',
      '3j',
      '0.J',
      '09.5',
      '09j',
    ]) {
      const tokens = tokenize(`${number}\n`)
      expect(tokens.error).toBeNull()
      expect(tokens.end[0]).toBe(number.length)
    }
    for (const number of ['0x', '0b2', '0o8', '1__0', '1_', '1e', '1.e+', '01', '1abc', '0xg', '1_j']) {
      expect(tokenize(`${number}\n`).error).not.toBeNull()
    }
  })

  test('lines and byte columns', () => {
    const tokens = tokenize("é = 'ü\\\n' + x\n")
    const place = (i: number) => [tokens.line[i], tokens.column[i], tokens.endLine[i], tokens.endColumn[i]]
    expect(place(0)).toEqual([1, 0, 1, 2])
    expect(place(2)).toEqual([1, 5, 2, 1])
    expect(place(4)).toEqual([2, 4, 2, 5])
  })

  test('comments and line ends on request', () => {
    const tokens = tokenize('a # b\n\n', { extraTokens: true })
    expect(Array.from(tokens.kinds.subarray(1, 4), (kind) => kind.toString(16))).toEqual(['e0f0', 'e002', 'e0f1'])
  })

  test('the arrays grow with the tokens', () => {
    const source = `${'('.repeat(100)}${')'.repeat(100)}\n`.repeat(20)
    expect(tokenize(source).count).toBe(20 * 201 + 1)
  })

  test('an interactive statement ends with the source', () => {
    expect(words('if a: b\n', { interactive: true }).slice(-3)).toEqual(['NEWLINE', 'NEWLINE', 'ENDMARKER'])
    expect(words('\n', { interactive: true })).toEqual(['ENDMARKER'])
  })
})
