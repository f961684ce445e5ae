/** Golden disassembly: one small source for each construct, with the code expected for it. */
import { describe, expect, test } from 'bun:test'
import type { CodeUnit } from '../../src/bytecode/code'
import { isCodeUnit } from '../../src/bytecode/code'
import { constantText } from '../../src/bytecode/dis'
import { Op, opcodeTable } from '../../src/bytecode/opcodes'
import type { CompileOptions } from '../../src/compiler/index'
import { unitOf } from '../bytecode/support/compile'

/** Code of the module, or of the code object at a path of names, as short lines: opcode, operand, `@label` of jump targets. */
function codeOf(source: string, ...path: (string | Partial<CompileOptions>)[]): string[] {
  const options = path.find((item) => typeof item !== 'string')
  let unit = unitOf(source, options)
  for (const name of path)
    if (typeof name === 'string') unit = unit.consts.find((c): c is CodeUnit => isCodeUnit(c) && c.name === name)!
  return Array.from(unit.instructions, (word) => {
    const op = word & 255
    const arg = word >>> 8
    const row = opcodeTable[op]!
    switch (row.operand) {
      case 'const':
        return `${row.name} ${constantText(unit.consts[arg])}`
      case 'name':
        return `${row.name} ${unit.names[arg]}`
      case 'site':
        return `${row.name} ${unit.sites[arg]}`
      case 'local':
        return `${row.name} ${unit.localsplus[arg]}`
      case 'local2':
        return `${row.name} ${unit.localsplus[arg & 0xfff]} ${unit.localsplus[arg >>> 12]}`
      case 'localconst':
        return `${row.name} ${unit.localsplus[arg & 0xfff]} ${constantText(unit.consts[arg >>> 12])}`
      case 'jump':
        return `${row.name} @${arg}`
      case 'none':
        return row.name
      case 'flags':
        return arg === 0 ? row.name : `${row.name} ${arg}`
      default:
        return `${row.name} ${arg}`
    }
  })
}

/** Code of a function `f` with this body. */
function inFunction(body: string, parameters = ''): string[] {
  return codeOf(`def f(${parameters}):\n  ${body.replaceAll('\n', '\n  ')}\n`, 'f')
}

describe('expressions', () => {
  test('binary operators on locals use joined loads', () => {
    expect(inFunction('return a + b * 2', 'a, b')).toEqual([
      'LOAD_FAST2 a b',
      'LOAD_CONST 2',
      'BINARY_MUL',
      'BINARY_ADD',
      'RETURN_VALUE',
    ])
    expect(inFunction('return a + b', 'a, b')).toEqual(['LOAD_FAST2 a b', 'BINARY_ADD', 'RETURN_VALUE'])
  })

  test('chained comparison evaluates the middle once', () => {
    expect(inFunction('return a < b < c', 'a, b, c')).toEqual([
      'LOAD_FAST2 a b',
      'SWAP 2',
      'COPY 2',
      'COMPARE_LT',
      'JUMP_IF_FALSE_OR_POP @8',
      'LOAD_FAST c',
      'COMPARE_LT',
      'RETURN_VALUE',
      'SWAP 2',
      'POP_TOP',
      'RETURN_VALUE',
    ])
  })

  test('and, or as values and as conditions', () => {
    expect(inFunction('return a and b or c', 'a, b, c')).toEqual([
      'LOAD_FAST a',
      'POP_JUMP_IF_FALSE @4',
      'LOAD_FAST b',
      'JUMP_IF_TRUE_OR_POP @5',
      'LOAD_FAST c',
      'RETURN_VALUE',
    ])
    expect(inFunction('if a and not b: return 1\nreturn 2', 'a, b')).toEqual([
      'LOAD_FAST a',
      'POP_JUMP_IF_FALSE @5',
      'LOAD_FAST b',
      'POP_JUMP_IF_TRUE @5',
      'RETURN_CONST 1',
      'RETURN_CONST 2',
    ])
  })

  test('is None is a jump', () => {
    expect(inFunction('if a is None: return 1\nif a is not None: return 2', 'a')).toEqual([
      'LOAD_FAST a',
      'POP_JUMP_IF_NOT_NONE @3',
      'RETURN_CONST 1',
      'LOAD_FAST a',
      'POP_JUMP_IF_NONE @6',
      'RETURN_CONST 2',
      'RETURN_CONST None',
    ])
  })

  test('calls', () => {
    expect(inFunction('f(1, k=2)\no.m(1)\no.m(k=1)\nf(*a, **k)', 'f, o, a, k')).toEqual([
      'LOAD_FAST_CONST f 1',
      'LOAD_CONST 2',
      'LOAD_CONST ("k",)',
      'CALL_KW 2',
      'POP_TOP',
      'LOAD_FAST o',
      'LOAD_METHOD m',
      'LOAD_CONST 1',
      'CALL_METHOD 1',
      'POP_TOP',
      'LOAD_FAST o',
      'LOAD_METHOD m',
      'LOAD_CONST 1',
      'LOAD_CONST ("k",)',
      'CALL_METHOD_KW 1',
      'POP_TOP',
      'LOAD_FAST2 f a',
      'BUILD_MAP 0',
      'LOAD_FAST k',
      'DICT_MERGE 1',
      'CALL_EX 1',
      'POP_TOP',
      'RETURN_CONST None',
    ])
  })

  test('super() is one instruction', () => {
    expect(codeOf('class C:\n  def m(self):\n    return super().m(self.x)\n', 'C', 'm')).toEqual([
      'LOAD_GLOBAL super',
      'LOAD_DEREF __class__',
      'LOAD_FAST self',
      'LOAD_SUPER_METHOD m',
      'LOAD_FAST self',
      'LOAD_ATTR x',
      'CALL_METHOD 1',
      'RETURN_VALUE',
    ])
  })

  test('f-strings', () => {
    expect(inFunction("return f'{a!r:>{b}}x'", 'a, b')).toEqual([
      'LOAD_FAST a',
      'CONVERT_VALUE 2',
      'LOAD_CONST ">"',
      'LOAD_FAST b',
      'FORMAT_SIMPLE',
      'BUILD_STRING 2',
      'FORMAT_WITH_SPEC',
      'LOAD_CONST "x"',
      'BUILD_STRING 2',
      'RETURN_VALUE',
    ])
  })

  test('exchanging locals needs no stack work', () => {
    expect(inFunction('a, b = b, a', 'a, b')).toEqual([
      'LOAD_FAST2 b a',
      'STORE_FAST b',
      'STORE_FAST a',
      'RETURN_CONST None',
    ])
  })
})

describe('statements', () => {
  test('loops jump back at one safepoint', () => {
    expect(inFunction('for i in a:\n  if i: continue\n  break\nelse: return 1', 'a')).toEqual([
      'LOAD_FAST a',
      'GET_ITER',
      'FOR_ITER @9',
      'STORE_FAST i',
      'LOAD_FAST i',
      'POP_JUMP_IF_FALSE @7',
      'JUMP_BACKWARD @2',
      'POP_TOP',
      'RETURN_CONST None',
      'RETURN_CONST 1',
    ])
    // The start is no loop head.
    expect(inFunction('while a: a -= 1', 'a')).toEqual([
      'NOP',
      'LOAD_FAST a',
      'POP_JUMP_IF_FALSE @7',
      'LOAD_FAST_CONST a 1',
      'BINARY_SUB 1',
      'STORE_FAST a',
      'JUMP_BACKWARD @1',
      'RETURN_CONST None',
    ])
  })

  test('handlers lie behind the code that does not raise', () => {
    const unit = unitOf('try:\n  a()\nexcept E as e:\n  b\nc\n')
    expect(codeOf('try:\n  a()\nexcept E as e:\n  b\nc\n')).toEqual([
      'NOP',
      'LOAD_NAME a',
      'CALL 0',
      'POP_TOP',
      'LOAD_NAME c',
      'POP_TOP',
      'RETURN_CONST None',
      'PUSH_EXC_INFO',
      'LOAD_NAME E',
      'CHECK_EXC_MATCH',
      'POP_JUMP_IF_FALSE @25',
      'STORE_NAME e',
      'LOAD_NAME b',
      'POP_TOP',
      'POP_EXCEPT',
      'LOAD_CONST None',
      'STORE_NAME e',
      'DELETE_NAME e',
      'LOAD_NAME c',
      'POP_TOP',
      'RETURN_CONST None',
      'LOAD_CONST None',
      'STORE_NAME e',
      'DELETE_NAME e',
      'RERAISE 1',
      'RERAISE',
      'COPY 3',
      'POP_EXCEPT',
      'RERAISE 1',
    ])
    // Start, end, handler, depth << 1 | push the failing instruction.
    expect([...unit.exceptionTable]).toEqual([1, 4, 7, 0, 7, 12, 26, 3, 12, 14, 21, 3, 21, 26, 26, 3])
  })

  test('with calls exit on both ways out', () => {
    const code = codeOf('with a as b: c\n')
    expect(code.slice(0, 11)).toEqual([
      'LOAD_NAME a',
      'BEFORE_WITH',
      'STORE_NAME b',
      'LOAD_NAME c',
      'POP_TOP',
      'LOAD_CONST None',
      'LOAD_CONST None',
      'LOAD_CONST None',
      'CALL 3',
      'POP_TOP',
      'RETURN_CONST None',
    ])
    expect(code).toContain('WITH_EXCEPT_START')
  })

  test('unbound locals are checked, bound ones are not', () => {
    expect(inFunction('if a: b = 1\nprint(b)\nprint(b)', 'a').filter((line) => line.endsWith(' b'))).toEqual([
      'STORE_FAST b',
      'LOAD_FAST_CHECK b',
      'LOAD_FAST b',
    ])
    expect(inFunction('del a\nreturn a', 'a')).toEqual(['DELETE_FAST a', 'LOAD_FAST_CHECK a', 'RETURN_VALUE'])
    expect(inFunction('try:\n  b = a()\nexcept: pass\nreturn b', 'a')).toContain('LOAD_FAST_CHECK b')
  })

  test('a comprehension runs inside its function', () => {
    expect(inFunction('return [x for x in a]', 'a')).toEqual([
      'LOAD_FAST a',
      'GET_ITER',
      'LOAD_FAST_AND_CLEAR x',
      'SWAP 2',
      'BUILD_LIST 0',
      'SWAP 2',
      'FOR_ITER @11',
      'STORE_FAST x',
      'LOAD_FAST x',
      'LIST_APPEND 2',
      'JUMP_BACKWARD @6',
      'SWAP 2',
      'STORE_FAST x',
      'RETURN_VALUE',
      'SWAP 2',
      'POP_TOP',
      'SWAP 2',
      'STORE_FAST x',
      'RERAISE',
    ])
  })

  test('await sends None until the awaitable is done', () => {
    expect(codeOf('async def f():\n  await x\n', 'f')).toEqual([
      'LOAD_GLOBAL x',
      'GET_AWAITABLE',
      'LOAD_CONST None',
      'SEND @6',
      'YIELD_VALUE 1',
      'JUMP_BACKWARD @3',
      'END_SEND',
      'POP_TOP',
      'RETURN_CONST None',
      'CLEANUP_THROW',
      'JUMP_BACKWARD @6',
      'CALL_INTRINSIC_1 2',
      'RERAISE 1',
    ])
  })

  test('a class body', () => {
    expect(codeOf('class C:\n  x: int = 1\n', 'C')).toEqual([
      'LOAD_NAME __name__',
      'STORE_NAME __module__',
      'LOAD_CONST "C"',
      'STORE_NAME __qualname__',
      'LOAD_CONST 1',
      'STORE_NAME __firstlineno__',
      'SETUP_ANNOTATIONS',
      'LOAD_CONST 1',
      'STORE_NAME x',
      'LOAD_NAME int',
      'LOAD_NAME __annotations__',
      'LOAD_CONST "x"',
      'STORE_SUBSCR',
      'LOAD_CONST ()',
      'STORE_NAME __static_attributes__',
      'RETURN_CONST None',
    ])
  })

  test('match on a sequence', () => {
    expect(inFunction('match a:\n  case [x, _]: return x', 'a')).toEqual([
      'LOAD_FAST a',
      'MATCH_SEQUENCE',
      'POP_JUMP_IF_FALSE @13',
      'GET_LEN',
      'LOAD_CONST 2',
      'COMPARE_EQ',
      'POP_JUMP_IF_FALSE @13',
      'UNPACK_SEQUENCE 2',
      'SWAP 2',
      'POP_TOP',
      'STORE_FAST x',
      'LOAD_FAST x',
      'RETURN_VALUE',
      'POP_TOP',
      'RETURN_CONST None',
    ])
  })
})

describe('options', () => {
  test('-O drops asserts and decides __debug__, -OO drops docstrings', () => {
    const source = '"doc"\nassert a, b\nif __debug__: c\n'
    const length = (optimize: 0 | 1 | 2): number => unitOf(source, { optimize }).instructions.length
    expect(length(0)).toBeGreaterThan(8)
    expect(codeOf(source, { optimize: 1 })).toEqual(['LOAD_CONST "doc"', 'STORE_NAME __doc__', 'RETURN_CONST None'])
    expect(codeOf(source, { optimize: 2 })).toEqual(['RETURN_CONST None'])
  })

  test('interactive statements print', () => {
    const unit = unitOf('1 + x\n', { mode: 'single' })
    expect(Array.from(unit.instructions, (word) => word & 255)).toContain(Op.CALL_INTRINSIC_1)
  })

  test('expressions return their value', () => {
    expect(unitOf('x', { mode: 'eval' }).instructions[1]! & 255).toBe(Op.RETURN_VALUE)
  })
})
