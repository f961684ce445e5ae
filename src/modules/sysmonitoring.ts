/** `sys.monitoring` (Library Reference, "sys.monitoring"; CPython: Python/instrumentation.c). What does the work is loaded with the first tool. */
import { moduleFunctions } from '../builtins/registry'
import { CodeObject } from '../bytecode/code'
import { DISABLE, Event, eventNames, LOCAL_EVENTS, MISSING, SETTABLE_EVENTS } from '../interpreter/events'
import { lateBodies } from '../objects/context'
import { PyDict } from '../objects/dict'
import { makeException, typeError, valueErrorType } from '../objects/exceptions'
import { makeModule } from '../objects/module'
import type { MethodTable, Value } from '../objects/object'
import { asCInt } from '../objects/operators'
import { makeNamespace } from '../objects/simplenamespace'
import { asString } from '../objects/str'

const tracing = () => require('../interpreter/tracing') as typeof import('../interpreter/tracing')

const valueError = (message: string) => makeException(valueErrorType, message)

/** Names of the tools that are in use. */
const names: Value[] = [null, null, null, null, null, null]
const C_RETURNS = (1 << Event.C_RETURN) | (1 << Event.C_RAISE)
const CALL = 1 << Event.CALL

/** The number of a tool that Python may use. */
function toolOf(id: Value): number {
  const tool = asCInt(id)
  if (tool < 0 || tool >= names.length) throw valueError(`invalid tool ${tool} (must be between 0 and 5)`)
  return tool
}

function requireUse(tool: number): void {
  if (names[tool] === null) throw valueError(`tool ${tool} is not in use`)
}

/** A set of events that may be asked for; the ends of calls come with the calls. */
function eventSet(given: Value): number {
  const events = asCInt(given)
  if (events < 0 || events >= 1 << eventNames.length)
    throw valueError(`invalid event set 0x${(events >>> 0).toString(16)}`)
  if ((events & C_RETURNS) !== 0 && (events & (C_RETURNS | CALL)) !== (C_RETURNS | CALL))
    throw valueError('cannot set C_RETURN or C_RAISE events independently')
  return events & ~C_RETURNS
}

function codeOf(code: Value): CodeObject {
  if (!((code as unknown) instanceof CodeObject)) throw typeError('code must be a code object')
  return code as never
}

const functions: MethodTable = [
  [
    'use_tool_id',
    (id: Value, name: Value) => {
      const tool = toolOf(id)
      if (asString(name) === undefined) throw valueError('tool name must be a str')
      if (names[tool] !== null) throw valueError(`tool ${tool} is already in use`)
      lateBodies.watched = true
      lateBodies.settle?.()
      names[tool] = name
      return null
    },
    '(tool_id, name, /)',
  ],
  [
    'free_tool_id',
    (id: Value) => {
      const tool = toolOf(id)
      if (names[tool] === null) return null
      names[tool] = null
      return tracing().forgetTool(tool)
    },
    '(tool_id, /)',
  ],
  ['get_tool', (id: Value) => names[toolOf(id)]!, '(tool_id, /)'],
  [
    'register_callback',
    (id: Value, event: Value, callback: Value) => {
      const tool = toolOf(id)
      const bit = asCInt(event)
      const index = 31 - Math.clz32(bit)
      if (bit <= 0 || (bit & (bit - 1)) !== 0) throw valueError('The callback can only be set for one event at a time')
      if (index >= eventNames.length) throw valueError(`invalid event ${bit}`)
      return tracing().registerCallback(tool, index, callback === null ? undefined : callback) ?? null
    },
    '(tool_id, event, func, /)',
  ],
  ['get_events', (id: Value) => tracing().getEvents(toolOf(id)), '(tool_id, /)'],
  [
    'set_events',
    (id: Value, given: Value) => {
      const tool = toolOf(id)
      const events = eventSet(given)
      requireUse(tool)
      tracing().setEvents(tool, events)
      return tracing().afterChange(null)
    },
    '(tool_id, event_set, /)',
  ],
  [
    'get_local_events',
    (id: Value, code: Value) => tracing().getLocalEvents(toolOf(id), codeOf(code)),
    '(tool_id, code, /)',
  ],
  [
    'set_local_events',
    (id: Value, code: Value, given: Value) => {
      const checked = codeOf(code)
      const tool = toolOf(id)
      const events = eventSet(given)
      if (events >= 1 << LOCAL_EVENTS) throw valueError(`invalid local event set 0x${events.toString(16)}`)
      requireUse(tool)
      tracing().setLocalEvents(tool, checked, events)
      return tracing().afterChange(null)
    },
    '(tool_id, code, event_set, /)',
  ],
  ['restart_events', () => (tracing().restartEvents(), null), '(/)'],
  [
    '_all_events',
    () => {
      const all = new PyDict()
      for (let e = 0; e < SETTABLE_EVENTS; e++) {
        const tools = tracing().toolsOf(e)
        if (tools !== 0) all.setItem(eventNames[e]!, tools)
      }
      return all
    },
    '(/)',
  ],
]

/** The module object. */
export function makeMonitoring(): Value {
  const module = makeModule('sys.monitoring')
  // Few programs look into it.
  module.pending = () => fill(module.namespace)
  return module
}

function fill(ns: PyDict): void {
  moduleFunctions(ns, 'sys.monitoring', functions)
  ns.setItem('DISABLE', DISABLE)
  ns.setItem('MISSING', MISSING)
  const events = eventNames.map((name, e): [string, Value] => [name, 1 << e])
  ns.setItem('events', makeNamespace([...events, ['NO_EVENTS', 0]]))
  ns.setItem('DEBUGGER_ID', 0)
  ns.setItem('COVERAGE_ID', 1)
  ns.setItem('PROFILER_ID', 2)
  ns.setItem('OPTIMIZER_ID', 5)
}
