import { describe, expect, test } from 'bun:test'
import {
  BytesConstant,
  ComplexConstant,
  EllipsisConstant,
  FloatConstant,
  FrozenSetConstant,
  TupleConstant,
  WideString,
} from '../../src/base/constant'
import { parse } from '../../src/syntax'
import { constantRepr, dump, floatRepr, textRepr } from '../../src/syntax/dump'

describe('dump', () => {
  test('leaves out what has its default', () => {
    const { tree } = parse('def f(): return', { filename: 't', mode: 'exec' })._unsafeUnwrap()
    expect(dump(tree, { attributes: false })).toBe(
      "Module(body=[FunctionDef(name='f', args=arguments(), body=[Return()])])",
    )
  })

  test('constants', () => {
    const cases: [Parameters<typeof constantRepr>[0], string][] = [
      [null, 'None'],
      [true, 'True'],
      [12n ** 20n, '3833759992447475122176'],
      [new FloatConstant(1), '1.0'],
      [new ComplexConstant(0, 2), '2j'],
      [new ComplexConstant(1, -2.5), '(1-2.5j)'],
      [new BytesConstant(Uint8Array.of(97, 39, 0, 255)), 'b"a\'\\x00\\xff"'],
      [new WideString(Uint32Array.of(0xd83d, 0xde00)), "'\\ud83d\\ude00'"],
      [EllipsisConstant.instance, 'Ellipsis'],
      [new TupleConstant([1]), '(1,)'],
      [new FrozenSetConstant([1, 2]), 'frozenset({1, 2})'],
    ]
    for (const [value, text] of cases) expect(constantRepr(value)).toBe(text)
  })

  test('repr of float', () => {
    for (const [value, text] of [
      [0.1, '0.1'],
      [1e16, '1e+16'],
      [123456789012345680, '1.2345678901234568e+17'],
      [1e15, '1000000000000000.0'],
      [0.0001, '0.0001'],
      [0.00001, '1e-05'],
      [-0, '-0.0'],
      [5e-324, '5e-324'],
      [Number.POSITIVE_INFINITY, 'inf'],
    ] as const) {
      expect(floatRepr(value)).toBe(text)
    }
  })

  test('repr of str', () => {
    expect(textRepr('a\'b"c\n\x7f\xa0\xad€😀\ud800\u0378')).toBe("'a\\'b\"c\\n\\x7f\\xa0\\xad€😀\\ud800\\u0378'")
    expect(textRepr("it's")).toBe('"it\'s"')
  })
})
