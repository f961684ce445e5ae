/**
 * Modules of the embedded library of which native code provides what most programs need, without their bodies having run: those run as soon
 * as anything else is asked of the module.
 */
import { runCode } from '../builtins/execution'
import { CodeObject } from '../bytecode/code'
import { importing } from '../interpreter/import'
import { makeFunction } from '../interpreter/rareopcodes'
import { getAttr } from '../objects/attributes'
import { context, lateBodies } from '../objects/context'
import type { PyDict } from '../objects/dict'
import type { PyFunction } from '../objects/function'
import { completeModule, type PyModule } from '../objects/module'
import { PyType, type Value } from '../objects/object'

/** The attributes of a module that are there before its body has run, and stay when it has. */
export type Provided = Readonly<Record<string, Value>>
/** Makes them. `body` gives what the module's own code has under a name that is also provided. */
type Provider = (module: PyModule, code: CodeObject, body: (name: string) => Value) => Provided

const table: Readonly<Record<string, () => Provider>> = {
  collections: () => (require('./namedtuples') as typeof import('./namedtuples')).collections,
  functools: () => (require('./functoolslibrary') as typeof import('./functoolslibrary')).functools,
  os: () => (require('./oslibrary') as typeof import('./oslibrary')).os,
  re: () => (require('./relibrary') as typeof import('./relibrary')).re,
  string: () => (require('./stringlibrary') as typeof import('./stringlibrary')).strings,
  types: () => (require('./typeslibrary') as typeof import('./typeslibrary')).types,
  're._casefix': () => (require('./relibrary') as typeof import('./relibrary')).casefix,
  're._compiler': () => (require('./relibrary') as typeof import('./relibrary')).compiler,
  're._constants': () => (require('./relibrary') as typeof import('./relibrary')).constants,
  're._parser': () => (require('./relibrary') as typeof import('./relibrary')).parser,
}

/** Modules that are provided in part only for the time until somebody looks on: their bodies read what programs can change. */
const IN_PART = new Set(['collections', 'functools', 'os', 're', 'string', 'types'])

/** Whether a module's body still waits where native code has provided a part of it. */
export function bodyWaits(name: string): boolean {
  return IN_PART.has(name)
}

/** The modules of which a part is there, by namespace. */
const incomplete = new Map<PyDict, PyModule>()

/** Runs the body of the module that has a namespace, if that waits. */
export function completeNamespace(ns: Value): void {
  const module = incomplete.get(ns as PyDict)
  if (module !== undefined) completeModule(module)
}

/** Whether a namespace is that of a module of which only a part is there. */
export function isIncomplete(ns: PyDict): boolean {
  return incomplete.has(ns)
}

/** Whether native code provides a part of a module. */
export function hasStandIn(name: string): boolean {
  return Object.hasOwn(table, name)
}

/** Puts off a module's body where that is known to be possible. */
export function defer(module: PyModule, name: string, code: CodeObject): boolean {
  if (!Object.hasOwn(table, name)) return false
  const ns = module.namespace
  const replaced = new Map<string, Value>()
  const body = (key: string): Value => {
    completeModule(module)
    return replaced.get(key)!
  }
  const provided = table[name]!()(module, code, body)
  const provide = () => {
    for (const key in provided) ns.setItem(key, provided[key]!)
  }
  provide()
  if (IN_PART.has(name)) {
    incomplete.set(ns, module)
    lateBodies.complete = completeNamespace
  }
  module.pending = () => {
    // Taken out, so that they get their places in the order of the body.
    for (const key in provided) ns.deleteItem(key)
    try {
      runCode(code, ns, ns)
      for (const key in provided) replaced.set(key, ns.getItem(key)!)
    } finally {
      provide()
    }
    for (const key in provided) forgetTwin(provided[key]!, replaced.get(key)!)
    incomplete.delete(ns)
    if (incomplete.size === 0) lateBodies.complete = null
  }
  return true
}

/** A class that was provided stays, and the one that the body has made is nobody's: its bases are not to know it. */
function forgetTwin(provided: Value, made: Value): void {
  if (!(made instanceof PyType) || made === provided) return
  for (const base of made.bases) base.subclasses = base.subclasses.filter((sub) => sub.deref() !== made)
}

/** The class that is defined by a class statement at the top of a module's code. */
export function classIn(module: PyModule, code: CodeObject, name: string, ...bases: PyType[]): Value {
  const build = getAttr(importing.builtins, '__build_class__')
  return context.call(build, [definitionIn(module, code, name), name, ...bases])
}

/** The function, or the function that makes the class, of a name that is defined at the top of a module's code. */
export function definitionIn(module: PyModule, code: CodeObject, name: string): PyFunction {
  const ns = module.namespace
  const found = code.load().consts.find((c): c is CodeObject => c instanceof CodeObject && c.name === name)
  if (found === undefined) throw new Error(`no ${name} in the library`)
  return makeFunction(found, ns, context.builtinsOf(ns))
}
