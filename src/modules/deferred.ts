/**
 * Modules of the embedded library of which native code provides what most programs need, without their bodies having run: those run as soon
 * as anything else is asked of the module.
 */
import { runCode } from '../builtins/execution'
import { CodeObject } from '../bytecode/code'
import { context } from '../objects/context'
import { PyFunction } from '../objects/function'
import { completeModule, type PyModule } from '../objects/module'
import type { Value } from '../objects/object'

/** The attributes of a module that are there before its body has run, and stay when it has. */
export type Provided = Readonly<Record<string, Value>>
/** Makes them. `body` gives what the module's own code has under a name that is also provided. */
type Provider = (module: PyModule, code: CodeObject, body: (name: string) => Value) => Provided

const table: Readonly<Record<string, () => Provider>> = {
  're._casefix': () => (require('./relibrary') as typeof import('./relibrary')).casefix,
  're._compiler': () => (require('./relibrary') as typeof import('./relibrary')).compiler,
  're._constants': () => (require('./relibrary') as typeof import('./relibrary')).constants,
  're._parser': () => (require('./relibrary') as typeof import('./relibrary')).parser,
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
  module.pending = () => {
    // Taken out, so that they get their places in the order of the body.
    for (const key in provided) ns.deleteItem(key)
    try {
      runCode(code, ns, ns)
      for (const key in provided) replaced.set(key, ns.getItem(key)!)
    } finally {
      provide()
    }
  }
  return true
}

/** The function, or the function that makes the class, of a name that is defined at the top of a module's code. */
export function definitionIn(module: PyModule, code: CodeObject, name: string): PyFunction {
  const ns = module.namespace
  const found = code.load().consts.find((c): c is CodeObject => c instanceof CodeObject && c.name === name)
  if (found === undefined) throw new Error(`no ${name} in the library`)
  const made = new PyFunction(found, ns, context.builtinsOf(ns))
  made.module = ns.getItem('__name__')!
  return made
}
