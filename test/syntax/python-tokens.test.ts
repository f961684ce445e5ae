import { describe, expect, test } from 'bun:test'
import { pythonTokens, pythonTokensBeforeError } from '../../src/syntax/python-tokens'
import { cpython, runCPython } from '../support/cpython'
import { pythonFiles } from './ast-corpus'
import { mutate, randomSource } from './mutations'
import { samples } from './samples'
import { hashTokens, ownTokens, tokenHashes, tokensByCPython, tokensByDxpy } from './token-corpus'

const tokens = (source: string, extraTokens = true) =>
  pythonTokens(source, { filename: 't', extraTokens })._unsafeUnwrap()
const brief = (source: string, extraTokens = true) =>
  tokens(source, extraTokens).map((t) => [t.type, t.string, t.startLine, t.startColumn, t.endLine, t.endColumn])

describe('pythonTokens', () => {
  test('numbers types and columns as the token module', () => {
    expect(brief('é = 1 # c\n')).toEqual([
      [1, 'é', 1, 0, 1, 1],
      [55, '=', 1, 2, 1, 3],
      [2, '1', 1, 4, 1, 5],
      [62, '# c', 1, 6, 1, 9],
      [4, '\n', 1, 9, 1, 10],
      [0, '', 2, 0, 2, 0],
    ])
  })

  test('gives exact types without the extras', () => {
    expect(brief('a**-b\n', false).map(([type]) => type)).toEqual([1, 35, 15, 1, 4, 0])
  })

  test('a line end that is not there is empty', () => {
    expect(brief('x').slice(1)).toEqual([
      [4, '', 1, 1, 1, 2],
      [0, '', 2, 0, 2, 0],
    ])
    expect(brief('')).toEqual([[0, '', 1, 0, 1, 0]])
  })

  test('keeps carriage returns', () => {
    expect(brief('x\r\n')[1]).toEqual([4, '\r\n', 1, 1, 1, 3])
    expect(tokens('x\r\n')[0].line).toBe('x\r\n')
  })

  test('tokens come before the error', () => {
    const { tokens: before, error } = pythonTokensBeforeError('(1\n', { filename: 't', extraTokens: true })
    expect(before.map((t) => t.string)).toEqual(['(', '1', '\n'])
    expect(error?.message).toBe('unexpected EOF in multi-line statement')
    expect(pythonTokens("'a", { filename: 't', extraTokens: true }).isErr()).toBe(true)
  })
})

const python = cpython()
const withCPython = python === null ? describe.skip : describe

withCPython('pythonTokens and CPython', () => {
  test('agree on mutated samples, errors included', () => {
    const random = randomSource(7)
    const sources = Object.values(samples).flatMap((source) => Array.from({ length: 40 }, () => mutate(source, random)))
    const expected = tokensByCPython(python!, sources)
    for (const [index, source] of sources.entries()) {
      // CPython loses count of columns behind some broken f-strings: they become negative.
      const lost = expected[index].some((token) => (token as (number | string)[]).some((n) => (n as number) < 0))
      if (!lost) expect(tokensByDxpy(source)).toEqual(expected[index])
    }
  }, 60_000)

  test('agree on a sample of Lib', () => {
    const lib = runCPython('import os; print(os.path.dirname(os.__file__))').trim()
    const files = pythonFiles(lib).filter((file, index) => !file.includes('/site-packages/') && index % 41 === 0)
    const hashes = tokenHashes(python!, files)
    const different = files.filter(
      (file, index) => hashes[index] !== null && hashTokens(ownTokens(file)) !== hashes[index],
    )
    expect(different).toEqual([])
  }, 60_000)
})
