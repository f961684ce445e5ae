/**
 * Methods of str that are called without any preparation: given arguments of these types they run no Python code and look at no frame, so that variables
 * need not be written back and nothing has to be looked at afterwards. One table; what is not in it is called as every other builtin function.
 */
import type { PyMethodDescriptor } from '../objects/function'
import type { NativeFunction } from '../objects/signature'
import { strType } from '../objects/str'
import type { Lowering } from './lower'
import { T, type Val } from './values'

/** A method: what it gives, the types of its arguments (the optional ones behind `?`), and whether it may raise even so. */
interface PureMethod {
  readonly gives: T
  /** `s` a str, `i` an int, `l` a list or tuple. */
  readonly takes: string
  readonly raises?: boolean
}

const methods: Readonly<Record<string, PureMethod>> = {
  startswith: { gives: T.Bool, takes: 's?ii' },
  endswith: { gives: T.Bool, takes: 's?ii' },
  find: { gives: T.Int, takes: 's?ii' },
  rfind: { gives: T.Int, takes: 's?ii' },
  count: { gives: T.Int, takes: 's?ii' },
  isdigit: { gives: T.Bool, takes: '' },
  isalpha: { gives: T.Bool, takes: '' },
  isalnum: { gives: T.Bool, takes: '' },
  isspace: { gives: T.Bool, takes: '' },
  isupper: { gives: T.Bool, takes: '' },
  islower: { gives: T.Bool, takes: '' },
  isascii: { gives: T.Bool, takes: '' },
  isdecimal: { gives: T.Bool, takes: '' },
  isnumeric: { gives: T.Bool, takes: '' },
  isidentifier: { gives: T.Bool, takes: '' },
  istitle: { gives: T.Bool, takes: '' },
  isprintable: { gives: T.Bool, takes: '' },
  lower: { gives: T.Str, takes: '' },
  upper: { gives: T.Str, takes: '' },
  casefold: { gives: T.Str, takes: '' },
  title: { gives: T.Str, takes: '' },
  capitalize: { gives: T.Str, takes: '' },
  swapcase: { gives: T.Str, takes: '' },
  strip: { gives: T.Str, takes: '?s' },
  lstrip: { gives: T.Str, takes: '?s' },
  rstrip: { gives: T.Str, takes: '?s' },
  removeprefix: { gives: T.Str, takes: 's' },
  removesuffix: { gives: T.Str, takes: 's' },
  splitlines: { gives: T.List, takes: '' },
  split: { gives: T.List, takes: '?si', raises: true },
  rsplit: { gives: T.List, takes: '?si', raises: true },
  partition: { gives: T.Tuple, takes: 's', raises: true },
  rpartition: { gives: T.Tuple, takes: 's', raises: true },
  // These raise where there is no memory for the result.
  replace: { gives: T.Str, takes: 'ss?i', raises: true },
  join: { gives: T.Str, takes: 'l', raises: true },
  center: { gives: T.Str, takes: 'i?s', raises: true },
  ljust: { gives: T.Str, takes: 'i?s', raises: true },
  rjust: { gives: T.Str, takes: 'i?s', raises: true },
  zfill: { gives: T.Str, takes: 'i', raises: true },
}

let byFunction: Map<NativeFunction, PureMethod> | null = null

function table(): Map<NativeFunction, PureMethod> {
  if (byFunction === null) {
    byFunction = new Map()
    for (const name of Object.keys(methods)) {
      const found = strType.proto[`$${name}`] as PyMethodDescriptor
      byFunction.set(found.native, methods[name]!)
    }
  }
  return byFunction
}

function fits(v: Val, wanted: string): boolean {
  switch (wanted) {
    case 's':
      return v.t === T.Str
    case 'i':
      return v.t === T.Int
    default:
      return v.t === T.List || v.t === T.Tuple
  }
}

/** A call of such a method, pushed; false where it is none, or its arguments are not known to have the types. */
export function callPure(
  l: Lowering,
  native: NativeFunction,
  self: Val,
  given: readonly Val[],
  stack: readonly Val[],
): boolean {
  if (self.t !== T.Str) return false
  const method = table().get(native)
  if (method === undefined) return false
  // The notes tell of the last argument, which is most often the only one.
  const args = given.map((v, i) =>
    i === given.length - 1 ? l.before(stack, () => l.speculate(v, l.profile.top[l.at]!)) : v,
  )
  const { takes } = method
  const optional = takes.indexOf('?')
  const types = takes.replace('?', '')
  const least = optional < 0 ? types.length : optional
  if (args.length < least || args.length > types.length || !args.every((v, i) => fits(v, types[i]!))) return false
  if (method.raises === true) l.beforeRaising()
  l.push(l.keep(method.gives, `${l.constant(native.fn)}(${[self, ...args].map((v) => l.boxed(v)).join(',')})`))
  return true
}
