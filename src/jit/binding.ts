/**
 * Calls of plain functions that compiled code did not know when it was made: their arguments are bound here, defaults and keywords included, and their bodies
 * called. What is unusual (too many arguments, unknown or missing ones, a function without a body) is left to the general call, which also raises.
 */

import { CodeFlags } from '../bytecode/code'
import type { Body } from '../interpreter/tier'
import { PyDict } from '../objects/dict'
import { PyFunction, PyMethod } from '../objects/function'
import { typeOf, type Value } from '../objects/object'
import { PyTuple } from '../objects/tuple'

/** Arguments given by keyword. */
interface Keywords {
  readonly names: readonly Value[]
  readonly values: readonly Value[]
}

const NO_KEYWORDS: Keywords = { names: [], values: [] }

/**
 * What a body is called with: a value for each parameter, then the tuple of `*args` and the dict of `**kwargs`. One list for all calls, as nothing that could
 * call runs between its being filled and the body's being called. It is empty of values between calls: they may be all that holds an object.
 */
const parameters: (Value | undefined)[] = []

function taken(i: number): Value {
  const v = parameters[i] as Value
  parameters[i] = undefined
  return v
}

/** Binds arguments, of which `self` is the first where there is one; how many parameters there are then, or -1. */
function bind(f: PyFunction, self: Value | undefined, args: readonly Value[], { names, values }: Keywords): number {
  const { code, defaults } = f
  const n = code.argcount
  const named = n + code.kwonlyargcount
  const first = self === undefined ? 0 : 1
  const given = args.length + first
  const { flags } = code
  // To look for a name among keys of other types may call their __eq__.
  if (f.kwdefaults !== null && f.kwdefaults.hashed !== 0) return -1
  if (given > n && ((flags & CodeFlags.VARARGS) === 0 || first > n)) return -1
  const positional = Math.min(given, n)
  if (first === 1) parameters[0] = self
  for (let i = first; i < positional; i++) parameters[i] = args[i - first]
  for (let i = positional; i < named; i++) parameters[i] = undefined
  const extra = (flags & CodeFlags.VARKEYWORDS) === 0 ? null : new PyDict()
  for (let k = 0; k < names.length; k++) {
    const name = names[k]!
    if (typeof name !== 'string') return -1
    const i = code.localsplus.indexOf(name)
    if (i >= code.posonlyargcount && i < named) {
      if (parameters[i] !== undefined) return -1
      parameters[i] = values[k]
    } else if (extra === null) return -1
    else extra.setItem(name, values[k]!)
  }
  const withDefault = n - (defaults === null ? 0 : defaults.length)
  for (let i = positional; i < named; i++) {
    if (parameters[i] !== undefined) continue
    const value =
      i >= n ? f.kwdefaults?.getItem(code.localsplus[i]!) : i < withDefault ? undefined : defaults![i - withDefault]
    if (value === undefined) return -1
    parameters[i] = value
  }
  let count = named
  if ((flags & CodeFlags.VARARGS) !== 0) parameters[count++] = new PyTuple(given > n ? args.slice(n - first) : [])
  if (extra !== null) parameters[count++] = extra
  return count
}

/** Calls a body with the first `n` of the parameters. */
function callBound(f: PyFunction, n: number): Value {
  const body = f.code.compiled as Body
  switch (n) {
    case 0:
      return body(f, undefined)
    case 1:
      return body(f, taken(0), undefined)
    case 2:
      return body(f, taken(0), taken(1), undefined)
    case 3:
      return body(f, taken(0), taken(1), taken(2), undefined)
    case 4:
      return body(f, taken(0), taken(1), taken(2), taken(3), undefined)
    case 5:
      return body(f, taken(0), taken(1), taken(2), taken(3), taken(4), undefined)
  }
  const all = parameters.slice(0, n) as Value[]
  parameters.fill(undefined)
  return body(f, ...all, undefined)
}

/**
 * Calls the body of a plain function, of a bound method, or of an instance whose class has a `__call__` in Python. Undefined where that is not to be done, and
 * nothing has happened.
 */
export function callDirect(f: Value, args: readonly Value[], keywords: Keywords = NO_KEYWORDS): Value | undefined {
  let func: Value | undefined = f
  let self: Value | undefined
  if (f instanceof PyMethod) {
    func = f.func
    self = f.self
  } else if (!(f instanceof PyFunction)) {
    func = typeOf(f).proto.$__call__
    self = f
  }
  if (!(func instanceof PyFunction)) return undefined
  const { code } = func
  if (code.parameters < 0 || code.compiled === null) return undefined
  const n = bind(func, self, args, keywords)
  if (n >= 0) return callBound(func, n)
  parameters.fill(undefined)
  return undefined
}

/** {@link callDirect} with the keywords of a dict. */
export function callWithDict(f: Value, args: readonly Value[], dict: PyDict): Value | undefined {
  return callDirect(f, args, { names: dict.keyList(), values: dict.valueList() })
}
