import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { BytesConstant, ComplexConstant, type ConstantValue, FloatConstant, WideString } from '../../src/base/constant'
import { type Constant, type Expression, NodeKind, parse } from '../../src/syntax'
import { constantRepr } from '../../src/syntax/dump'

function value(source: string): ConstantValue {
  const { body } = parse(source, { filename: 't', mode: 'eval' })._unsafeUnwrap().tree as Expression
  expect(body.node).toBe(NodeKind.Constant)
  return (body as Constant).value
}

const problem = (source: string): string => parse(source, { filename: 't', mode: 'eval' })._unsafeUnwrapErr().message

describe('numbers', () => {
  test('ints are numbers while safe, bigints beyond', () => {
    expect(value('0x_ff')).toBe(255)
    expect(value('9007199254740991')).toBe(9007199254740991)
    expect(value('9007199254740992')).toBe(9007199254740992n)
    expect(value('0b1'.padEnd(80, '0'))).toBe(1n << 77n)
    expect(value(`0x${'f'.repeat(5000)}`)).toBe((1n << 20000n) - 1n)
  })

  test('floats are exact', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }), (x) => {
        const text = constantRepr(new FloatConstant(x))
        expect((value(text) as FloatConstant).value).toBe(x)
      }),
    )
    expect((value('1_0.5e-1_0') as FloatConstant).value).toBe(10.5e-10)
    expect((value('1e999') as FloatConstant).value).toBe(Number.POSITIVE_INFINITY)
  })

  test('imaginary numbers', () => {
    expect(value('1.5J')).toEqual(new ComplexConstant(0, 1.5))
    expect(value('007j')).toEqual(new ComplexConstant(0, 7))
  })

  test('decimal ints have a limit of digits', () => {
    expect(problem('1'.repeat(4301))).toContain('Exceeds the limit (4300 digits)')
    expect(parse('1'.repeat(4301), { filename: 't', mode: 'eval', maxIntDigits: 0 }).isOk()).toBe(true)
  })
})

describe('strings', () => {
  test('escapes', () => {
    expect(value(String.raw`'\a\b\f\n\r\t\v\\\'\"\x41\u0042\U00000043\101\0'`)).toBe('\x07\b\f\n\r\t\v\\\'"ABCA\0')
    expect(value("'a\\\nb'")).toBe('ab')
    expect(value(String.raw`r'\n'`)).toBe('\\n')
    expect(
      value(String.raw`'\N{GREEK SMALL LETTER ALPHA}\N{HANGUL SYLLABLE GAG}\N{LF}\N{CJK UNIFIED IDEOGRAPH-4E00}'`),
    ).toBe('α각\n一')
    expect(value(String.raw`'\d'`)).toBe('\\d')
  })

  test('surrogates that would merge stay apart', () => {
    expect(value(String.raw`'\ud83d\ude00'`)).toEqual(new WideString(Uint32Array.of(0xd83d, 0xde00)))
    expect(value(String.raw`'\ud83d' '\ude00'`)).toEqual(new WideString(Uint32Array.of(0xd83d, 0xde00)))
    expect(value(String.raw`'\U0001f600'`)).toBe('\u{1f600}')
    expect(value(String.raw`'\ude00\ud83d'`)).toBe('\ude00\ud83d')
  })

  test('bad escapes', () => {
    expect(problem(String.raw`'\x4'`)).toBe(
      "(unicode error) 'unicodeescape' codec can't decode bytes in position 0-2: truncated \\xXX escape",
    )
    expect(problem(String.raw`'\N{no such name}'`)).toContain('unknown Unicode character name')
    expect(problem(String.raw`'\U00110000'`)).toContain('illegal Unicode character')
    expect(problem(String.raw`b'\x4'`)).toBe('(value error) invalid \\x escape at position 0')
  })

  test('bytes', () => {
    expect(value(String.raw`b'a\x00\377\n' rb'\n'`)).toEqual(new BytesConstant(Uint8Array.of(97, 0, 255, 10, 92, 110)))
  })

  test('adjacent literals', () => {
    expect(value("'a' \"b\" '''c'''")).toBe('abc')
    const many = Array.from({ length: 20_000 }, () => "'ab'").join(' ')
    expect(value(`(${many})`)).toBe('ab'.repeat(20_000))
  })
})
