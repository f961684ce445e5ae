/** `isinstance(v, cls)` and `isinstance(v, (cls, …))` for classes that are known and have no metaclass. */
import { Op } from '../bytecode/opcodes'
import { boolType } from '../objects/bool'
import { bytesType } from '../objects/bytes'
import { dictType } from '../objects/dict'
import { floatType } from '../objects/float'
import { PyBuiltin } from '../objects/function'
import { intType } from '../objects/int'
import { listType } from '../objects/list'
import { objectType, PyType, typeOf, typeType, type Value } from '../objects/object'
import { isInstance } from '../objects/operators'
import { setType } from '../objects/set'
import { strType } from '../objects/str'
import { tupleType } from '../objects/tuple'
import type { Lowering } from './lower'
import { T, type Val } from './values'

/** Classes that a call tells apart at most. */
const MAX_CHECKED = 8

/** The class of all values of a type here. */
const exactClasses = new Map<T, PyType>([
  [T.Int, intType],
  [T.Raw, floatType],
  [T.Float, floatType],
  [T.Bool, boolType],
  [T.Str, strType],
  [T.List, listType],
  [T.Tuple, tupleType],
  [T.Dict, dictType],
  [T.Bytes, bytesType],
  [T.Set, setType],
])

/** Values that are no JavaScript objects, by their class. */
const primitives = new Map<PyType, string>([
  [intType, 'number'],
  [strType, 'string'],
  [boolType, 'boolean'],
])

/** The classes of the second argument; null where they are not known. */
export function checkedClasses(v: Val): readonly PyType[] | null {
  if (v.choices !== undefined) return v.choices
  return isPlainClass(v) ? [v.c] : null
}

function isPlainClass(v: Val): v is Val & { readonly c: PyType } {
  return v.c instanceof PyType && v.c.cls === typeType
}

/** The classes of a tuple that is about to be made for `isinstance` alone; null where it is not. */
export function choicesAhead(l: Lowering, n: number): readonly PyType[] | null {
  const { instructions } = l.code
  if (n === 0 || n > MAX_CHECKED || l.at + 1 >= l.blockEnd || instructions[l.at + 1] !== (Op.CALL | (2 << 8)))
    return null
  const callee = l.peek(n + 1).c
  if (!(callee instanceof PyBuiltin) || callee.module !== 'builtins' || callee.native.name !== 'isinstance') return null
  const { stack } = l.state
  const classes = stack.slice(stack.length - n)
  return classes.every(isPlainClass) ? classes.map((v) => v.c) : null
}

/** Whether a value is of one of some classes. A `__class__` that may lie is left to the function itself. */
export function lowerIsInstance(l: Lowering, v: Val, classes: readonly PyType[]): Val {
  const exact = exactClasses.get(v.t) ?? (v.t === T.Object ? v.cls : undefined)
  if (exact !== undefined) {
    const is = classes.some((cls) => exact.isSubtype(cls))
    if (is) l.assumeClass(exact)
    if (is || !exact.heap) return { t: T.Bool, x: String(is), c: is }
  }
  const x = l.boxed(v)
  const tests = classes.map((cls) => {
    const primitive = primitives.get(cls)
    return primitive === undefined ? `${x}?.cls===${l.constant(cls)}` : `typeof ${x}==='${primitive}'`
  })
  const among = l.constant(classes.length === 1 ? classes[0]! : classes)
  const r = l.temporary()
  l.emit(
    `let ${r}=${tests.join('||')}||Z.${classes.length === 1 ? 'isPlainInstance' : 'isAnyInstance'}(${x},${among});`,
  )
  l.rarely(`${r}===undefined`, `${r}=Z.${classes.length === 1 ? 'isInstance' : 'isInstanceOfAny'}(${x},${among})`)
  return { t: T.Bool, x: r }
}

/** `isinstance(v, cls)`; undefined where a `__class__` that is looked up may say otherwise. */
function isPlainInstance(v: Value, cls: PyType): boolean | undefined {
  const type = typeOf(v)
  if (type.isSubtype(cls)) return true
  return canLie(type) ? undefined : false
}

/** The same for several classes. */
function isAnyInstance(v: Value, classes: readonly PyType[]): boolean | undefined {
  const type = typeOf(v)
  for (let i = 0; i < classes.length; i++) if (type.isSubtype(classes[i]!)) return true
  return canLie(type) ? undefined : false
}

function canLie(type: PyType): boolean {
  return type.heap && !(type.proto.$__class__ === objectType.proto.$__class__ && type.getattro === objectType.getattro)
}

function isInstanceOfAny(v: Value, classes: readonly PyType[]): boolean {
  return classes.some((cls) => isInstance(v, cls))
}

/** What the text of bodies calls. */
export const instanceChecks = { isPlainInstance, isAnyInstance, isInstance, isInstanceOfAny }
