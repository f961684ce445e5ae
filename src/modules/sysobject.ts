/** The interpreter's own module `sys`, which counts also where Python code took it out of `sys.modules` (CPython: interp->sysdict). */
import type { PyDict } from '../objects/dict'
import type { PyModule } from '../objects/module'
import type { Value } from '../objects/object'

let own: PyModule

/** Makes a module the interpreter's. */
export function installSys(module: PyModule): void {
  own = module
}

/** The module. */
export function sysObject(): PyModule {
  return own
}

/** Its namespace. */
export function sysNamespace(): PyDict {
  return own.namespace
}

/** An attribute, where the program has left it. */
export function sysAttribute(name: string): Value | undefined {
  return own.namespace.getItem(name)
}
