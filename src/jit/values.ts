/**
 * What is known of a value while code is compiled: its type, and the JavaScript expression that has it. Ints, strings, bools and None look
 * the same in variables and on the heap; a float is a number where it is `Raw` and a box everywhere else.
 */
import type { PyFunction } from '../objects/function'
import type { PyType, Value } from '../objects/object'
import { Kind } from './profile'

/** Types of values. */
export enum T {
  Any = 0,
  /** A safe integer. */
  Int = 1,
  /** A float as a JavaScript number. */
  Raw = 2,
  /** A float in its box. */
  Float = 3,
  Bool = 4,
  None = 5,
  Str = 6,
  List = 7,
  Tuple = 8,
  Dict = 9,
  /** An empty place. */
  Null = 10,
  /** An object of a known class. */
  Object = 11,
  RangeIterator = 12,
  ListIterator = 13,
  TupleIterator = 14,
  /** An int or a float as a JavaScript number; another variable says which: `total = 0`, to which a loop adds floats. */
  Number = 15,
  /** Iterators that can be asked for the two values of a pair. */
  Enumerate = 16,
  ZipPair = 17,
  DictItems = 18,
  /** Two values that are to be unpacked next: `x` and `g`. Everywhere else they are a tuple. */
  Pair = 19,
  Bytes = 20,
  ByteArray = 21,
  /** Files that are asked for their lines. */
  TextFile = 22,
  BytesFile = 23,
  /**
   * A line of a file, a str or bytes, as a place in what was read (`x`, from `g` to `h`), which lasts only until the next chunk or a call; where `g` is negative `x` is the line
   * itself.
   */
  TextLine = 24,
  BytesLine = 25,
  Set = 26,
  /**
   * An iterator of a range that nothing else has, in variables: `g` is its next value, `h` how many are left, `step` what is added. `x` is the iterator itself, of which that is
   * not true meanwhile, or undefined where there is none yet.
   */
  Range = 27,
  /** Likewise iterators of lists, tuples and texts: `g` is what is stepped through, `h` the place of the next item, of a text in code units. */
  ListSteps = 28,
  TupleSteps = 29,
  StrSteps = 30,
  /** `enumerate` of a list or a text that nothing else steps through: as those, and `step` is the count of the next item. */
  EnumList = 31,
  EnumStr = 32,
  /** An iterator of a text. */
  StrIterator = 33,
}

/** A value. `x` is an identifier or a literal: it can be repeated. */
export interface Val {
  readonly t: T
  readonly x: string
  /** The value itself, where it is always the same. */
  readonly c?: Value
  readonly cls?: PyType
  /** The functions of which it is one. */
  readonly among?: readonly PyFunction[]
  /** An int that fits 32 bits, with its sign. */
  readonly small?: true
  /** An object that was just made and that nothing else has yet. */
  readonly fresh?: boolean
  /** Of a Number: the variable that is true where it is a float. Of a Pair: the second value. Of a line: where it begins. */
  readonly g?: string
  /** Of a line: where it ends. */
  readonly h?: string
  /** Of a Range and an `enumerate`. */
  readonly step?: string
  /** Of a Pair: the types of the two values. */
  readonly both?: readonly [T, T]
  /** A product that may be beyond 2**53, for the remainder or the mask that follows: its factors and what is
   * added to them, or its lowest 32 bits as a signed int. */
  readonly product?: Product
  /** The pieces of a text or a line at white space or at a separator, of which one is taken next: the list is never made. */
  readonly pieces?: Pieces
  /** The same of the piece itself, where `int` takes it. */
  readonly piece?: Piece
  /** The dict that a call is about to copy: it stands for the copy, which is not made. */
  readonly lent?: true
  /** The classes of a tuple that `isinstance` is about to be asked for: `x` makes it where it is needed after all. */
  readonly choices?: readonly PyType[]
  /** The parts of a slice that something is subscripted with next: `x` makes it where it is needed after all. */
  readonly slice?: readonly [start: Val, stop: Val, step: Val]
}

export type Product =
  | { readonly factors: readonly [string, string]; readonly plus: string | null }
  | { readonly low: string }

/** What `text.split(separator)` would give. */
export interface Pieces {
  readonly text: Val
  /** A str or bytes that is not empty; white space where it is undefined. */
  readonly separator: Val | undefined
}

/** One of them, of which the instruction at `at` takes the `k`th. */
export interface Piece extends Pieces {
  readonly k: string
  readonly at: number
}

/**
 * A local variable. It is in `l0` … , or in `f0` … where it is Raw or Number; then `g0` … says which, and is undefined where it is unbound: a variable that has
 * nothing but numbers is kept as a number by JavaScriptCore, one that is also undefined is not. A line is in `l0`, from `f0` to `g0`. */
export interface Local {
  readonly t: T
  /** It may be unbound. */
  readonly maybe: boolean
  readonly cls?: PyType | undefined
  /** Its slot in the frame does not have the value. */
  readonly dirty: boolean
}

/** What is known at a point of the code. */
export interface State {
  locals: Local[]
  stack: Val[]
  /** The frame surely exists: a called body makes it when it is first needed. */
  open: boolean
  /** An inlined call has changed something: it cannot be started again. */
  acted: boolean
}

function isNumeric(t: T): boolean {
  return t === T.Int || t === T.Float || isNumberForm(t)
}

/** Whether a local of the type is in an `f` variable. */
export function isNumberForm(t: T): boolean {
  return t === T.Raw || t === T.Number
}

/** Whether the value is a line of a file that may not have been made yet. */
export function isLine(t: T): boolean {
  return t === T.TextLine || t === T.BytesLine
}

/** Iterators that are in variables where nothing else has them: the place of each here is what tables of exits have. */
export const STEPPED: readonly T[] = [T.Any, T.Range, T.ListSteps, T.TupleSteps, T.StrSteps, T.EnumList, T.EnumStr]

/** Places of the stack whose iterators can be in variables. */
export const MAX_STEPPED = 10

/** Whether the value is such an iterator. */
export function isStepped(t: T): boolean {
  return t >= T.Range && t <= T.EnumStr
}

/** What is known where two ways meet. */
export function joinLocals(a: Local, b: Local): Local {
  const dirty = a.dirty || b.dirty
  const maybe = a.maybe || b.maybe
  if (a.t === b.t && a.cls === b.cls) return a.maybe === maybe && a.dirty === dirty ? a : { ...a, maybe, dirty }
  // Nothing is known of what is unbound on one way: it has the other's type.
  if (a.t === T.Null) return { ...b, maybe: true, dirty }
  if (b.t === T.Null) return { ...a, maybe: true, dirty }
  if (heapType(a.t) === heapType(b.t) && (isLine(a.t) || isLine(b.t)))
    return { t: isLine(a.t) ? a.t : b.t, maybe, dirty }
  if ((a.t === T.Raw && b.t === T.Float) || (a.t === T.Float && b.t === T.Raw)) return { t: T.Raw, maybe, dirty }
  // A boxed float alone is not worth it: it may be that nothing is calculated with it.
  if (isNumeric(a.t) && isNumeric(b.t) && (isNumberForm(a.t) || isNumberForm(b.t))) return { t: T.Number, maybe, dirty }
  return { t: T.Any, maybe, dirty }
}

/** The type of a value once it is an object of the heap. */
export function heapType(t: T): T {
  switch (t) {
    case T.Raw:
      return T.Float
    case T.Number:
    case T.Pair:
      return T.Any
    case T.Range:
      return T.RangeIterator
    case T.ListSteps:
      return T.ListIterator
    case T.TupleSteps:
      return T.TupleIterator
    case T.StrSteps:
      return T.StrIterator
    case T.EnumList:
    case T.EnumStr:
      return T.Enumerate
    case T.TextLine:
      return T.Str
    case T.BytesLine:
      return T.Bytes
    default:
      return t
  }
}

/** The same for two stack items at a place of the stack. */
export function joinItems(a: Val, b: Val, x: string, g: string, h: string): Val {
  if (a.t === b.t && a.t === T.Pair)
    return a.both?.[0] === b.both?.[0] && a.both?.[1] === b.both?.[1] ? { ...a, x, g } : { t: T.Pair, x, g }
  if (a.t === b.t && isLine(a.t)) return { t: a.t, x, g, h }
  const ta = heapType(a.t)
  const tb = heapType(b.t)
  if (ta !== tb || a.cls !== b.cls) return { t: T.Any, x }
  return a.cls === undefined ? { t: ta, x } : { t: ta, x, cls: a.cls }
}

export function sameLocal(a: Local, b: Local): boolean {
  return a.t === b.t && a.maybe === b.maybe && a.cls === b.cls && a.dirty === b.dirty
}

/** The number in the variable `f` as an object of the heap; `g` is the variable beside it. */
export function boxedForms(t: T, maybe: boolean, f: string, g: string): string {
  const box = t === T.Number ? `${g}?new PF(${f}):${f}` : `new PF(${f})`
  return maybe ? `(${g}===undefined?undefined:${box})` : t === T.Number ? `(${box})` : box
}

/** The types that a value can be tested for: the kind that the notes have of them, and a condition that holds where it is of another. */
const tested: readonly (readonly [t: T, kind: number, fails: (x: string) => string])[] = [
  [T.Int, Kind.Int, (x) => `typeof ${x}!=='number'`],
  [T.Str, Kind.Str, (x) => `typeof ${x}!=='string'`],
  [T.Bool, Kind.Bool, (x) => `typeof ${x}!=='boolean'`],
  [T.None, Kind.None, (x) => `${x}!==null`],
  [T.Null, 0, (x) => `${x}!==undefined`],
  [T.Float, Kind.Float, isNot('PF', 'FT')],
  [T.List, Kind.List, isNot('PL', 'LT')],
  [T.Tuple, Kind.Tuple, isNot('PT', 'TT')],
  [T.Dict, Kind.Dict, isNot('PD', 'DT')],
  [T.RangeIterator, Kind.RangeIterator, isNot('RI')],
  [T.ListIterator, Kind.ListIterator, isNot('LI')],
  [T.TupleIterator, Kind.TupleIterator, isNot('TI')],
  [T.StrIterator, Kind.StrIterator, isNot('SI')],
  [T.Enumerate, Kind.Enumerate, isNot('EN', 'ET')],
  [T.ZipPair, Kind.ZipPair, isNot('ZP')],
  [T.DictItems, Kind.DictItems, isNot('DI')],
  [T.Bytes, Kind.Bytes, isNot('', 'BY')],
  [T.Set, Kind.Set, isNot('', 'ST')],
  [T.ByteArray, Kind.ByteArray, isNot('', 'BA')],
  [T.TextFile, Kind.TextFile, (x) => `!(${x}?.lines instanceof TL)`],
  [T.BytesFile, Kind.BytesFile, (x) => `!(${x}?.lines instanceof BL)`],
]

/** A test for a JavaScript class, or for the exact Python class where it can have others: that one look at a property proves the layout as well. */
function isNot(layout: string, cls?: string): (x: string) => string {
  return cls === undefined ? (x) => `!(${x} instanceof ${layout})` : (x) => `${x}?.cls!==${cls}`
}

const failsByType = new Map(tested.map(([t, , fails]) => [t, fails]))
const typeByKind = new Map(tested.flatMap(([t, kind]) => (kind === 0 ? [] : [[kind, t] as const])))

/** A condition that holds where a value is not of a type. */
export function failsTest(x: string, t: T): string {
  const fails = failsByType.get(heapType(t))
  if (fails === undefined) throw new Error(`no test for ${T[t]}`)
  return fails(x)
}

/** The type of values of one kind; Any where there are several, or none that matters. */
export function kindType(kinds: number): T {
  return typeByKind.get(kinds) ?? T.Any
}
