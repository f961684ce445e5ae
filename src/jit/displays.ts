/** Displays, unpacking and slices (Language Reference 6.2, 6.3.3, 7.2): containers are made in place, what works on them by the support functions. */
import { Op } from '../bytecode/opcodes'
import { choicesAhead } from './instancechecks'
import type { Lowering } from './lower'
import { Kind } from './profile'
import { kindType, T, type Val } from './values'

/** Lowers an opcode of this group; false where it is of another, or is left to the interpreter's function. */
export function lowerDisplay(l: Lowering, ins: number): boolean {
  const arg = ins >>> 8
  switch (ins & 255) {
    case Op.BUILD_TUPLE: {
      const choices = choicesAhead(l, arg)
      const made = `new PT([${take(l, arg)}])`
      l.push(choices === null ? l.keep(T.Tuple, made) : { t: T.Any, x: `(${made})`, choices })
      return true
    }
    case Op.BUILD_LIST:
      l.push(l.keep(T.List, `new PL([${take(l, arg)}])`))
      return true
    case Op.LIST_TO_TUPLE:
      l.push(l.keep(T.Tuple, `new PT(${l.pop().x}.items)`))
      return true
    case Op.BUILD_SET:
      l.push(l.support(T.Set, 'makeSet', `[${take(l, arg)}]`))
      l.afterCall()
      return true
    case Op.BUILD_MAP:
      return buildMap(l, arg)
    case Op.BUILD_STRING:
      l.push(l.keep(T.Any, `Z.join([${take(l, arg)}])`))
      return true
    case Op.BUILD_SLICE: {
      const parts = arg === 3 ? stridedParts(l) : null
      const made = `new SL(${arg === 3 ? take(l, 3) : `${take(l, 2)},null`})`
      l.push(parts === null ? l.keep(T.Any, made) : { t: T.Any, x: `(${made})`, slice: parts })
      return true
    }
    case Op.LIST_APPEND: {
      const v = l.pop()
      l.emit(`${l.peek(arg - 1).x}.items.push(${l.boxed(v)});`)
      return true
    }
    case Op.SET_ADD: {
      const v = l.speculate(l.peek(), l.profile.top[l.at]!)
      l.pop()
      add(l, isSimpleKey(v), l.peek(arg - 1).x, `.add(${l.boxed(v)})`)
      return true
    }
    case Op.MAP_ADD: {
      const value = l.peek()
      const key = l.speculate(l.peek(1), l.profile.second[l.at]!)
      l.pop()
      l.pop()
      add(l, isSimpleKey(key), l.peek(arg - 1).x, `.setItem(${l.boxed(key)},${l.boxed(value)})`)
      return true
    }
    case Op.LIST_EXTEND:
      extend(l, 'listExtend', arg)
      return true
    case Op.SET_UPDATE:
      extend(l, 'setUpdate', arg)
      return true
    case Op.DICT_UPDATE:
      extend(l, 'dictUpdate', arg)
      return true
    case Op.DICT_MERGE:
      if (l.peek(arg).lent === true) l.pop()
      else extend(l, 'dictMerge', arg, true)
      return true
    case Op.UNPACK_SEQUENCE:
      unpack(l, arg)
      return true
    case Op.UNPACK_EX: {
      const [before, after] = [arg & 255, arg >> 8]
      const items = l.support(T.Any, 'unpackStarred', l.boxed(l.pop()), String(before), String(after))
      spreadItems(l, items.x, before + after + 1)
      l.afterCall()
      return true
    }
    case Op.BINARY_SLICE: {
      if (simpleSlice(l)) return true
      const [o, start, stop] = takeBoxed(l, 3)
      l.push(l.support(T.Any, 'getSlice', o!, start!, stop!))
      l.afterCall()
      return true
    }
    case Op.STORE_SLICE: {
      if (simpleStore(l)) return true
      const [value, o, start, stop] = takeBoxed(l, 4)
      act(l, `Z.setItem(fr,${o},new SL(${start},${stop},null),${value})`)
      return true
    }
    case Op.DELETE_SUBSCR: {
      const [o, key] = takeBoxed(l, 2)
      act(l, `Z.deleteItem(${o},${key})`)
      return true
    }
  }
  return false
}

/** The functions of sequences.ts for slices of ints. */
const slicers: ReadonlyMap<T, string> = new Map([
  [T.Str, 'strSlice'],
  [T.List, 'listSlice'],
  [T.Tuple, 'tupleSlice'],
])

/** A slice of a text, list or tuple whose bounds are ints or missing. */
function simpleSlice(l: Lowering): boolean {
  if (!l.mayGuess()) return false
  const o = l.speculate(l.peek(2), l.profile.second[l.at]!)
  const slicer = slicers.get(o.t)
  if (slicer === undefined) return false
  const bounds = simpleBounds(l)
  if (bounds === null) return false
  for (let i = 0; i < 3; i++) l.pop()
  l.push(l.keep(o.t, `Z.${slicer}(${o.x},${bounds})`))
  return true
}

/** What a list has between two ints is replaced by a list. */
function simpleStore(l: Lowering): boolean {
  if (!l.mayGuess() || kindType(l.profile.second[l.at]!) !== T.List) return false
  const o = l.speculate(l.peek(2), Kind.List)
  const value = l.peek(3).t === T.Any ? l.guard(l.peek(3), T.List) : l.peek(3)
  if (value.t !== T.List) return false
  const bounds = simpleBounds(l)
  if (bounds === null) return false
  for (let i = 0; i < 4; i++) l.pop()
  l.emit(`Z.setListSlice(${o.x},${bounds},${value.x});`)
  l.acts()
  return true
}

/** The text of the two bounds on top of the stack, where they are ints or missing. */
function simpleBounds(l: Lowering): string | null {
  const stop = l.speculate(l.peek(), l.profile.top[l.at]!)
  const start = l.peek(1).t === T.Any ? l.guard(l.peek(1), T.Int) : l.peek(1)
  if (!isBound(start) || !isBound(stop)) return null
  return `${start.t === T.None ? '0' : start.x},${stop.t === T.None ? String(Number.MAX_SAFE_INTEGER) : stop.x}`
}

function isBound(v: Val): boolean {
  return v.t === T.Int || v.t === T.None
}

/** The parts of a slice with a constant step where the next instruction takes it from a text, list or tuple. */
function stridedParts(l: Lowering): [Val, Val, Val] | null {
  const next = l.at + 1
  if (next >= l.blockEnd || (l.code.instructions[next]! & 255) !== Op.BINARY_SUBSCR || !l.mayGuess()) return null
  if (!striders.has(kindType(l.profile.second[next]!)) || l.profile.settled[next] !== 0) return null
  const step = l.peek()
  if (typeof step.c !== 'number' || step.c === 0) return null
  for (const i of [1, 2]) if (l.peek(i).t === T.Any) l.guard(l.peek(i), T.Int)
  const [start, stop] = [l.peek(2), l.peek(1)]
  return isBound(start) && isBound(stop) ? [start, stop, step] : null
}

/** The functions of sequences.ts for slices with a step. */
const striders: ReadonlyMap<T, string> = new Map([
  [T.Str, 'strStride'],
  [T.List, 'listStride'],
  [T.Tuple, 'tupleStride'],
])

/** BINARY_SUBSCR with the parts of a slice on top of the stack; false where what is sliced is of another type. */
export function lowerStride(l: Lowering, [start, stop, step]: readonly [Val, Val, Val]): boolean {
  const o = l.speculate(l.peek(1), l.profile.second[l.at]!)
  const strider = striders.get(o.t)
  if (strider === undefined) {
    // What follows may use the slice more than once.
    l.push(l.keep(T.Any, l.pop().x))
    return false
  }
  l.pop()
  l.pop()
  // Taken with a step, a text may bring surrogates together, and be no JavaScript string.
  l.push(l.keep(o.t === T.Str ? T.Any : o.t, `Z.${strider}(${o.x},${start.x},${stop.x},${step.x})`))
  return true
}

/** Pops items and gives their text, the lowest first. */
function takeBoxed(l: Lowering, n: number): string[] {
  const { stack } = l.state
  return stack.splice(stack.length - n, n).map((v) => l.boxed(v))
}

function take(l: Lowering, n: number): string {
  return takeBoxed(l, n).join(',')
}

/** A statement that can run Python code. */
function act(l: Lowering, text: string): void {
  l.spill()
  l.emit(`${l.mayRaise()};${text};`)
  l.afterCall()
}

function isSimpleKey(v: Val): boolean {
  return v.t === T.Str || v.t === T.Int
}

/** Adds to a hash table; a simple key runs Python code only where the table has others. */
function add(l: Lowering, simple: boolean, table: string, text: string): void {
  if (simple) {
    l.emit(`${l.beforeHashed(table)}${table}${text};`)
    l.afterCall()
  } else act(l, `${table}${text}`)
}

/** The variable of a dict that is all the keywords of a call: who is called copies them. */
function lentKeywords(l: Lowering): Val | null {
  const [load, merge, call] = l.code.instructions.slice(l.at + 1, l.at + 4)
  if (l.at + 3 >= l.blockEnd || merge !== (Op.DICT_MERGE | (1 << 8)) || call !== (Op.CALL_EX | (1 << 8))) return null
  if ((load! & 255) !== Op.LOAD_FAST) return null
  const { t, maybe } = l.state.locals[load! >>> 8]!
  return t === T.Dict && !maybe ? { t, x: l.local(load! >>> 8).x, lent: true } : null
}

function buildMap(l: Lowering, n: number): boolean {
  const { stack } = l.state
  const lent = n === 0 ? lentKeywords(l) : null
  if (lent !== null) {
    l.push(lent)
    return true
  }
  const parts = stack.slice(stack.length - 2 * n)
  // A key of another type can run Python code to be hashed.
  if (!parts.every((v, i) => i % 2 === 1 || isSimpleKey(v))) return false
  stack.length -= 2 * n
  const dict = l.keep(T.Dict, 'new PD()')
  for (let i = 0; i < parts.length; i += 2) l.emit(`${dict.x}.setItem(${parts[i]!.x},${l.boxed(parts[i + 1]!)});`)
  l.push(dict)
  return true
}

function extend(l: Lowering, name: string, below: number, withCallable = false): void {
  const source = l.boxed(l.pop())
  const callable = withCallable ? `,${l.boxed(l.peek(below + 1))}` : ''
  act(l, `Z.${name}(${l.peek(below - 1).x},${source}${callable})`)
}

function unpack(l: Lowering, n: number): void {
  const top = l.peek()
  if (top.t === T.Pair && n === 2) {
    l.pop()
    const [first, second] = top.both ?? [T.Any, T.Any]
    l.push({ t: second, x: top.g! })
    l.push({ t: first, x: top.x })
    return
  }
  const kinds = l.profile.top[l.at]!
  const simple = (kinds === Kind.Tuple || kinds === Kind.List) && l.profile.failures[l.at] === 0
  const v = simple ? l.speculate(l.peek(), kinds) : l.peek()
  if (v.t === T.Tuple || v.t === T.List) {
    const items = l.keep(T.Any, `${v.x}.items`)
    if (l.mayGuess()) {
      l.leaveIf(`${items.x}.length!==${n}`)
      l.pop()
      spreadItems(l, items.x, n)
      return
    }
  }
  l.pop()
  const items = l.support(T.Any, 'unpack', l.boxed(v), String(n))
  spreadItems(l, items.x, n)
  l.afterCall()
}

/** Pushes items of a JavaScript array, the first of them on top. */
function spreadItems(l: Lowering, items: string, n: number): void {
  for (let i = n - 1; i >= 0; i--) l.push(l.keep(T.Any, `${items}[${i}]`))
}
