/**
 * Operators of classes of the program (Language Reference 3.3.8, 3.3.7): where an operand is always of one class, that class's method is called as any known
 * function is, in the place of the operator where it is small.
 */
import { CodeFlags } from '../bytecode/code'
import { STAGE_LEFT } from '../interpreter/operations'
import { PyFunction } from '../objects/function'
import { objectType, type PyType } from '../objects/object'
import { binaryOperators, compareOperators } from '../objects/operators'
import { bind, callText } from './calls'
import { inlineFunction } from './inline'
import type { Lowering } from './lower'
import { NUMBERS } from './profile'
import { T, type Val } from './values'

/** An operator between objects, by its index; false where the classes are not known or do not define it. */
export function callOperator(l: Lowering, index: number, inplace: number): boolean {
  const note = noteOf(l)
  if (note === null) return false
  const { left, right } = note
  const operator = binaryOperators[index]!
  if (left === null) return callReflected(l, index, inplace, right)
  if (inplace !== 0 && left.proto[operator.inplace] !== undefined) return false
  const method = left.proto[operator.method]
  if (!isCallable(method)) return false
  const a = ofClass(l, l.peek(1), left)
  const b = a === null ? null : withoutSay(l, l.peek(), left, right)
  if (a === null || b === null) return false
  const declined = (r: string) => `${r}=Z.declined(${l.boxed(a)},${l.boxed(b)},${index | STAGE_LEFT | (inplace << 12)})`
  return callSpecial(l, method, [a, b], 2, declined)
}

/** `number op object`: ints and floats decline. */
function callReflected(l: Lowering, index: number, inplace: number, right: PyType | null): boolean {
  const method = right?.proto[binaryOperators[index]!.reflected]
  const kinds = l.profile.second[l.at]!
  if (right === null || !isCallable(method) || (kinds & ~NUMBERS) !== 0 || isBuiltinSubclass(right)) return false
  const a = l.speculate(l.peek(1), kinds)
  if (a.t === T.Any || a.t === T.Object) return false
  const b = ofClass(l, l.peek(), right)
  if (b === null) return false
  const declined = (r: string) => `${r}=Z.declined(${l.boxed(a)},${l.boxed(b)},${index | (inplace << 12)})`
  return callSpecial(l, method, [b, a], 2, declined)
}

/** A comparison by its index. */
export function callComparison(l: Lowering, index: number): boolean {
  const note = noteOf(l)
  const method = note?.left?.proto[compareOperators[index]!.method]
  if (note == null || note.left === null || !isCallable(method)) return false
  const a = ofClass(l, l.peek(1), note.left)
  const b = a === null ? null : withoutSay(l, l.peek(), note.left, note.right)
  if (a === null || b === null) return false
  const declined = (r: string) => `${r}=Z.comparisonDeclined(${l.boxed(a)},${l.boxed(b)},${index})`
  return callSpecial(l, method, [a, b], 2, declined)
}

/** `o[key]` */
export function callGetItem(l: Lowering): boolean {
  const left = noteOf(l)?.left
  const method = left?.proto.$__getitem__
  if (left == null || !isCallable(method)) return false
  const o = ofClass(l, l.peek(1), left)
  return o !== null && callSpecial(l, method, [o, l.peek()], 2, null)
}

/** `-o`, `~o` */
export function callUnary(l: Lowering, name: 'neg' | 'invert'): boolean {
  const cls = noteOf(l)?.right
  const method = cls?.proto[`$__${name}__`]
  if (cls == null || !isCallable(method)) return false
  const o = ofClass(l, l.peek(), cls)
  return o !== null && callSpecial(l, method, [o], 1, null)
}

function noteOf(l: Lowering) {
  return l.mayGuess() ? (l.profile.operands.get(l.at) ?? null) : null
}

function isCallable(method: unknown): method is PyFunction {
  return method instanceof PyFunction && (method.code.flags & CodeFlags.GENERATOR) === 0
}

/** Whether a class's instances are numbers of their own, which may come before the other operand. */
function isBuiltinSubclass(cls: PyType): boolean {
  return cls.mro.some((t) => !t.heap && t !== objectType)
}

/** A value of a class, guarded; null where it is known to be something else. */
function ofClass(l: Lowering, v: Val, cls: PyType): Val | null {
  if (v.t !== T.Any && (v.t !== T.Object || v.cls !== cls)) return null
  l.assumeClass(cls)
  if (v.t === T.Object) return v
  l.leaveIf(`${v.x}?.cls!==${l.constant(cls)}`)
  return l.refine(v, T.Object, cls)
}

/** The right operand where its class does not come before the left one's: a subclass that defines the operator would. */
function withoutSay(l: Lowering, b: Val, left: PyType, right: PyType | null): Val | null {
  if (right !== null) return right !== left && right.isSubtype(left) ? null : ofClass(l, b, right)
  const known = l.speculate(b, l.profile.top[l.at]!)
  if (known.t === T.Object) return null
  if (known.t === T.Any) l.leaveIf(`Z.isHeapInstance(${known.x})`)
  return known
}

/** Calls a special method in the place of the `n` operands on top of the stack; `declined` is what follows where it gives NotImplemented. */
function callSpecial(
  l: Lowering,
  method: PyFunction,
  given: readonly Val[],
  n: number,
  declined: ((r: string) => string) | null,
): boolean {
  const { stack } = l.state
  const args = { positional: given, names: [], values: [], stack: stack.slice() }
  const parameters = bind(l, method, args)
  if (parameters === null) return false
  stack.length -= n
  let v = inlineFunction(l, method, parameters, args.stack)
  const inlined = v !== null
  if (v === null) {
    const call = callText(l, method, parameters, args)
    l.spill()
    const r = l.temporary()
    l.emit(`${l.mayRaise()};let ${r}=${call};if(P===${r})${r}=Z.finishHere(fr);`)
    v = { t: T.Any, x: r }
  }
  const asked = declined !== null && v.t === T.Any && v.c === undefined
  if (asked) {
    const r = l.temporary()
    l.emit(`let ${r}=${v.x};if(${r}===NI){${l.spillText()}${l.mayRaise()};${declined(r)}}`)
    v = { t: T.Any, x: r }
  }
  l.push(v)
  if (asked || !inlined) l.afterCall()
  return true
}
