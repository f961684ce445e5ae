/**
 * Methods of lists, dicts and sets of the exact types, and membership in sets, where their keys are texts or ints: no Python code runs, so that nothing is
 * written back before and nothing looked at afterwards.
 */
import { dictType } from '../objects/dict'
import type { PyMethodDescriptor } from '../objects/function'
import { listType } from '../objects/list'
import type { PyType } from '../objects/object'
import { setType } from '../objects/set'
import type { NativeFunction } from '../objects/signature'
import type { Lowering } from './lower'
import { T, type Val } from './values'

/** A call as the methods below see it: `stack` is what was on the stack before the instruction. */
interface MethodCall {
  readonly self: Val
  readonly args: readonly Val[]
  readonly stack: readonly Val[]
}

/** Pushes the value of a call; false where its arguments do not suit. */
type Lowered = (l: Lowering, call: MethodCall) => boolean

const methods: readonly (readonly [owner: PyType, name: string, lower: Lowered])[] = [
  [listType, 'pop', popLast],
  [dictType, 'get', getOr],
  [setType, 'add', (l, call) => onKey(l, call, 'add')],
  [setType, 'discard', (l, call) => onKey(l, call, 'discard')],
]

let byFunction: Map<NativeFunction, Lowered> | null = null

/** A call of a method of this table; false where it is none, or its arguments are not known to suit. */
export function callContainer(l: Lowering, native: NativeFunction, call: MethodCall): boolean {
  if (call.self.t !== T.List && call.self.t !== T.Dict && call.self.t !== T.Set) return false
  if (byFunction === null) {
    byFunction = new Map()
    for (const [owner, name, lower] of methods)
      byFunction.set((owner.proto[`$${name}`] as PyMethodDescriptor).native, lower)
  }
  return byFunction.get(native)?.(l, call) === true
}

/** `list.pop()` */
function popLast(l: Lowering, { self, args, stack }: MethodCall): boolean {
  if (args.length > 0 || !l.mayGuess()) return false
  const items = l.keep(T.Any, `${self.x}.items`)
  l.before(stack, () => l.leaveIf(`${items.x}.length===0`))
  l.push(l.keep(T.Any, `${items.x}.pop()`))
  l.acts()
  return true
}

/** `dict.get(key, default)` */
function getOr(l: Lowering, { self, args, stack }: MethodCall): boolean {
  const key = simpleKey(l, args, stack, args.length - 1)
  if (key === null || args.length > 2) return false
  const r = l.temporary()
  l.emit(`let ${r}=${self.x}.map.get(${key.x});`)
  // A key that is equal to one of another type is found by the whole look-up.
  l.before(stack, () => l.leaveIf(`${r}===undefined&&${self.x}.hashed!==0`))
  l.emit(`if(${r}===undefined)${r}=${args.length === 2 ? l.boxed(args[1]!) : 'null'};`)
  l.push({ t: T.Any, x: r })
  return true
}

/** A method of a set with a key, whose value is None. */
function onKey(l: Lowering, { self, args, stack }: MethodCall, method: string): boolean {
  const key = simpleKey(l, args, stack, 0)
  if (key === null || args.length !== 1) return false
  l.before(stack, () => l.leaveIf(`${self.x}.hashed!==0`))
  l.emit(`${self.x}.${method}(${key.x});`)
  l.acts()
  l.push({ t: T.None, x: 'null' })
  return true
}

/** The first argument where it is a text or an int; the notes tell of the last one, which is `below` places behind it. */
function simpleKey(l: Lowering, args: readonly Val[], stack: readonly Val[], below: number): Val | null {
  const [key] = args
  if (key === undefined || !l.mayGuess()) return null
  const known = below === 0 ? l.before(stack, () => l.speculate(key, l.profile.top[l.at]!)) : key
  return known.t === T.Str || known.t === T.Int ? known : null
}

/** `item in set` for a text or an int. */
export function setHolds(l: Lowering, set: Val, item: Val): Val {
  l.leaveIf(`${set.x}.hashed!==0`)
  return l.keep(T.Bool, `${set.x}.map.has(${item.x})`)
}
