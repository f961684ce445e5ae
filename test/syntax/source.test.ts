import { describe, expect, test } from 'bun:test'
import { DxSyntaxError } from '../../src/base/errors'
import { parse } from '../../src/syntax'
import { dump } from '../../src/syntax/dump'
import { bytesOf, decodeSource, normalizeLines } from '../../src/syntax/source'

const bytes = (text: string, encoding: BufferEncoding = 'utf8'): Uint8Array =>
  new Uint8Array(Buffer.from(text, encoding))
const decode = (source: string | Uint8Array, options = {}) => decodeSource(source, { filename: 'f', ...options })
const text = (source: string | Uint8Array, options = {}): string => decode(source, options)._unsafeUnwrap().text
const problem = (source: string | Uint8Array, options = {}): string =>
  decode(source, options)._unsafeUnwrapErr().message

describe('decodeSource', () => {
  test('line ends become \\n, the last line gets one', () => {
    expect(normalizeLines('a\r\nb\rc')).toBe('a\nb\nc\n')
    expect(text('')).toBe('')
  })

  test('UTF-8, with and without a mark', () => {
    expect(text(bytes('é'))).toBe('é\n')
    expect(text(bytes('\ufeffé'))).toBe('é\n')
  })

  test('declared encodings, in the first two lines', () => {
    expect(text(bytes('# coding: latin-1\né', 'latin1'))).toContain('é')
    expect(text(bytes('#!x\n# vim: set fileencoding=iso-8859-1 :\né', 'latin1'))).toContain('é')
    expect(text(bytes('# -*- coding: utf-8 -*-\né'))).toContain('é')
    for (const name of ['utf8', 'UTF_8', 'U8', 'cp65001', 'utf-8-unix']) {
      expect(text(bytes(`# coding: ${name}\né`))).toContain('é')
    }
    expect(problem(bytes('# coding: utf8\n\xff', 'latin1'))).toBe(
      "'utf-8' codec can't decode byte 0xff in position 15: invalid start byte",
    )
    // Not after a line of code.
    expect(text(bytes('x\n# coding: latin-1\né'))).toContain('é')
    expect(problem(bytes('# coding: no-such\n'))).toBe('unknown encoding: no-such')
    expect(problem(bytes('\ufeff# coding: latin-1\n'))).toBe('encoding problem: iso-8859-1 with BOM')
    expect(problem(bytes('# coding: ascii\né'))).toContain("'ascii' codec can't decode byte 0xc3 in position 16")
  })

  test('other codecs are injected', () => {
    const decoder = (source: Uint8Array, encoding: string) => ({ text: `${encoding} ${source.length}` })
    expect(text(bytes('# coding: koi8-r\n'), { decoder })).toBe('koi8-r 17\n')
    expect(problem(bytes('# coding: koi8-r\n'), { decoder: () => ({ error: 'bad' }) })).toBe('bad')
  })

  test('null bytes and surrogates', () => {
    expect(problem('a\0')).toBe('source code string cannot contain null bytes')
    expect(problem(bytes('a\nb\0'))).toBe('source code string cannot contain null bytes')
    expect(decode(bytes('a\nb\0'), { fromFile: true })._unsafeUnwrapErr()).toMatchObject({ lineno: 2, offset: 0 })
    expect(decode("'\ud800'")._unsafeUnwrapErr().code).toBe('ARGUMENT')
  })
})

describe('bytes that are not UTF-8', () => {
  const parseBytes = (source: Uint8Array, fromFile = false) => parse(source, { filename: 'f', mode: 'exec', fromFile })

  test('do not matter in comments', () => {
    expect(parseBytes(bytes('# \xff\nx = 1\n', 'latin1')).isOk()).toBe(true)
  })

  test('are reported where a token has them', () => {
    expect(parseBytes(bytes('x = "a\xff"\n', 'latin1'))._unsafeUnwrapErr()).toMatchObject({
      message: "(unicode error) 'utf-8' codec can't decode byte 0xff in position 1: invalid start byte",
      lineno: 1,
      offset: 5,
    })
    expect(parseBytes(bytes('a\xe9b\n', 'latin1'))._unsafeUnwrapErr().message).toContain('invalid continuation byte')
  })

  test('are refused in a file', () => {
    const error = parseBytes(bytes('x\n# \xff\n', 'latin1'), true)._unsafeUnwrapErr()
    expect(error).toBeInstanceOf(DxSyntaxError)
    expect(error.message).toContain("Non-UTF-8 code starting with '\\xff' in file f on line 2")
  })

  test('survive the way through text', () => {
    const source = bytes('a\xff\xc3\xa9\xe2\x82', 'latin1')
    expect([...bytesOf(text(source))].slice(0, source.length)).toEqual([...source])
  })
})

test('a decoded source parses', () => {
  const tree = parse(bytes('# coding: latin-1\ns = "é"\n', 'latin1'), { filename: 'f', mode: 'exec' })._unsafeUnwrap()
    .tree
  expect(dump(tree, { attributes: false })).toContain("value='é'")
})
