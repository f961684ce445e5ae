/** How a module that CPython writes in C is defined here. */
import { moduleFunctions } from '../builtins/registry'
import type { Found } from '../interpreter/import'
import { makeModule, type PyModule } from '../objects/module'
import type { MethodTable, Value } from '../objects/object'

/** A native module: its functions as a method table, its other attributes, and what it does when it is imported. */
export interface NativeModule {
  readonly name: string
  readonly doc?: string
  readonly functions?: MethodTable
  /** Constants and types; computed at import. */
  readonly attributes?: () => Readonly<Record<string, Value>>
  /** Runs last, for what depends on the module object. */
  readonly setup?: (module: PyModule) => void
}

/** Fills a module object from its definition. */
export function populate(module: PyModule, native: NativeModule): void {
  const ns = module.namespace
  ns.setItem('__doc__', native.doc ?? null)
  if (native.functions !== undefined) moduleFunctions(ns, native.name, native.functions)
  const attributes = native.attributes?.()
  if (attributes !== undefined) for (const name in attributes) ns.setItem(name, attributes[name]!)
  native.setup?.(module)
}

/** The import record of a native module. */
export function foundNative(native: NativeModule, loader: Value): Found {
  return foundBuiltin(native.name, loader, (module) => populate(module, native))
}

/** The import record of a native module whose definition is not there yet. */
export function foundBuiltin(name: string, loader: Value, execute: (module: PyModule) => void): Found {
  return {
    name,
    isPackage: false,
    file: null,
    cached: null,
    searchPath: null,
    loader,
    create: () => makeModule(name),
    execute,
  }
}
