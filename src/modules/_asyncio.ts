/**
 * _asyncio: futures and tasks, and which loop runs (Library Reference, "Asynchronous I/O"; CPython: Modules/_asynciomodule.c). The event loop itself is the
 * library's, in Python. Parts are in `asyncio/`.
 */
import { getAttr } from '../objects/attributes'
import { context } from '../objects/context'
import type { Value } from '../objects/object'
import { futureType } from './asyncio/future'
import { asyncioState, enterTask, eventLoop, leaveTask, runningLoop, swapCurrentTask } from './asyncio/state'
import { PyTask, taskType } from './asyncio/task'
import type { NativeModule } from './definition'

function registerTask(task: Value): Value {
  const state = asyncioState()
  if (task instanceof PyTask) state.schedule(task)
  else context.call1(getAttr(state.scheduledTasks, 'add'), task)
  return null
}

function unregisterTask(task: Value): Value {
  context.call1(getAttr(asyncioState().scheduledTasks, 'discard'), task)
  return null
}

export const asyncioModule: NativeModule = {
  name: '_asyncio',
  doc: 'Accelerator module for asyncio',
  functions: [
    [
      'current_task',
      (loop: Value = null) => asyncioState().currentTasks.getItem(loop === null ? runningLoop() : loop) ?? null,
      '(loop=None)',
      'The task that runs in a loop, or None.',
    ],
    ['get_event_loop', eventLoop, '()', 'The running event loop, or that of the policy.'],
    ['get_running_loop', runningLoop, '()', 'The running event loop; RuntimeError where there is none.'],
    ['_get_running_loop', () => asyncioState().running, '()', 'The running event loop or None.'],
    [
      '_set_running_loop',
      (loop: Value) => {
        asyncioState().running = loop
        return null
      },
      '(loop, /)',
      'Sets the running event loop.',
    ],
    ['_register_task', registerTask, '(task)', 'Has all_tasks() know a task.'],
    ['_unregister_task', unregisterTask, '(task)', 'Has all_tasks() forget a task.'],
    [
      '_register_eager_task',
      (task: Value) => (asyncioState().eagerTasks.add(task), null),
      '(task)',
      'Has all_tasks() know a task that runs its first step at once.',
    ],
    [
      '_unregister_eager_task',
      (task: Value) => (asyncioState().eagerTasks.discard(task), null),
      '(task)',
      'Has all_tasks() forget such a task.',
    ],
    [
      '_enter_task',
      (loop: Value, task: Value) => (enterTask(loop, task), null),
      '(loop, task)',
      'Makes a task the current one of a loop that has none.',
    ],
    [
      '_leave_task',
      (loop: Value, task: Value) => (leaveTask(loop, task), null),
      '(loop, task)',
      'Takes the current task of a loop away.',
    ],
    ['_swap_current_task', swapCurrentTask, '(loop, task)', 'Replaces the current task of a loop; the one before.'],
  ],
  attributes: () => {
    const state = asyncioState()
    return {
      Future: futureType,
      Task: taskType,
      _scheduled_tasks: state.scheduledTasks,
      _eager_tasks: state.eagerTasks,
      _current_tasks: state.currentTasks,
    }
  },
}
