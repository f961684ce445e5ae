/**
 * THE opcode table: each opcode once, with its operand, its stack effect and one line of prose. The compiler, the verifier,
 * the interpreter, the disassembler and the JIT read it; nothing else may describe an opcode.
 *
 * An instruction is one 32-bit word, `opcode | operand << 8`; the operand is unsigned, at most {@link MAX_OPERAND}, so there are
 * no extended arguments. A jump operand is the absolute index of the target instruction. The machine is a stack machine in
 * the manner of CPython 3.13; a row's prose shows the stack as `[before] → [after]`, top on the right.
 *
 * How a frame is laid out: locals, cells and free variables first (`localsplus`, see code.ts), the value stack above them. Cells
 * for arguments and locals are made, and free variables copied, when the frame is built; only inlined comprehensions use
 * MAKE_CELL. A call of a generator, coroutine or asynchronous generator function makes the object without an opcode: the
 * frame starts at instruction 0 when it is first resumed.
 */

/** What an operand means; the disassembler, the verifier and the compiler act on it. */
export type OperandKind =
  | 'none'
  | 'count'
  | 'flags'
  | 'const' /* index into `consts` */
  | 'name' /* index into `names` */
  | 'site' /* index into `sites`: names of attribute accesses, one entry per instruction, so that it can own an inline cache */
  | 'local' /* index into `localsplus` */
  | 'local2' /* two of them: low 12 bits pushed first, high 12 bits second */
  | 'localconst' /* low 12 bits a local, high 12 bits a const */
  | 'jump' /* absolute instruction index */
  | 'intrinsic1'
  | 'intrinsic2'
  | 'unpackex' /* low 8 bits: targets before the star, the rest: after it */

/** Stack effect: what falls through, and where it differs what a taken jump sees. */
export type StackEffect = number | ((operand: number) => number)

/** One row of the table. */
export interface OpcodeDescription {
  readonly name: string
  readonly operand: OperandKind
  readonly effect: StackEffect
  /** Effect along the jump; absent where it equals `effect`. */
  readonly jumpEffect: StackEffect | undefined
  /** Control never falls through to the next instruction. */
  readonly terminal: true | undefined
  readonly prose: string
}

type Row = readonly [
  name: string,
  operand: OperandKind,
  effect: StackEffect,
  prose: string,
  jumpEffect?: StackEffect,
  terminal?: true,
]

const rows = [
  // Stack
  ['NOP', 'none', 0, 'Nothing; carries a line for the tracer.'],
  ['POP_TOP', 'none', -1, '[v] → []'],
  ['COPY', 'count', 1, '[v …] → [v … v]: push the operand-th item from the top (1 is the top).'],
  ['SWAP', 'count', 0, 'Exchange the top with the operand-th item from the top.'],
  ['PUSH_NULL', 'none', 1, '[] → [NULL]'],
  // Constants and variables
  ['LOAD_CONST', 'const', 1, '[] → [const]'],
  ['LOAD_FAST', 'local', 1, '[] → [local]; known to be bound.'],
  ['LOAD_FAST_CHECK', 'local', 1, '[] → [local]; raises UnboundLocalError where unbound.'],
  ['LOAD_FAST_AND_CLEAR', 'local', 1, '[] → [local or NULL]; unbinds it (inlined comprehensions).'],
  ['LOAD_FAST2', 'local2', 2, '[] → [first, second]; both known to be bound.'],
  ['LOAD_FAST_CONST', 'localconst', 2, '[] → [local, const]; the local is known to be bound.'],
  ['STORE_FAST', 'local', -1, '[v] → []; a NULL unbinds.'],
  ['DELETE_FAST', 'local', 0, 'Unbind; UnboundLocalError where unbound.'],
  ['MAKE_CELL', 'local', 0, 'Replace the local by a fresh cell that holds it (inlined comprehensions).'],
  ['LOAD_CLOSURE', 'local', 1, '[] → [cell]'],
  ['LOAD_DEREF', 'local', 1, '[] → [content of the cell]; NameError or UnboundLocalError where empty.'],
  ['STORE_DEREF', 'local', -1, '[v] → []'],
  ['DELETE_DEREF', 'local', 0, 'Empty the cell.'],
  ['LOAD_FROM_DICT_OR_DEREF', 'local', 0, '[mapping] → [v]: the name in the mapping, else the cell.'],
  ['LOAD_NAME', 'name', 1, '[] → [v]: from locals, globals, builtins.'],
  ['STORE_NAME', 'name', -1, '[v] → []'],
  ['DELETE_NAME', 'name', 0, 'Delete from locals; NameError where absent.'],
  ['LOAD_GLOBAL', 'name', 1, '[] → [v]: from globals, builtins.'],
  ['STORE_GLOBAL', 'name', -1, '[v] → []'],
  ['DELETE_GLOBAL', 'name', 0, 'NameError where absent.'],
  ['LOAD_FROM_DICT_OR_GLOBALS', 'name', 0, '[mapping] → [v]: the name in the mapping, else globals, builtins.'],
  ['LOAD_LOCALS', 'none', 1, '[] → [the local namespace mapping]'],
  ['LOAD_BUILD_CLASS', 'none', 1, '[] → [builtins.__build_class__]'],
  ['LOAD_ASSERTION_ERROR', 'none', 1, '[] → [AssertionError]'],
  ['SETUP_ANNOTATIONS', 'none', 0, 'Make sure that the local namespace has __annotations__.'],
  // Attributes and items
  ['LOAD_ATTR', 'site', 0, '[o] → [o.name]'],
  ['LOAD_METHOD', 'site', 1, '[o] → [function, o] for an unbound method found on the type, else [attribute, NULL].'],
  ['STORE_ATTR', 'site', -2, '[v, o] → []: o.name = v'],
  ['DELETE_ATTR', 'site', -1, '[o] → []'],
  [
    'LOAD_SUPER_ATTR',
    'site',
    -2,
    '[super, class, self] → [attribute]: zero-argument super() form; calls super() where it is not the builtin.',
  ],
  ['LOAD_SUPER_METHOD', 'site', -1, '[super, class, self] → [function, self] or [attribute, NULL].'],
  ['BINARY_SUBSCR', 'none', -1, '[o, k] → [o[k]]'],
  ['STORE_SUBSCR', 'none', -3, '[v, o, k] → []: o[k] = v'],
  ['DELETE_SUBSCR', 'none', -2, '[o, k] → []'],
  ['BINARY_SLICE', 'none', -2, '[o, start, stop] → [o[start:stop]]'],
  ['STORE_SLICE', 'none', -4, '[v, o, start, stop] → []'],
  ['BUILD_SLICE', 'count', (n) => 1 - n, '[start, stop(, step)] → [slice]; the operand is 2 or 3.'],
  // Operators; operand 1 marks the in-place form
  ['BINARY_ADD', 'flags', -1, '[a, b] → [a + b]'],
  ['BINARY_SUB', 'flags', -1, '[a, b] → [a - b]'],
  ['BINARY_MUL', 'flags', -1, '[a, b] → [a * b]'],
  ['BINARY_MATMUL', 'flags', -1, '[a, b] → [a @ b]'],
  ['BINARY_TRUEDIV', 'flags', -1, '[a, b] → [a / b]'],
  ['BINARY_FLOORDIV', 'flags', -1, '[a, b] → [a // b]'],
  ['BINARY_MOD', 'flags', -1, '[a, b] → [a % b]'],
  ['BINARY_POW', 'flags', -1, '[a, b] → [a ** b]'],
  ['BINARY_LSHIFT', 'flags', -1, '[a, b] → [a << b]'],
  ['BINARY_RSHIFT', 'flags', -1, '[a, b] → [a >> b]'],
  ['BINARY_AND', 'flags', -1, '[a, b] → [a & b]'],
  ['BINARY_OR', 'flags', -1, '[a, b] → [a | b]'],
  ['BINARY_XOR', 'flags', -1, '[a, b] → [a ^ b]'],
  ['COMPARE_LT', 'none', -1, '[a, b] → [a < b]'],
  ['COMPARE_LE', 'none', -1, '[a, b] → [a <= b]'],
  ['COMPARE_EQ', 'none', -1, '[a, b] → [a == b]'],
  ['COMPARE_NE', 'none', -1, '[a, b] → [a != b]'],
  ['COMPARE_GT', 'none', -1, '[a, b] → [a > b]'],
  ['COMPARE_GE', 'none', -1, '[a, b] → [a >= b]'],
  ['IS_OP', 'flags', -1, '[a, b] → [a is b]; operand 1: is not.'],
  ['CONTAINS_OP', 'flags', -1, '[a, b] → [a in b]; operand 1: not in.'],
  ['UNARY_NEGATIVE', 'none', 0, '[v] → [-v]'],
  ['UNARY_POSITIVE', 'none', 0, '[v] → [+v]'],
  ['UNARY_INVERT', 'none', 0, '[v] → [~v]'],
  ['UNARY_NOT', 'none', 0, '[v] → [not v]; v of any type.'],
  // Jumps; the truth of any value is taken by the jump itself
  ['JUMP', 'jump', 0, 'Forward.', 0, true],
  ['JUMP_BACKWARD', 'jump', 0, 'Backward; a safepoint.', 0, true],
  ['POP_JUMP_IF_FALSE', 'jump', -1, '[v] → []'],
  ['POP_JUMP_IF_TRUE', 'jump', -1, '[v] → []'],
  ['POP_JUMP_IF_NONE', 'jump', -1, '[v] → []'],
  ['POP_JUMP_IF_NOT_NONE', 'jump', -1, '[v] → []'],
  ['JUMP_IF_FALSE_OR_POP', 'jump', -1, '[v] → [v] and jump where false, else [].', 0],
  ['JUMP_IF_TRUE_OR_POP', 'jump', -1, '[v] → [v] and jump where true, else [].', 0],
  ['GET_ITER', 'none', 0, '[v] → [iter(v)]'],
  ['FOR_ITER', 'jump', 1, '[iterator] → [iterator, next]; exhausted: pops the iterator and jumps.', -1],
  // Containers
  ['BUILD_TUPLE', 'count', (n) => 1 - n, '[v × n] → [tuple]'],
  ['BUILD_LIST', 'count', (n) => 1 - n, '[v × n] → [list]'],
  ['BUILD_SET', 'count', (n) => 1 - n, '[v × n] → [set]'],
  ['BUILD_MAP', 'count', (n) => 1 - 2 * n, '[k, v × n] → [dict]'],
  ['BUILD_STRING', 'count', (n) => 1 - n, '[str × n] → [str]'],
  [
    'LIST_APPEND',
    'count',
    -1,
    '[… v] → […]: append to the list that is the operand-th item from the top after the pop.',
  ],
  ['SET_ADD', 'count', -1, 'Likewise for a set.'],
  ['MAP_ADD', 'count', -2, '[… k, v] → […]: likewise for a dict.'],
  ['LIST_EXTEND', 'count', -1, '[… iterable] → […]: extend the list at that place; TypeError as in `[*v]`.'],
  ['SET_UPDATE', 'count', -1, 'Likewise for a set.'],
  ['DICT_UPDATE', 'count', -1, '[… mapping] → […]: `{**m}`; TypeError where not a mapping.'],
  [
    'DICT_MERGE',
    'count',
    -1,
    'As DICT_UPDATE, for `f(**m)`: TypeError for a repeated key; the callable lies 2 below the dict.',
  ],
  ['LIST_TO_TUPLE', 'none', 0, '[list] → [tuple]'],
  ['UNPACK_SEQUENCE', 'count', (n) => n - 1, '[iterable] → [item n … item 1]; ValueError where the length differs.'],
  ['UNPACK_EX', 'unpackex', (n) => (n & 255) + (n >> 8), '[iterable] → [after … list … before], first target on top.'],
  ['FORMAT_SIMPLE', 'none', 0, '[v] → [format(v)]'],
  ['FORMAT_WITH_SPEC', 'none', -1, '[v, spec] → [format(v, spec)]'],
  ['CONVERT_VALUE', 'count', 0, '[v] → [str(v), repr(v) or ascii(v)] for operand 1, 2, 3.'],
  // Calls
  ['CALL', 'count', (n) => -n, '[callable, arg × n] → [result]'],
  ['CALL_METHOD', 'count', (n) => -n - 1, '[callable, self or NULL, arg × n] → [result]'],
  ['CALL_KW', 'count', (n) => -n - 1, '[callable, arg × n, names tuple] → [result]; the last args are keywords.'],
  ['CALL_METHOD_KW', 'count', (n) => -n - 2, '[callable, self or NULL, arg × n, names tuple] → [result]'],
  ['CALL_EX', 'flags', (n) => -1 - n, '[callable, iterable(, dict)] → [result]; operand 1: with the dict.'],
  ['MAKE_FUNCTION', 'none', 0, '[code] → [function]'],
  [
    'SET_FUNCTION_ATTRIBUTE',
    'flags',
    -1,
    '[v, function] → [function]: 1 defaults tuple, 2 keyword defaults dict, 4 annotations (flat tuple name, value, …), 8 closure tuple.',
  ],
  ['RETURN_VALUE', 'none', -1, '[v] → return', 0, true],
  ['RETURN_CONST', 'const', 0, 'return const', 0, true],
  // Generators and coroutines
  [
    'YIELD_VALUE',
    'flags',
    0,
    '[v] → suspended → [sent]; operand 1: inside `yield from` or `await`, the receiver lies below.',
  ],
  ['GET_YIELD_FROM_ITER', 'none', 0, '[v] → [iterator]: a coroutine only inside a coroutine.'],
  ['SEND', 'jump', 0, '[receiver, v] → [receiver, yielded]; finished: [receiver, returned] and jump.'],
  ['END_SEND', 'none', -1, '[receiver, v] → [v]'],
  ['CLEANUP_THROW', 'none', -1, '[receiver, sent, exception] → [receiver, StopIteration value], else raise it again.'],
  ['GET_AWAITABLE', 'flags', 0, '[v] → [awaitable iterator]; operand 1, 2: for __aenter__, __aexit__ messages.'],
  ['GET_AITER', 'none', 0, '[v] → [v.__aiter__()]'],
  ['GET_ANEXT', 'none', 1, '[aiter] → [aiter, awaitable]'],
  ['END_ASYNC_FOR', 'none', -2, '[aiter, exception] → [] for StopAsyncIteration, else raise it again.'],
  // Exceptions
  ['RAISE_VARARGS', 'count', (n) => -n, '0: re-raise the current, 1: [exception], 2: [exception, cause].', 0, true],
  [
    'RERAISE',
    'flags',
    -1,
    '[exception] → raise it again; an operand n > 0: n-th item from the top after the pop is the instruction to report.',
    0,
    true,
  ],
  ['PUSH_EXC_INFO', 'none', 1, '[exception] → [previous exception, exception]; makes it the handled one.'],
  ['POP_EXCEPT', 'none', -1, '[previous exception] → []; makes that the handled one.'],
  ['CHECK_EXC_MATCH', 'none', 0, '[exception, type] → [exception, bool]'],
  ['CHECK_EG_MATCH', 'none', 0, '[group, type] → [rest or None, match or None]'],
  ['BEFORE_WITH', 'none', 1, '[manager] → [bound __exit__, result of __enter__]'],
  ['BEFORE_ASYNC_WITH', 'none', 1, '[manager] → [bound __aexit__, awaitable of __aenter__]'],
  [
    'WITH_EXCEPT_START',
    'none',
    1,
    '[exit, lasti, previous, exception] → [… result of exit(type, exception, traceback)]',
  ],
  // Imports
  ['IMPORT_NAME', 'name', -1, '[level, fromlist] → [module]'],
  ['IMPORT_FROM', 'name', 1, '[module] → [module, attribute]'],
  // Pattern matching
  ['MATCH_MAPPING', 'none', 1, '[subject] → [subject, bool]'],
  ['MATCH_SEQUENCE', 'none', 1, '[subject] → [subject, bool]'],
  ['MATCH_KEYS', 'none', 1, '[subject, keys] → [subject, keys, values tuple or None]'],
  [
    'MATCH_CLASS',
    'count',
    -2,
    '[subject, class, keyword names] → [attributes tuple or None]; the operand counts positional patterns.',
  ],
  ['GET_LEN', 'none', 1, '[v] → [v, len(v)]'],
  // Rare
  ['CALL_INTRINSIC_1', 'intrinsic1', 0, '[v] → [intrinsic(v)]'],
  ['CALL_INTRINSIC_2', 'intrinsic2', -1, '[a, b] → [intrinsic(a, b)]'],
  [
    'NATIVE_BODY',
    'jump',
    0,
    '[] → []; where native code has done what the function does: [value] and jump. First in some functions of the library (nativebody.ts).',
    1,
  ],
] as const satisfies readonly Row[]

/** The name of an opcode. */
export type OpcodeName = (typeof rows)[number][0]

/** Every opcode, indexed by its number. */
export const opcodeTable: readonly OpcodeDescription[] = describe(rows)

function describe(rows: readonly Row[]): OpcodeDescription[] {
  const table: OpcodeDescription[] = []
  for (const [name, operand, effect, prose, jumpEffect, terminal] of rows)
    table.push({ name, operand, effect, jumpEffect, terminal, prose })
  return table
}

/** Numbers of the one-operand intrinsics of CALL_INTRINSIC_1. */
export const intrinsic1 = [
  'PRINT', // displayhook, for interactive statements
  'IMPORT_STAR', // into the local namespace; result None
  'STOPITERATION_ERROR', // StopIteration inside a generator becomes RuntimeError
  'ASYNC_GEN_WRAP', // mark a value as yielded by an asynchronous generator
  'TYPEVAR', // from a name
  'PARAMSPEC',
  'TYPEVARTUPLE',
  'SUBSCRIPT_GENERIC', // Generic[params]
  'TYPEALIAS', // from (name, type parameters, function computing the value)
] as const

/** Numbers of the two-operand intrinsics of CALL_INTRINSIC_2. */
export const intrinsic2 = [
  'PREP_RERAISE_STAR', // (original, list of raised and unhandled) → exception to raise or None
  'TYPEVAR_WITH_BOUND', // (name, function computing the bound)
  'TYPEVAR_WITH_CONSTRAINTS',
  'SET_FUNCTION_TYPE_PARAMS', // (function, tuple) → function
  'SET_TYPEPARAM_DEFAULT', // (type parameter, function computing the default) → type parameter
] as const

/** Largest operand of an instruction. */
export const MAX_OPERAND = 0x7f_ffff

/** Opcode numbers, for a `switch`. A test asserts that they follow the table. */
export enum Op {
  NOP = 0,
  POP_TOP = 1,
  COPY = 2,
  SWAP = 3,
  PUSH_NULL = 4,
  LOAD_CONST = 5,
  LOAD_FAST = 6,
  LOAD_FAST_CHECK = 7,
  LOAD_FAST_AND_CLEAR = 8,
  LOAD_FAST2 = 9,
  LOAD_FAST_CONST = 10,
  STORE_FAST = 11,
  DELETE_FAST = 12,
  MAKE_CELL = 13,
  LOAD_CLOSURE = 14,
  LOAD_DEREF = 15,
  STORE_DEREF = 16,
  DELETE_DEREF = 17,
  LOAD_FROM_DICT_OR_DEREF = 18,
  LOAD_NAME = 19,
  STORE_NAME = 20,
  DELETE_NAME = 21,
  LOAD_GLOBAL = 22,
  STORE_GLOBAL = 23,
  DELETE_GLOBAL = 24,
  LOAD_FROM_DICT_OR_GLOBALS = 25,
  LOAD_LOCALS = 26,
  LOAD_BUILD_CLASS = 27,
  LOAD_ASSERTION_ERROR = 28,
  SETUP_ANNOTATIONS = 29,
  LOAD_ATTR = 30,
  LOAD_METHOD = 31,
  STORE_ATTR = 32,
  DELETE_ATTR = 33,
  LOAD_SUPER_ATTR = 34,
  LOAD_SUPER_METHOD = 35,
  BINARY_SUBSCR = 36,
  STORE_SUBSCR = 37,
  DELETE_SUBSCR = 38,
  BINARY_SLICE = 39,
  STORE_SLICE = 40,
  BUILD_SLICE = 41,
  BINARY_ADD = 42,
  BINARY_SUB = 43,
  BINARY_MUL = 44,
  BINARY_MATMUL = 45,
  BINARY_TRUEDIV = 46,
  BINARY_FLOORDIV = 47,
  BINARY_MOD = 48,
  BINARY_POW = 49,
  BINARY_LSHIFT = 50,
  BINARY_RSHIFT = 51,
  BINARY_AND = 52,
  BINARY_OR = 53,
  BINARY_XOR = 54,
  COMPARE_LT = 55,
  COMPARE_LE = 56,
  COMPARE_EQ = 57,
  COMPARE_NE = 58,
  COMPARE_GT = 59,
  COMPARE_GE = 60,
  IS_OP = 61,
  CONTAINS_OP = 62,
  UNARY_NEGATIVE = 63,
  UNARY_POSITIVE = 64,
  UNARY_INVERT = 65,
  UNARY_NOT = 66,
  JUMP = 67,
  JUMP_BACKWARD = 68,
  POP_JUMP_IF_FALSE = 69,
  POP_JUMP_IF_TRUE = 70,
  POP_JUMP_IF_NONE = 71,
  POP_JUMP_IF_NOT_NONE = 72,
  JUMP_IF_FALSE_OR_POP = 73,
  JUMP_IF_TRUE_OR_POP = 74,
  GET_ITER = 75,
  FOR_ITER = 76,
  BUILD_TUPLE = 77,
  BUILD_LIST = 78,
  BUILD_SET = 79,
  BUILD_MAP = 80,
  BUILD_STRING = 81,
  LIST_APPEND = 82,
  SET_ADD = 83,
  MAP_ADD = 84,
  LIST_EXTEND = 85,
  SET_UPDATE = 86,
  DICT_UPDATE = 87,
  DICT_MERGE = 88,
  LIST_TO_TUPLE = 89,
  UNPACK_SEQUENCE = 90,
  UNPACK_EX = 91,
  FORMAT_SIMPLE = 92,
  FORMAT_WITH_SPEC = 93,
  CONVERT_VALUE = 94,
  CALL = 95,
  CALL_METHOD = 96,
  CALL_KW = 97,
  CALL_METHOD_KW = 98,
  CALL_EX = 99,
  MAKE_FUNCTION = 100,
  SET_FUNCTION_ATTRIBUTE = 101,
  RETURN_VALUE = 102,
  RETURN_CONST = 103,
  YIELD_VALUE = 104,
  GET_YIELD_FROM_ITER = 105,
  SEND = 106,
  END_SEND = 107,
  CLEANUP_THROW = 108,
  GET_AWAITABLE = 109,
  GET_AITER = 110,
  GET_ANEXT = 111,
  END_ASYNC_FOR = 112,
  RAISE_VARARGS = 113,
  RERAISE = 114,
  PUSH_EXC_INFO = 115,
  POP_EXCEPT = 116,
  CHECK_EXC_MATCH = 117,
  CHECK_EG_MATCH = 118,
  BEFORE_WITH = 119,
  BEFORE_ASYNC_WITH = 120,
  WITH_EXCEPT_START = 121,
  IMPORT_NAME = 122,
  IMPORT_FROM = 123,
  MATCH_MAPPING = 124,
  MATCH_SEQUENCE = 125,
  MATCH_KEYS = 126,
  MATCH_CLASS = 127,
  GET_LEN = 128,
  CALL_INTRINSIC_1 = 129,
  CALL_INTRINSIC_2 = 130,
  NATIVE_BODY = 131,
}
