/**
 * `__del__` of Python classes (Language Reference 3.3.1; CPython: Objects/typeobject.c, slot_tp_finalize).
 *
 * A dead object cannot be handed to its method. So instances of a class with a `__del__` keep their attributes in a dict that outlives them, and
 * when one is found dead, another object takes its attributes and its place. What refers to itself through its own attributes is not
 * found dead; it waits for the end of the program, as do instances with `__slots__` or with the layout of another builtin type.
 */
import { type WeakEntry, watch } from '../gc/weakrefs'
import { bind } from './attributes'
import { context } from './context'
import { PyDict } from './dict'
import { PyBaseException } from './exceptions'
import { PyFunction } from './function'
import { type Layout, type PyObject, type PyType, sameLayout, shadowPrototype, type Value } from './object'

class Finalizable implements WeakEntry {
  readonly target: WeakRef<PyObject>

  constructor(
    o: PyObject,
    private readonly type: PyType,
    /** Its attributes; null where they die with it. */
    private readonly attributes: PyDict | null,
  ) {
    this.target = new WeakRef(o)
    watch(this)
  }

  died(): void {
    if (this.attributes !== null) finalize(withDict(this.type, this.attributes))
  }

  ending(): void {
    finalize(this.target.deref()!)
  }
}

/** An object whose attributes are in a dict from the start. */
function withDict(type: PyType, attributes: PyDict): PyObject {
  const made = Object.create(shadowPrototype(type)) as PyObject
  made.dict = attributes
  return made
}

/** Calls `__del__`. Raises nothing. */
function finalize(o: PyObject): void {
  const method = o.cls.proto.$__del__
  if (method === undefined || method === null) return
  try {
    context.call0(bind(method, o, o.cls))
  } catch (e) {
    if (!(e instanceof PyBaseException)) throw e
    context.unraisable(e, method, null)
  }
}

/** Whether the instances of a new class are to be finalised by Python code. */
export function hasFinalizer(own: Value | undefined, bases: readonly PyType[]): boolean {
  return own instanceof PyFunction || bases.some((base) => base.proto.$__del__ instanceof PyFunction)
}

/** A constructor of instances that are finalised, for a class whose objects have nothing but attributes. */
export function finalizedLayout(): Layout {
  return function PyFinalized(this: PyObject) {
    const type = this.cls
    if (!type.hasDict) {
      new Finalizable(this, type, null)
      return
    }
    const attributes = new PyDict()
    const made = withDict(type, attributes)
    new Finalizable(made, type, attributes)
    return made
  } as unknown as Layout
}

const finalized = new WeakSet<object>()

/** The same for a class with the layout of a builtin type. */
export function finalizedSubclass(Parent: Layout): Layout {
  if (finalized.has(Parent)) return sameLayout(Parent)
  const layout = class extends (Parent as new () => PyObject) {
    constructor() {
      super()
      new Finalizable(this, this.cls, null)
    }
  }
  finalized.add(layout)
  return layout as unknown as Layout
}
