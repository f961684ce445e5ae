/**
 * `loop.call_soon(callback, argument, context=context)` as futures and tasks call it (CPython: call_soon in Modules/_asynciomodule.c).
 *
 * A loop whose `call_soon` is that of `asyncio.base_events` makes a Handle of known attributes and appends it to a deque. Where everything that it would call is
 * as the library defines it, and neither debugging nor tracing looks on, that is done here.
 */
import type { CodeObject } from '../../bytecode/code'
import { isTraced } from '../../interpreter/eval'
import { getAttr, lookupAttr } from '../../objects/attributes'
import { context } from '../../objects/context'
import { PyDict } from '../../objects/dict'
import { PyFunction } from '../../objects/function'
import { PyModule } from '../../objects/module'
import { type AttributeRecord, type PyObject, PyType, type Value } from '../../objects/object'
import { PyTuple } from '../../objects/tuple'
import { PyDeque } from '../_collections'
import { asyncioState } from './state'

/** What the way of a callback into the queue consists of, as it was when it was first looked at. */
interface Known {
  readonly modules: Value
  /** The functions by their names in BaseEventLoop, and their code. */
  readonly methods: readonly { name: string; key: string; method: PyFunction; code: CodeObject }[]
  readonly events: PyModule
  readonly handle: PyType
  readonly version: number
  readonly init: PyFunction
  readonly initCode: CodeObject
}

let known: Known | null = null
/** The runtime for which there is no {@link Known}. */
let unknown: Value = null

const METHODS = ['call_soon', '_call_soon', '_check_closed', 'get_debug']
const NO_ARGUMENTS = new PyTuple([])

function libraryFunction(v: Value | undefined, qualname: string): v is PyFunction {
  return (
    v instanceof PyFunction &&
    v.code.qualname === qualname &&
    /^\/\$dxpy\/lib\/python3\.13\/asyncio\//.test(v.code.filename)
  )
}

function learn(): Known | null {
  const { modules } = asyncioState()
  if (known !== null && known.modules === modules) return known
  if (unknown === modules) return null
  unknown = modules
  const base = lookupAttr(context.importModule('asyncio.base_events'), 'BaseEventLoop')
  const events = context.importModule('asyncio.events')
  if (!(base instanceof PyType) || !(events instanceof PyModule)) return null
  const methods: { name: string; key: string; method: PyFunction; code: CodeObject }[] = []
  for (const name of METHODS) {
    const method = base.lookup(name)
    if (!libraryFunction(method, `BaseEventLoop.${name}`)) return null
    methods.push({ name, key: `$${name}`, method, code: method.code })
  }
  const handle = lookupAttr(events, 'Handle')
  if (!(handle instanceof PyType)) return null
  const init = handle.lookup('__init__')
  if (!libraryFunction(init, 'Handle.__init__')) return null
  const { version } = handle
  known = { modules, methods, events, handle, version, init, initCode: init.code }
  unknown = null
  return known
}

/** The queue of a loop that queues its callbacks just as the library's do; null for any other. Its own attributes come before those of its class. */
function knownQueue(loop: PyObject, k: Known): PyDeque | null {
  const { methods } = k
  const { proto } = loop.cls
  const { dict } = loop
  // A loop has a `__del__`, and therefore keeps its attributes in a dict.
  if (!(dict instanceof PyDict) || dict.cls.heap) return null
  for (let i = 0; i < methods.length; i++) {
    const row = methods[i]!
    if (proto[row.key] !== row.method || row.method.code !== row.code || dict.getItem(row.name) !== undefined)
      return null
  }
  if (
    dict.getItem('_debug') !== false ||
    dict.getItem('_closed') !== false ||
    k.handle.version !== k.version ||
    k.init.code !== k.initCode ||
    k.events.namespace.getItem('Handle') !== k.handle
  )
    return null
  const queue = dict.getItem('_ready')
  return queue instanceof PyDeque && !queue.cls.heap ? queue : null
}

/** `loop.call_soon(callback, argument, context=ctx)`; without the argument, or without the context, where that is undefined. */
export function callSoon(loop: Value, callback: Value, argument: Value | undefined, ctx: Value | undefined): void {
  if (ctx !== undefined && ctx !== null && loop !== null && typeof loop === 'object') {
    const k = learn()
    const queue = k === null || isTraced() ? null : knownQueue(loop, k)
    if (queue !== null) {
      const handle = new k!.handle.ctor() as PyObject & AttributeRecord
      handle['%_context'] = ctx
      handle['%_loop'] = loop
      handle['%_callback'] = callback
      handle['%_args'] = argument === undefined ? NO_ARGUMENTS : new PyTuple([argument])
      handle['%_cancelled'] = false
      handle['%_repr'] = null
      handle['%_source_traceback'] = null
      queue.push(handle)
      return
    }
  }
  const method = getAttr(loop, 'call_soon')
  const args = argument === undefined ? [callback] : [callback, argument]
  if (ctx === undefined) context.call(method, args)
  else context.callKeywords(method, args, ['context'], [ctx])
}
