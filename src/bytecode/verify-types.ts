/**
 * The second half of the verifier: what lies in each stack slot and each local, followed along every path.
 *
 * The interpreter trusts the compiler in places where a wrong kind of value would be an error of JavaScript, not of Python: a NULL where a value is
 * expected, LOAD_DEREF on a slot that holds no cell, LIST_APPEND to something else, POP_EXCEPT of an ordinary value, an unbound local. This pass proves that none
 * of these can happen. Each slot has a set of {@link Kind} bits; ways that meet unite their sets; the pass runs until nothing changes. It does not judge
 * types of Python values: those the interpreter checks itself.
 */
import { TupleConstant, WideString } from '../base/constant'
import { CodeFlags, type CodeUnit, isCodeUnit, SlotKind } from './code'
import { intrinsic1, intrinsic2, Op, opcodeTable } from './opcodes'

/** Thrown for unsound code; verify.ts turns it into an error value. */
export class Refusal {
  constructor(
    readonly message: string,
    readonly instruction: number,
  ) {}
}

/** What a slot may hold. Bits from 20 up are a count that belongs to CELLS, NAMES or PENDING. */
const Kind = {
  /** Any Python object. */
  VALUE: 1,
  NULL: 2,
  CELL: 4,
  EXCEPTION: 8,
  /** Index of a failing instruction. */
  LASTI: 16,
  /** The previously handled exception, as PUSH_EXC_INFO leaves it. */
  PREVIOUS: 32,
  LIST: 64,
  SET: 128,
  DICT: 256,
  TUPLE: 512,
  STR: 1024,
  /** Code, between LOAD_CONST and MAKE_FUNCTION. */
  CODE: 2048,
  FUNCTION: 4096,
  /** A function whose code wants `count` cells that it has not got yet. */
  PENDING: 8192,
  /** A tuple of `count` cells. */
  CELLS: 16384,
  /** A constant tuple of `count` strings. */
  NAMES: 32768,
  /** What SEND can drive. */
  RECEIVER: 65536,
} as const
const COUNT = 20
const KINDS = (1 << COUNT) - 1

const NOT_VALUES = Kind.NULL | Kind.LASTI | Kind.PREVIOUS | Kind.CODE | Kind.PENDING

const IMPORT_STAR = intrinsic1.indexOf('IMPORT_STAR')
const STOPITERATION_ERROR = intrinsic1.indexOf('STOPITERATION_ERROR')
const ASYNC_GEN_WRAP = intrinsic1.indexOf('ASYNC_GEN_WRAP')
const TYPEALIAS = intrinsic1.indexOf('TYPEALIAS')
const PREP_RERAISE_STAR = intrinsic2.indexOf('PREP_RERAISE_STAR')
const SET_FUNCTION_TYPE_PARAMS = intrinsic2.indexOf('SET_FUNCTION_TYPE_PARAMS')
const SET_TYPEPARAM_DEFAULT = intrinsic2.indexOf('SET_TYPEPARAM_DEFAULT')

/** Parameters of the scope of type parameters: the defaults of the function inside. */
const hiddenParameters: Readonly<Record<string, number>> = {
  '.defaults': Kind.TUPLE,
  '.kwdefaults': Kind.DICT,
}

/** Proves that a unit with sound operands uses every value as what it is. Throws {@link Refusal}. */
export function checkTypes(unit: CodeUnit): void {
  new Checker(unit).run()
}

function unite(a: number, b: number): number {
  if (a === b) return a
  const countA = a >>> COUNT
  const countB = b >>> COUNT
  let kinds = (a | b) & KINDS
  if (countA === countB && countA !== 0) return kinds | (countA << COUNT)
  if (countA === 0 && countB === 0) return kinds
  // Counts that differ are forgotten; a function that waits for cells may not forget.
  if (kinds & Kind.PENDING) return Kind.NULL | Kind.PENDING
  if (kinds & (Kind.CELLS | Kind.NAMES)) kinds = (kinds & ~(Kind.CELLS | Kind.NAMES)) | Kind.TUPLE
  return kinds
}

class Checker {
  private readonly code: Int32Array
  private readonly slots: number
  /** State before each instruction: locals, then the stack. */
  private readonly states: (Int32Array | null)[]
  private readonly queued: Uint8Array
  private readonly todo: number[] = []
  private readonly row: Int32Array
  private readonly isFunction: boolean
  private readonly isGenerator: boolean
  // The state being worked on.
  private state: Int32Array
  private sp = 0
  private at = 0

  constructor(private readonly unit: CodeUnit) {
    this.code = unit.instructions
    const n = this.code.length
    this.slots = unit.localsplus.length
    this.states = new Array(n).fill(null)
    this.queued = new Uint8Array(n)
    this.row = new Int32Array(n).fill(-1)
    const table = unit.exceptionTable
    for (let r = 0; r < table.length; r += 4) this.row.fill(r, table[r]!, table[r + 1]!)
    this.isFunction = (unit.flags & CodeFlags.OPTIMIZED) !== 0
    this.isGenerator = (unit.flags & (CodeFlags.GENERATOR | CodeFlags.COROUTINE | CodeFlags.ASYNC_GENERATOR)) !== 0
    this.state = new Int32Array(this.slots + unit.stacksize)
  }

  run(): void {
    const first = new Int32Array(this.slots + this.unit.stacksize)
    const unit = this.unit
    const parameters =
      unit.argcount +
      unit.kwonlyargcount +
      (unit.flags & CodeFlags.VARARGS ? 1 : 0) +
      (unit.flags & CodeFlags.VARKEYWORDS ? 1 : 0)
    for (let i = 0; i < this.slots; i++) {
      const kind = unit.localsplusKinds[i]!
      if (kind & (SlotKind.CELL | SlotKind.FREE)) first[i] = Kind.CELL
      else if (i >= parameters) first[i] = Kind.NULL
      else first[i] = hiddenParameters[unit.localsplus[i]!] ?? Kind.VALUE
    }
    this.merge(0, first, 0)
    while (this.todo.length > 0) {
      const at = this.todo.pop()!
      this.queued[at] = 0
      this.step(at)
    }
  }

  private fail(message: string): never {
    throw new Refusal(message, this.at)
  }

  private merge(target: number, from: Int32Array, depth: number): void {
    if (target >= this.code.length) this.fail('falls off the end')
    const length = this.slots + depth
    const old = this.states[target]!
    if (old === null) {
      this.states[target] = from.slice(0, length)
    } else {
      if (old.length !== length) this.fail(`stack depth ${depth} and ${old.length - this.slots} meet`)
      let changed = false
      for (let i = 0; i < length; i++) {
        const united = unite(old[i]!, from[i]!)
        if (united !== old[i]) {
          old[i] = united
          changed = true
        }
      }
      if (!changed) return
    }
    if (this.queued[target] === 0) {
      this.queued[target] = 1
      this.todo.push(target)
    }
  }

  // The stack

  private push(kind: number): void {
    if (this.sp >= this.unit.stacksize) this.fail('stack overflow')
    this.state[this.slots + this.sp++] = kind
  }

  private pop(): number {
    if (this.sp === 0) this.fail('stack underflow')
    return this.state[this.slots + --this.sp]!
  }

  /** Pops `n` Python values. */
  private popValues(n: number): void {
    for (let i = 0; i < n; i++) this.value(this.pop())
  }

  private value(kind: number): number {
    if (kind & NOT_VALUES) this.fail('not a value')
    return kind
  }

  /** The top must be one of these kinds and nothing else. */
  private popOnly(kinds: number, what: string): number {
    const kind = this.pop()
    if (kind & KINDS & ~kinds) this.fail(`not ${what}`)
    return kind
  }

  /** The n-th item from the top. */
  private peek(n: number): number {
    if (n > this.sp) this.fail('stack underflow')
    return this.state[this.slots + this.sp - n]!
  }

  private container(n: number, kind: number, what: string): void {
    if ((this.peek(n) & KINDS) !== kind) this.fail(`not ${what}`)
  }

  // Instructions

  private step(at: number): void {
    this.at = at
    const before = this.states[at]!
    const word = this.code[at]!
    const op = word & 255
    const arg = word >>> 8
    const row = opcodeTable[op]!
    this.state.set(before)
    this.sp = before.length - this.slots
    // PUSH_EXC_INFO cannot raise: its handler expects what it leaves.
    if (op !== Op.PUSH_EXC_INFO) this.handler(before)
    if (row.operand === 'jump') {
      this.jump(op, arg, before)
    } else {
      this.execute(op, arg)
      const effect = typeof row.effect === 'number' ? row.effect : row.effect(arg)
      if (this.sp !== before.length - this.slots + effect) this.fail(`${row.name} contradicts the opcode table`)
    }
    if (!row.terminal) this.merge(at + 1, this.state, this.sp)
  }

  private handler(before: Int32Array): void {
    const r = this.row[this.at]!
    if (r < 0) return
    const info = this.unit.exceptionTable[r + 3]!
    const depth = info >>> 1
    if (depth > before.length - this.slots) this.fail('handler expects a deeper stack')
    const extra = 1 + (info & 1)
    if (depth + extra > this.unit.stacksize) this.fail('stack overflow')
    const state = new Int32Array(this.slots + depth + extra)
    state.set(before.subarray(0, this.slots + depth))
    if (info & 1) state[this.slots + depth] = Kind.LASTI
    state[state.length - 1] = Kind.EXCEPTION
    this.merge(this.unit.exceptionTable[r + 2]!, state, depth + extra)
  }

  private jump(op: number, target: number, before: Int32Array): void {
    switch (op) {
      case Op.JUMP:
      case Op.JUMP_BACKWARD:
        break
      case Op.FOR_ITER:
        this.value(this.peek(1))
        this.merge(target, before, this.sp - 1)
        this.push(Kind.VALUE)
        return
      case Op.SEND: {
        this.generatorOnly('SEND')
        this.value(this.pop())
        if ((this.peek(1) & KINDS) !== Kind.RECEIVER) this.fail('not a receiver')
        this.push(Kind.VALUE)
        break
      }
      case Op.NATIVE_BODY:
        if (this.isGenerator || !this.isFunction) this.fail('NATIVE_BODY outside a plain function')
        this.push(Kind.VALUE)
        this.merge(target, this.state, this.sp)
        this.sp--
        return
      case Op.JUMP_IF_FALSE_OR_POP:
      case Op.JUMP_IF_TRUE_OR_POP:
        this.value(this.peek(1))
        this.merge(target, before, this.sp)
        this.sp--
        return
      default:
        this.popValues(1)
    }
    this.merge(target, this.state, this.sp)
  }

  private generatorOnly(what: string): void {
    if (!this.isGenerator) this.fail(`${what} outside a generator`)
  }

  private namespaceOnly(what: string): void {
    if (this.isFunction) this.fail(`${what} in a function`)
  }

  private cell(slot: number): void {
    if (this.state[slot] !== Kind.CELL) this.fail('not a cell')
  }

  private execute(op: number, arg: number): void {
    const state = this.state
    switch (op) {
      case Op.NOP:
      case Op.LOAD_ASSERTION_ERROR:
      case Op.LOAD_BUILD_CLASS:
      case Op.LOAD_GLOBAL:
        if (op !== Op.NOP) this.push(Kind.VALUE)
        return
      case Op.POP_TOP:
        this.pop()
        return
      case Op.COPY:
        this.push(this.peek(arg))
        return
      case Op.SWAP: {
        const other = this.peek(arg)
        const top = this.peek(1)
        state[this.slots + this.sp - arg] = top
        state[this.slots + this.sp - 1] = other
        return
      }
      case Op.PUSH_NULL:
        this.push(Kind.NULL)
        return
      case Op.LOAD_CONST:
        this.push(this.constantKind(arg))
        return
      case Op.LOAD_FAST:
        this.push(this.value(state[arg]!))
        return
      case Op.LOAD_FAST_CHECK:
        state[arg]! &= ~Kind.NULL
        this.push(this.value(state[arg]!))
        return
      case Op.LOAD_FAST_AND_CLEAR:
        this.push(state[arg]!)
        state[arg] = Kind.NULL
        return
      case Op.LOAD_FAST2:
        this.push(this.value(state[arg & 0xfff]!))
        this.push(this.value(state[arg >>> 12]!))
        return
      case Op.LOAD_FAST_CONST:
        this.push(this.value(state[arg & 0xfff]!))
        this.push(this.constantKind(arg >>> 12))
        return
      case Op.STORE_FAST: {
        const kind = this.pop()
        if (kind & NOT_VALUES & ~Kind.NULL) this.fail('not a value')
        state[arg] = kind
        return
      }
      case Op.DELETE_FAST:
        state[arg] = Kind.NULL
        return
      case Op.MAKE_CELL:
        state[arg] = Kind.CELL
        return
      case Op.LOAD_CLOSURE:
        this.cell(arg)
        this.push(Kind.CELL)
        return
      case Op.LOAD_DEREF:
        this.cell(arg)
        this.push(Kind.VALUE)
        return
      case Op.STORE_DEREF:
        this.cell(arg)
        this.popValues(1)
        return
      case Op.DELETE_DEREF:
        this.cell(arg)
        return
      case Op.LOAD_FROM_DICT_OR_DEREF:
        this.cell(arg)
        this.popValues(1)
        this.push(Kind.VALUE)
        return
      case Op.LOAD_NAME:
      case Op.LOAD_LOCALS:
        this.namespaceOnly(opcodeTable[op]!.name)
        this.push(Kind.VALUE)
        return
      case Op.STORE_NAME:
        this.namespaceOnly('STORE_NAME')
        this.popValues(1)
        return
      case Op.DELETE_NAME:
      case Op.SETUP_ANNOTATIONS:
        this.namespaceOnly(opcodeTable[op]!.name)
        return
      case Op.LOAD_METHOD:
        this.popValues(1)
        this.method()
        return
      case Op.LOAD_SUPER_METHOD:
        this.popValues(3)
        this.method()
        return
      case Op.BUILD_TUPLE:
        this.buildTuple(arg)
        return
      case Op.BUILD_LIST:
        this.popValues(arg)
        this.push(Kind.LIST)
        return
      case Op.BUILD_SET:
        this.popValues(arg)
        this.push(Kind.SET)
        return
      case Op.BUILD_MAP:
        this.popValues(2 * arg)
        this.push(Kind.DICT)
        return
      case Op.BUILD_STRING:
        for (let i = 0; i < arg; i++) this.popOnly(Kind.STR, 'a str')
        this.push(Kind.STR)
        return
      case Op.LIST_APPEND:
      case Op.LIST_EXTEND:
        this.popValues(1)
        this.container(arg, Kind.LIST, 'a list')
        return
      case Op.SET_ADD:
      case Op.SET_UPDATE:
        this.popValues(1)
        this.container(arg, Kind.SET, 'a set')
        return
      case Op.MAP_ADD:
        this.popValues(2)
        this.container(arg, Kind.DICT, 'a dict')
        return
      case Op.DICT_UPDATE:
        this.popValues(1)
        this.container(arg, Kind.DICT, 'a dict')
        return
      case Op.DICT_MERGE:
        this.popValues(1)
        this.container(arg, Kind.DICT, 'a dict')
        this.value(this.peek(arg + 2))
        return
      case Op.LIST_TO_TUPLE:
        this.popOnly(Kind.LIST, 'a list')
        this.push(Kind.TUPLE)
        return
      case Op.FORMAT_SIMPLE:
      case Op.CONVERT_VALUE:
        this.popValues(1)
        this.push(Kind.STR)
        return
      case Op.FORMAT_WITH_SPEC:
        this.popOnly(Kind.STR, 'a str')
        this.popValues(1)
        this.push(Kind.STR)
        return
      case Op.CALL_METHOD:
        this.popValues(arg)
        this.callee()
        return
      case Op.CALL_KW:
        this.keywordNames(arg)
        this.popValues(arg + 1)
        this.push(Kind.VALUE)
        return
      case Op.CALL_METHOD_KW:
        this.keywordNames(arg)
        this.popValues(arg)
        this.callee()
        return
      case Op.CALL_EX:
        if (arg === 1) this.popOnly(Kind.DICT, 'a dict')
        this.popValues(2)
        this.push(Kind.VALUE)
        return
      case Op.MAKE_FUNCTION: {
        const kind = this.popOnly(Kind.CODE, 'code')
        const count = kind >>> COUNT
        this.push(count === 0 ? Kind.FUNCTION : Kind.PENDING | (count << COUNT))
        return
      }
      case Op.SET_FUNCTION_ATTRIBUTE:
        this.setFunctionAttribute(arg)
        return
      case Op.YIELD_VALUE:
        this.generatorOnly('YIELD_VALUE')
        this.popValues(1)
        if (arg === 1 && (this.peek(1) & KINDS) !== Kind.RECEIVER) this.fail('not a receiver')
        this.push(Kind.VALUE)
        return
      case Op.GET_YIELD_FROM_ITER:
      case Op.GET_AWAITABLE:
        this.popValues(1)
        this.push(Kind.RECEIVER)
        return
      case Op.GET_ANEXT:
        this.value(this.peek(1))
        this.push(Kind.RECEIVER)
        return
      case Op.END_SEND: {
        const result = this.value(this.pop())
        this.popOnly(Kind.RECEIVER, 'a receiver')
        this.push(result)
        return
      }
      case Op.CLEANUP_THROW:
        this.popOnly(Kind.EXCEPTION, 'an exception')
        this.popValues(1)
        if ((this.peek(1) & KINDS) !== Kind.RECEIVER) this.fail('not a receiver')
        this.push(Kind.VALUE)
        return
      case Op.END_ASYNC_FOR:
        this.popOnly(Kind.EXCEPTION, 'an exception')
        this.popValues(1)
        return
      case Op.RERAISE:
        this.popOnly(Kind.EXCEPTION, 'an exception')
        if (arg > 0 && this.peek(arg) !== Kind.LASTI) this.fail('not an instruction index')
        return
      case Op.PUSH_EXC_INFO:
        this.popOnly(Kind.EXCEPTION, 'an exception')
        this.push(Kind.PREVIOUS)
        this.push(Kind.EXCEPTION)
        return
      case Op.POP_EXCEPT:
        this.popOnly(Kind.PREVIOUS, 'a handled exception')
        return
      case Op.CHECK_EXC_MATCH:
        this.popValues(1)
        if (this.peek(1) !== Kind.EXCEPTION) this.fail('not an exception')
        this.push(Kind.VALUE)
        return
      case Op.CHECK_EG_MATCH:
        this.popValues(1)
        this.popOnly(Kind.EXCEPTION, 'an exception')
        this.push(Kind.EXCEPTION)
        this.push(Kind.EXCEPTION)
        return
      case Op.BEFORE_WITH:
      case Op.BEFORE_ASYNC_WITH:
        this.popValues(1)
        this.push(Kind.VALUE)
        this.push(Kind.VALUE)
        return
      case Op.WITH_EXCEPT_START:
        if (
          this.peek(1) !== Kind.EXCEPTION ||
          this.peek(2) !== Kind.PREVIOUS ||
          this.peek(3) !== Kind.LASTI ||
          this.peek(4) & NOT_VALUES
        )
          this.fail('not in a handler of with')
        this.push(Kind.VALUE)
        return
      case Op.MATCH_KEYS:
        this.popOnly(Kind.TUPLE | Kind.NAMES | Kind.CELLS, 'a tuple')
        this.value(this.peek(1))
        this.push(Kind.TUPLE)
        this.push(Kind.VALUE)
        return
      case Op.MATCH_CLASS:
        this.popOnly(Kind.NAMES, 'names')
        this.popValues(2)
        this.push(Kind.VALUE)
        return
      case Op.CALL_INTRINSIC_1:
        this.intrinsicOne(arg)
        return
      case Op.CALL_INTRINSIC_2:
        this.intrinsicTwo(arg)
        return
      default:
        this.plain(op, arg)
    }
  }

  /** Instructions that take and give nothing but Python values. */
  private plain(op: number, arg: number): void {
    const row = opcodeTable[op]!
    const effect = typeof row.effect === 'number' ? row.effect : row.effect(arg)
    const taken = valuesTaken(op, arg)
    this.popValues(taken)
    for (let i = taken + effect; i > 0; i--) this.push(Kind.VALUE)
  }

  private constantKind(index: number): number {
    const value = this.unit.consts[index]!
    if (isCodeUnit(value)) {
      const frees = value.localsplusKinds.reduce((n, kind) => n + (kind & SlotKind.FREE ? 1 : 0), 0)
      if (frees > 0x7ff) this.fail('too many free variables')
      return Kind.CODE | (frees << COUNT)
    }
    if (typeof value === 'string' || value instanceof WideString) return Kind.STR
    if (value instanceof TupleConstant) {
      const n = value.items.length
      if (n < 0x7ff && value.items.every((item) => typeof item === 'string')) return Kind.NAMES | ((n + 1) << COUNT)
      return Kind.TUPLE
    }
    return Kind.VALUE
  }

  private method(): void {
    this.push(Kind.VALUE)
    this.push(Kind.VALUE | Kind.NULL)
  }

  private callee(): void {
    this.value(this.pop() & ~Kind.NULL)
    this.popValues(1)
    this.push(Kind.VALUE)
  }

  /** [… names]: a constant tuple of at most `n` strings. */
  private keywordNames(n: number): void {
    const kind = this.popOnly(Kind.NAMES, 'names')
    if ((kind >>> COUNT) - 1 > n) this.fail('more names than arguments')
  }

  private buildTuple(n: number): void {
    let cells = n > 0 && n <= 0x7ff
    for (let i = 0; i < n; i++) if (this.value(this.pop()) !== Kind.CELL) cells = false
    this.push(cells ? Kind.CELLS | (n << COUNT) : Kind.TUPLE)
  }

  private setFunctionAttribute(which: number): void {
    const func = this.popOnly(Kind.FUNCTION | Kind.PENDING, 'a function')
    const value = this.pop()
    switch (which) {
      case 8:
        if ((value & KINDS) !== Kind.CELLS || func !== (Kind.PENDING | (value & ~KINDS)))
          this.fail('not the cells that the code wants')
        this.push(Kind.FUNCTION)
        return
      case 2:
        if ((value & KINDS) !== Kind.DICT) this.fail('not a dict')
        break
      default:
        if (value & KINDS & ~(Kind.TUPLE | Kind.NAMES | Kind.CELLS)) this.fail('not a tuple')
    }
    this.push(func)
  }

  private intrinsicOne(which: number): void {
    if (which === STOPITERATION_ERROR) {
      this.popOnly(Kind.EXCEPTION, 'an exception')
      this.push(Kind.EXCEPTION)
      return
    }
    if (which === IMPORT_STAR) this.namespaceOnly('IMPORT_STAR')
    if (which === ASYNC_GEN_WRAP && !(this.unit.flags & CodeFlags.ASYNC_GENERATOR))
      this.fail('ASYNC_GEN_WRAP outside an asynchronous generator')
    if (which === TYPEALIAS && (this.at === 0 || this.code[this.at - 1] !== (Op.BUILD_TUPLE | (3 << 8))))
      this.fail('not three parts')
    this.popValues(1)
    this.push(Kind.VALUE)
  }

  private intrinsicTwo(which: number): void {
    if (which === PREP_RERAISE_STAR) {
      this.popOnly(Kind.LIST, 'a list')
      this.popOnly(Kind.EXCEPTION, 'an exception')
      // The result is None or an exception: the code must ask before it raises.
      const next = this.code[this.at + 1]
      const test = this.code[this.at + 2] ?? 0
      const drop = this.code[this.at + 3]
      if (next !== (Op.COPY | (1 << 8)) || (test & 255) !== Op.POP_JUMP_IF_NOT_NONE || drop !== Op.POP_TOP)
        this.fail('PREP_RERAISE_STAR without a test')
      this.push(Kind.EXCEPTION)
      return
    }
    if (which === SET_FUNCTION_TYPE_PARAMS) {
      this.popValues(1)
      const func = this.popOnly(Kind.FUNCTION, 'a function')
      this.push(func)
      return
    }
    if (which === SET_TYPEPARAM_DEFAULT) {
      this.popValues(2)
      this.push(Kind.VALUE)
      return
    }
    // TYPEVAR_WITH_BOUND, TYPEVAR_WITH_CONSTRAINTS: a name and a function.
    this.popValues(1)
    this.popOnly(Kind.STR, 'a str')
    this.push(Kind.VALUE)
  }
}

/** Values that a plain instruction takes from the stack. */
function valuesTaken(op: number, arg: number): number {
  switch (op) {
    case Op.STORE_GLOBAL:
    case Op.LOAD_FROM_DICT_OR_GLOBALS:
    case Op.LOAD_ATTR:
    case Op.DELETE_ATTR:
    case Op.UNARY_NEGATIVE:
    case Op.UNARY_POSITIVE:
    case Op.UNARY_INVERT:
    case Op.UNARY_NOT:
    case Op.GET_ITER:
    case Op.UNPACK_SEQUENCE:
    case Op.UNPACK_EX:
    case Op.RETURN_VALUE:
    case Op.GET_AITER:
    case Op.IMPORT_FROM:
    case Op.MATCH_MAPPING:
    case Op.MATCH_SEQUENCE:
    case Op.GET_LEN:
      return 1
    case Op.STORE_ATTR:
    case Op.BINARY_SUBSCR:
    case Op.DELETE_SUBSCR:
    case Op.IMPORT_NAME:
    case Op.IS_OP:
    case Op.CONTAINS_OP:
      return 2
    case Op.LOAD_SUPER_ATTR:
    case Op.STORE_SUBSCR:
    case Op.BINARY_SLICE:
      return 3
    case Op.STORE_SLICE:
      return 4
    case Op.BUILD_SLICE:
    case Op.RAISE_VARARGS:
      return arg
    case Op.CALL:
      return arg + 1
    case Op.DELETE_GLOBAL:
    case Op.RETURN_CONST:
      return 0
    default:
      if (op >= Op.BINARY_ADD && op <= Op.COMPARE_GE) return 2
      throw new Refusal(`the verifier does not know ${opcodeTable[op]!.name}`, -1)
  }
}
