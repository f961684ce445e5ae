/** The repr of a module (CPython: importlib._bootstrap._module_repr). */
import { lookupAttr } from '../objects/attributes'
import { PyBuiltin } from '../objects/function'
import { PyList } from '../objects/list'
import type { PyModule } from '../objects/module'
import { typeOf, type Value } from '../objects/object'
import { isTrue, repr, str, toArray } from '../objects/operators'
import { NativeFunction } from '../objects/signature'

function moduleRepr(module: PyModule): Value {
  const ns = module.namespace
  const name = ns.getItem('__name__')
  const shown = name === undefined ? "'?'" : repr(name)
  const spec = ns.getItem('__spec__')
  const origin = spec === undefined || spec === null ? undefined : lookupAttr(spec, 'origin')
  if (spec !== undefined && spec !== null) {
    const specName = lookupAttr(spec, 'name')
    const text = specName === undefined ? shown : repr(specName)
    if (origin === undefined || origin === null) {
      const loader = lookupAttr(spec, 'loader')
      if (loader === undefined || loader === null) return `<module ${text}>`
      const path = typeOf(loader).name === 'NamespaceLoader' ? lookupAttr(loader, '_path') : undefined
      if (path === undefined) return `<module ${text} (${repr(loader)})>`
      return `<module ${text} (namespace) from ${repr(new PyList(toArray(path)))}>`
    }
    const located = lookupAttr(spec, 'has_location')
    return located !== undefined && isTrue(located)
      ? `<module ${text} from ${repr(origin)}>`
      : `<module ${text} (${str(origin)})>`
  }
  const file = ns.getItem('__file__')
  if (file !== undefined) return `<module ${shown} from ${repr(file)}>`
  const loader = ns.getItem('__loader__')
  return loader === undefined || loader === null ? `<module ${shown}>` : `<module ${shown} (${repr(loader)})>`
}

const native = new PyBuiltin(new NativeFunction('module_repr', moduleRepr, '(module, /)'), undefined)

/** The function as a Python callable. */
export function moduleReprFunction(): Value {
  return native
}
