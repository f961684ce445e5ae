/** _opcode and _opcode_metadata: dxpy's own opcodes for `opcode` and `dis` (CPython: Modules/_opcode.c). */
import { intrinsic1, intrinsic2, type OpcodeDescription, opcodeTable, type StackEffect } from '../bytecode/opcodes'
import { CACHE, EXTENDED_ARG, RESUME } from '../bytecode/wordcode'
import { PyDict } from '../objects/dict'
import { valueError } from '../objects/exceptions'
import { PyList } from '../objects/list'
import type { MethodRow, Value } from '../objects/object'
import { asCInt } from '../objects/operators'
import { PyTuple } from '../objects/tuple'
import type { NativeModule } from './definition'

function row(op: Value): OpcodeDescription | undefined {
  return opcodeTable[asCInt(op)]
}

const has = (name: string, test: (o: OpcodeDescription) => boolean): MethodRow => [
  name,
  (op: Value) => {
    const found = row(op)
    return found !== undefined && test(found)
  },
  '(opcode)',
]

function stackEffect(op: Value, arg: Value = null, jump: Value = null): Value {
  const found = row(op)
  if (found === undefined) throw valueError('invalid opcode or oparg')
  const value = (e: StackEffect) => (typeof e === 'number' ? e : e(arg === null ? 0 : asCInt(arg)))
  const through = value(found.effect)
  const taken = found.jumpEffect === undefined ? through : value(found.jumpEffect)
  if (jump === true) return taken
  return jump === false ? through : Math.max(through, taken)
}

/** The operators that CPython's BINARY_OP numbers, in its order; each is there again as an augmented assignment. */
const OPERATORS: readonly (readonly [name: string, symbol: string])[] = [
  ['ADD', '+'],
  ['AND', '&'],
  ['FLOOR_DIVIDE', '//'],
  ['LSHIFT', '<<'],
  ['MATRIX_MULTIPLY', '@'],
  ['MULTIPLY', '*'],
  ['REMAINDER', '%'],
  ['OR', '|'],
  ['POWER', '**'],
  ['RSHIFT', '>>'],
  ['SUBTRACT', '-'],
  ['TRUE_DIVIDE', '/'],
  ['XOR', '^'],
]

/** `get_nb_ops()`: pairs of name and symbol. */
function binaryOperations(): Value {
  return new PyList([
    ...OPERATORS.map(([name, symbol]) => new PyTuple([`NB_${name}`, symbol])),
    ...OPERATORS.map(([name, symbol]) => new PyTuple([`NB_INPLACE_${name}`, `${symbol}=`])),
  ])
}

export const opcodeModule: NativeModule = {
  name: '_opcode',
  doc: 'Facts about opcodes.',
  functions: [
    ['stack_effect', stackEffect, '(opcode, oparg=None, /, *, jump=None)'],
    ['is_valid', (op: Value) => row(op) !== undefined || op === RESUME, '(opcode)'],
    [
      'has_arg',
      (op: Value) => {
        const found = row(op)
        return found === undefined ? op === EXTENDED_ARG || op === RESUME : found.operand !== 'none'
      },
      '(opcode)',
    ],
    has('has_const', (o) => o.operand === 'const' || o.operand === 'localconst'),
    has('has_name', (o) => o.operand === 'name' || o.operand === 'site'),
    has('has_jump', (o) => o.operand === 'jump'),
    has('has_free', (o) => /DEREF|CLOSURE|MAKE_CELL/.test(o.name)),
    has('has_local', (o) => o.operand === 'local' || o.operand === 'local2' || o.operand === 'localconst'),
    has('has_exc', () => false),
    ['get_specialization_stats', () => null, '()'],
    ['get_nb_ops', binaryOperations, '()'],
    ['get_intrinsic1_descs', () => new PyList([...intrinsic1]), '()'],
    ['get_intrinsic2_descs', () => new PyList([...intrinsic2]), '()'],
    ['get_executor', () => null, '(*, code, offset)'],
  ],
  // Instructions are never rewritten: what is learned of a place is kept beside the code.
  attributes: () => ({ ENABLE_SPECIALIZATION: false }),
}

export const opcodeMetadataModule: NativeModule = {
  name: '_opcode_metadata',
  doc: 'The numbers of the opcodes.',
  attributes: () => {
    const map = new PyDict()
    opcodeTable.forEach((o, i) => map.setItem(o.name, i))
    map.setItem('EXTENDED_ARG', EXTENDED_ARG)
    map.setItem('CACHE', CACHE)
    map.setItem('RESUME', RESUME)
    // Names that the library's dis looks up by itself, under numbers that are no instruction's.
    let unused = RESUME
    for (const name of [
      'COPY_FREE_VARS',
      'RETURN_CONST',
      'LOAD_SUPER_ATTR',
      'ENTER_EXECUTOR',
      'BINARY_OP',
      'JUMP_FORWARD',
      'LOAD_FAST_LOAD_FAST',
      'STORE_FAST_LOAD_FAST',
      'STORE_FAST_STORE_FAST',
      'COMPARE_OP',
    ])
      if (map.getItem(name) === undefined) map.setItem(name, --unused)
    return {
      opmap: map,
      HAVE_ARGUMENT: 0,
      MIN_INSTRUMENTED_OPCODE: 255,
      _specializations: new PyDict(),
      _specialized_opmap: new PyDict(),
    }
  },
}
