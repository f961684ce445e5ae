/**
 * What `_asyncio` keeps: the running loop, which task runs in which loop, all tasks, and what it needs of the package asyncio (CPython: the module state of
 * Modules/_asynciomodule.c).
 *
 * A task that waits is in the WeakSet `_scheduled_tasks`. Most tasks end soon after they were made, and a weak reference for each costs more than
 * its steps. So the young ones are merely listed, which keeps them alive; those that have not ended get into the WeakSet when somebody looks at it, before a
 * scan for dead objects, or when they fill the list.
 */
import { beforeScan } from '../../gc/weakrefs'
import { importing } from '../../interpreter/import'
import { getAttr } from '../../objects/attributes'
import { context } from '../../objects/context'
import { PyDict } from '../../objects/dict'
import { runtimeError } from '../../objects/exceptions'
import type { PyObject, Value } from '../../objects/object'
import { repr } from '../../objects/operators'
import { PySet } from '../../objects/set'

/** A task as the list of the young ones sees it. */
export interface Scheduled extends PyObject {
  /** It has ended: nobody need find it any more. */
  readonly ended: boolean
  /** Called when it is no longer young. */
  grown(): void
}

const MOST_YOUNG = 4096
const MOST_EVER_YOUNG = 65_536

/** The state of one runtime. */
class State {
  readonly modules = importing.modules
  running: Value = null
  readonly currentTasks = new PyDict()
  readonly eagerTasks = new PySet()
  /** Number of the last task that got no name. */
  named = 0
  private readonly found = new Map<string, Value>()
  private young: Scheduled[] = []
  private mostYoung = MOST_YOUNG
  private weakSet: Value | undefined = undefined
  /** What the WeakSet keeps its references in. */
  private references: PySet | null = null

  /** An attribute of a module of the library, as it was when it was first asked for. */
  library(module: string, name: string): Value {
    const key = `${module}.${name}`
    let v = this.found.get(key)
    if (v === undefined) {
      v = getAttr(context.importModule(module), name)
      this.found.set(key, v)
    }
    return v
  }

  /** `_scheduled_tasks` */
  get scheduledTasks(): Value {
    if (this.weakSet !== undefined) return this.weakSet
    const made = context.call0(getAttr(context.importModule('weakref'), 'WeakSet'))
    this.weakSet = made
    const data = getAttr(made, 'data')
    if (data instanceof PySet) {
      this.references = data
      let { map } = data
      Object.defineProperty(data, 'map', {
        configurable: true,
        enumerable: true,
        get: () => {
          if (this.young.length > 0) this.grow()
          return map
        },
        set: (other) => {
          map = other
        },
      })
    }
    return made
  }

  /** `_register_task` for a task of ours. */
  schedule(task: Scheduled): void {
    // What iterates looks at the references anew.
    if (this.references !== null) this.references.ordered = null
    if (this.young.push(task) < this.mostYoung) return
    this.young = this.young.filter((t) => !t.ended)
    this.mostYoung = Math.max(MOST_YOUNG, 2 * this.young.length)
    if (this.mostYoung > MOST_EVER_YOUNG) this.grow()
  }

  /** Puts the young tasks that have not ended into the WeakSet. */
  grow(): void {
    const grown = this.young
    this.young = []
    this.mostYoung = MOST_YOUNG
    if (grown.length === 0) return
    const add = getAttr(this.scheduledTasks, 'add')
    for (const task of grown) {
      if (task.ended) continue
      task.grown()
      context.call1(add, task)
    }
  }
}

let state: State | null = null

/** The state of the runtime that runs. */
export function asyncioState(): State {
  if (state === null || state.modules !== importing.modules) state = new State()
  return state
}

beforeScan(() => state?.grow())

/** `get_running_loop()` */
export function runningLoop(): Value {
  const { running } = asyncioState()
  if (running === null) throw runtimeError('no running event loop')
  return running
}

/** `get_event_loop()`: the running one, else that of the policy. */
export function eventLoop(): Value {
  const s = asyncioState()
  if (s.running !== null) return s.running
  const policy = context.call0(s.library('asyncio.events', 'get_event_loop_policy'))
  return context.call0(getAttr(policy, 'get_event_loop'))
}

/** `_enter_task(loop, task)` */
export function enterTask(loop: Value, task: Value): void {
  const { currentTasks } = asyncioState()
  const current = currentTasks.getItem(loop)
  if (current !== undefined)
    throw runtimeError(`Cannot enter into task ${repr(task)} while another task ${repr(current)} is being executed.`)
  currentTasks.setItem(loop, task)
}

/** `_leave_task(loop, task)` */
export function leaveTask(loop: Value, task: Value): void {
  const { currentTasks } = asyncioState()
  const current = currentTasks.getItem(loop)
  if (current !== task)
    throw runtimeError(`Leaving task ${repr(task)} does not match the current task ${repr(current ?? null)}.`)
  currentTasks.deleteItem(loop)
}

/** `_swap_current_task(loop, task)`: the task that was the current one; None for none. */
export function swapCurrentTask(loop: Value, task: Value): Value {
  const { currentTasks } = asyncioState()
  const previous = currentTasks.getItem(loop) ?? null
  if (task === null) currentTasks.deleteItem(loop)
  else currentTasks.setItem(loop, task)
  return previous
}
