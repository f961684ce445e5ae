/**
 * What the compiler knows of values: the kinds of operands that the profiling copy of the loop (generated/profiledloop.ts) meets at each
 * instruction. The interpreter itself keeps no notes; the copy runs for a few thousand instructions once a code object is hot, and again where
 * compiled code has met what its notes did not say.
 */
import type { CodeObject } from '../bytecode/code'
import { Op } from '../bytecode/opcodes'
import { profileWith } from '../interpreter/eval'
import type { Frame } from '../interpreter/frame'
import { PyGenerator } from '../interpreter/generatorobject'
import { byteArrayType } from '../objects/bytearray'
import { bytesType } from '../objects/bytes'
import { dictType, PyDict } from '../objects/dict'
import { PyDictItemIterator } from '../objects/dictviews'
import { enumerateType, PyEnumerate, PyZipPair } from '../objects/enumerate'
import { BytesLines, TextLines } from '../objects/filelines'
import { floatType, PyFloat } from '../objects/float'
import { PyBuiltin, PyFunction } from '../objects/function'
import { isPlainStrIterator, PyListIterator, PyTupleIterator } from '../objects/iterators'
import { listType, PyList } from '../objects/list'
import { PyObject, type PyType, type Value } from '../objects/object'
import { isNativeIterator, PyIterator } from '../objects/operators'
import { PyRangeIterator } from '../objects/range'
import { setType } from '../objects/set'
import { PyTuple, tupleType } from '../objects/tuple'

/** Kinds of values, as bits. Classes are exact: an instance of a subclass is Other. */
export const Kind = {
  Int: 1,
  Float: 2,
  Str: 4,
  Bool: 8,
  None: 16,
  List: 32,
  Tuple: 64,
  Dict: 128,
  /** An int beyond 2**53. */
  Big: 256,
  RangeIterator: 512,
  ListIterator: 1024,
  TupleIterator: 2048,
  /** Any other iterator of a builtin type. */
  NativeIterator: 4096,
  Generator: 8192,
  Other: 16384,
  /** No value: an unbound variable at an entry. */
  Unbound: 32768,
  /** Iterators that give pairs: `enumerate`, `zip` of two, the items of a dict. */
  Enumerate: 65536,
  ZipPair: 131072,
  DictItems: 262144,
  Bytes: 524288,
  ByteArray: 1048576,
  /** A file whose lines are found a chunk at a time. */
  TextFile: 2097152,
  BytesFile: 4194304,
  Set: 8388608,
  StrIterator: 16777216,
} as const

/** What a JavaScript number can stand for. */
export const NUMBERS = Kind.Int | Kind.Float

/** The kind of a value; 0 for an empty place. */
export function kindOf(v: Value | undefined): number {
  switch (typeof v) {
    case 'number':
      return Kind.Int
    case 'string':
      return Kind.Str
    case 'boolean':
      return Kind.Bool
    case 'bigint':
      return Kind.Big
    case 'undefined':
      return 0
  }
  if (v === null) return Kind.None
  return v.cls?.instanceKind || kindOfObject(v)
}

/** The same for an object, remembered where its class decides: notes are taken while all this code is cold. */
function kindOfObject(v: PyObject): number {
  const kind = lookInto(v)
  // A file's depends on how it was opened, and what steps an iterator of a class of the program can be replaced.
  if (v.cls !== undefined && !('lines' in v) && !(v.cls.heap && v instanceof PyIterator)) v.cls.instanceKind = kind
  return kind
}

function lookInto(v: PyObject): number {
  if (v instanceof PyFloat) return v.cls === floatType ? Kind.Float : Kind.Other
  if (v instanceof PyList) return v.cls === listType ? Kind.List : Kind.Other
  if (v instanceof PyTuple) return v.cls === tupleType ? Kind.Tuple : Kind.Other
  if (v instanceof PyDict) return v.cls === dictType ? Kind.Dict : Kind.Other
  if (v instanceof PyRangeIterator) return Kind.RangeIterator
  if (v instanceof PyListIterator) return Kind.ListIterator
  if (v instanceof PyTupleIterator) return Kind.TupleIterator
  if (isPlainStrIterator(v)) return Kind.StrIterator
  if (v instanceof PyGenerator) return Kind.Generator
  if (v instanceof PyEnumerate && v.cls === enumerateType) return Kind.Enumerate
  if (v instanceof PyZipPair) return Kind.ZipPair
  if (v instanceof PyDictItemIterator) return Kind.DictItems
  if (v.cls === setType) return Kind.Set
  if (v.cls === bytesType) return Kind.Bytes
  if (v.cls === byteArrayType) return Kind.ByteArray
  if (isNativeIterator(v)) return Kind.NativeIterator
  const { lines } = v as { lines?: unknown }
  return lines instanceof TextLines ? Kind.TextFile : lines instanceof BytesLines ? Kind.BytesFile : Kind.Other
}

/** The classes of two operands, or null where one is not an instance of a class of the program. */
interface Operands {
  readonly left: PyType | null
  readonly right: PyType | null
}

/** What a body may know that it calls. */
type Callee = PyFunction | PyBuiltin

/** The notes on a code object. */
export class Profile {
  /** Kinds of the operand on top of the stack before an instruction. */
  readonly top: Uint32Array
  /** Of the one below it. */
  readonly second: Uint32Array
  /** An operand of a bitwise operator, a shift, `//` or `%` was no int of 32 bits. */
  readonly wide: Uint8Array
  /** The instruction was run. */
  readonly seen: Uint8Array
  /** How often compiled code was left here because of a wrong guess. */
  readonly failures: Uint8Array
  /** Nothing more is guessed here. */
  readonly settled: Uint8Array
  /** Classes of the program that the body made last knew at a look-up of an attribute. */
  readonly classes: Uint8Array
  /** Kinds of the arguments at the start. */
  readonly args: Uint32Array
  /** Instructions of the code that the profiling loop has run since its bodies were last found wrong. */
  noted = 0
  /** The function that was called at an instruction; null where it was not always the same. The notes keep no function alive. */
  private readonly targets = new Map<number, WeakRef<Callee> | null>()
  /** One of the functions called at an instruction where all had the same code; null where they had not. */
  private readonly alike = new Map<number, WeakRef<PyFunction> | null>()
  /** The classes of the program whose instances an operator had at an instruction; null where they were not always the same. */
  readonly operands = new Map<number, Operands | null>()

  constructor(code: CodeObject) {
    const n = code.instructions.length
    this.top = new Uint32Array(n)
    this.second = new Uint32Array(n)
    this.wide = new Uint8Array(n)
    this.seen = new Uint8Array(n)
    this.failures = new Uint8Array(n)
    this.settled = new Uint8Array(n)
    this.classes = new Uint8Array(n)
    this.args = new Uint32Array(code.slotCount)
  }

  /** What was always called at an instruction, where that is a function that stands for itself alone. */
  targetAt(at: number): Callee | null {
    return this.targets.get(at)?.deref() ?? null
  }

  /** One of the functions that were called at an instruction, if all had the same code. */
  sampleAt(at: number): PyFunction | null {
    return this.alike.get(at)?.deref() ?? null
  }

  /** Notes what an instruction calls. */
  called(at: number, callable: Value | undefined): void {
    const target = this.targets.get(at)
    // What is bound to an object, or to variables of another function, is hardly ever the same for long.
    const alone =
      callable instanceof PyFunction
        ? callable.closure === null
        : callable instanceof PyBuiltin && callable.self === undefined
    if (target === undefined) this.targets.set(at, alone ? new WeakRef(callable as Callee) : null)
    else if (target !== null && target.deref() !== callable) this.targets.set(at, null)
    const f = callable instanceof PyFunction ? callable : null
    const sample = this.alike.get(at)
    if (sample === null) return
    const known = sample?.deref()
    if (f === null || (known !== undefined && known.code !== f.code)) this.alike.set(at, null)
    else if (known === undefined) this.alike.set(at, new WeakRef(f))
  }
}

/** How many instructions are still to be looked at: after the last, the loop that takes no notes is entered. */
export const profiling = { left: 0 }

/** The notes on a code object, empty at first. */
export function profileOf(code: CodeObject): Profile {
  return (code.profile ??= new Profile(code)) as Profile
}

/** Instructions that work on what they find on the stack, and on more than its class: the others need no kinds, and are half of what is run. */
const TAKES = new Uint8Array(256).fill(1)
for (const op of [
  Op.NOP,
  Op.PUSH_NULL,
  Op.LOAD_CONST,
  Op.LOAD_FAST,
  Op.LOAD_FAST_CHECK,
  Op.LOAD_FAST_AND_CLEAR,
  Op.LOAD_FAST2,
  Op.LOAD_FAST_CONST,
  Op.LOAD_CLOSURE,
  Op.LOAD_DEREF,
  Op.LOAD_NAME,
  Op.LOAD_GLOBAL,
  Op.LOAD_ATTR,
  Op.LOAD_METHOD,
  Op.JUMP,
  Op.JUMP_BACKWARD,
])
  TAKES[op] = 0

/** Takes notes before the profiling loop runs an instruction. */
export function observe(frame: Frame, at: number, sp: number, ins: number): void {
  if (--profiling.left === 0) profileWith(null)
  const profile = profileOf(frame.code)
  profile.noted++
  notice(profile, frame, at, sp, ins)
}

/** Takes notes of what an instruction is about to work on. */
export function notice(profile: Profile, frame: Frame, at: number, sp: number, ins: number): void {
  const code = frame.code
  const slots = frame.slots
  const op = ins & 255
  profile.seen[at] = 1
  if (TAKES[op] === 1 && sp > code.slotCount) {
    profile.top[at]! |= kindOf(slots[sp - 1])
    // What is sliced is below its bounds.
    const below = op === Op.BINARY_SLICE || op === Op.STORE_SLICE ? 3 : 2
    if (sp - below >= code.slotCount) profile.second[at]! |= kindOf(slots[sp - below])
  }
  if (at === 0) for (let i = 0; i < code.slotCount; i++) profile.args[i]! |= kindOf(slots[i])
  if (op >= Op.BINARY_FLOORDIV && op <= Op.BINARY_XOR && (isWide(slots[sp - 2]) || isWide(slots[sp - 1])))
    profile.wide[at] = 1
  if (op >= Op.BINARY_ADD && op <= Op.BINARY_XOR) noteOperands(profile, at, slots[sp - 2], slots[sp - 1])
  switch (op) {
    // The loop runs the jump or the store that follows at once.
    case Op.FOR_ITER:
      if (at + 1 < profile.seen.length && (code.instructions[at + 1]! & 255) === Op.STORE_FAST) profile.seen[at + 1] = 1
      return
    case Op.COMPARE_LT:
    case Op.COMPARE_LE:
    case Op.COMPARE_EQ:
    case Op.COMPARE_NE:
    case Op.COMPARE_GT:
    case Op.COMPARE_GE:
      noteOperands(profile, at, slots[sp - 2], slots[sp - 1])
      if ((code.instructions[at + 1]! & 255) === Op.POP_JUMP_IF_FALSE) {
        profile.seen[at + 1] = 1
        profile.top[at + 1]! |= Kind.Bool
      }
      return
    case Op.BINARY_SUBSCR:
      noteOperands(profile, at, slots[sp - 2], slots[sp - 1])
      return
    case Op.UNARY_NEGATIVE:
    case Op.UNARY_INVERT:
      noteOperands(profile, at, null, slots[sp - 1])
      return
    case Op.CALL:
      profile.called(at, slots[sp - (ins >>> 8) - 1])
      return
    case Op.CALL_KW:
      profile.called(at, slots[sp - (ins >>> 8) - 2])
      return
    case Op.CALL_METHOD:
      profile.called(at, slots[sp - (ins >>> 8) - 2])
      return
  }
}

function isWide(v: Value | undefined): boolean {
  return typeof v === 'number' && (v | 0) !== v
}

function noteOperands(profile: Profile, at: number, left: Value | undefined, right: Value | undefined): void {
  const a = classOf(left)
  const b = classOf(right)
  const known = profile.operands.get(at)
  if (known === undefined) {
    if (a !== null || b !== null) profile.operands.set(at, { left: a, right: b })
  } else if (known !== null && (known.left !== a || known.right !== b)) profile.operands.set(at, null)
}

/** The class of an instance of a class of the program. */
function classOf(v: Value | undefined): PyType | null {
  return v instanceof PyObject && v.cls.heap ? v.cls : null
}
