/**
 * Calls of plain functions that compiled code did not know when it was made: their arguments are bound here, defaults and keywords included, and their bodies
 * called. What is unusual (too many arguments, unknown or missing ones, a function without a body) is left to the general call, which also raises.
 */
import { CodeFlags } from '../bytecode/code'
import { PyDict } from '../objects/dict'
import { PyFunction, PyMethod } from '../objects/function'
import { typeOf, type Value } from '../objects/object'
import { PyTuple } from '../objects/tuple'

type Body = (f: PyFunction, ...args: Value[]) => Value

/** What a body is called with: one value for each parameter, then the tuple of `*args` and the dict of `**kwargs`. Or null. */
function bound(f: PyFunction, args: readonly Value[], keywords: PyDict | undefined): Value[] | null {
  const { code, defaults } = f
  const n = code.argcount
  const total = n + code.kwonlyargcount
  const rest = (code.flags & CodeFlags.VARARGS) !== 0
  if (args.length > n && !rest) return null
  const values: (Value | undefined)[] = []
  for (let i = 0; i < total; i++) values.push(i < n ? args[i] : undefined)
  const extra = code.flags & CodeFlags.VARKEYWORDS ? new PyDict() : null
  if (keywords !== undefined && !bindKeywords(f, values, keywords, extra)) return null
  const first = n - (defaults === null ? 0 : defaults.length)
  for (let i = Math.min(args.length, n); i < total; i++) {
    if (values[i] !== undefined) continue
    const value = i < n ? defaults?.[i - first] : f.kwdefaults?.getItem(code.localsplus[i]!)
    if (value === undefined) return null
    values[i] = value
  }
  if (rest) values.push(new PyTuple(args.length > n ? args.slice(n) : []))
  if (extra !== null) values.push(extra)
  return values as Value[]
}

function bindKeywords(
  { code }: PyFunction,
  values: (Value | undefined)[],
  keywords: PyDict,
  extra: PyDict | null,
): boolean {
  const names = keywords.keyList()
  const given = keywords.valueList()
  for (let k = 0; k < names.length; k++) {
    const name = names[k]!
    if (typeof name !== 'string') return false
    const i = code.localsplus.indexOf(name)
    if (i >= code.posonlyargcount && i < values.length) {
      if (values[i] !== undefined) return false
      values[i] = given[k]
    } else if (extra === null) return false
    else extra.setItem(name, given[k]!)
  }
  return true
}

function callBody(f: PyFunction, args: readonly Value[]): Value {
  const body = f.code.compiled as Body
  switch (args.length) {
    case 0:
      return body(f)
    case 1:
      return body(f, args[0]!)
    case 2:
      return body(f, args[0]!, args[1]!)
    case 3:
      return body(f, args[0]!, args[1]!, args[2]!)
  }
  return body(f, ...args)
}

/**
 * Calls the body of a plain function, of a bound method, or of an instance whose class has a `__call__` in Python. Undefined where that is not to be done, and
 * nothing has happened.
 */
export function callDirect(f: Value, args: readonly Value[], keywords?: PyDict): Value | undefined {
  let func: Value | undefined = f
  if (f instanceof PyMethod) func = f.func
  else if (!(f instanceof PyFunction)) func = typeOf(f).proto.$__call__
  if (!(func instanceof PyFunction)) return undefined
  const { code } = func
  if (code.parameters < 0 || code.compiled === null) return undefined
  const given = func === f ? args : [f instanceof PyMethod ? f.self : f, ...args]
  if (code.arity === given.length && keywords === undefined) return callBody(func, given)
  const values = bound(func, given, keywords)
  return values === null ? undefined : callBody(func, values)
}
