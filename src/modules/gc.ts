/** gc (Library Reference, "gc"): the engine collects; this module asks it to, and scans weak references afterwards. */
import { collectGarbage } from '../gc/weakrefs'
import { thread } from '../interpreter/frame'
import { leaveFor, leaves } from '../interpreter/leave'
import { PyDict } from '../objects/dict'
import { notImplementedError } from '../objects/exceptions'
import { PyList } from '../objects/list'
import type { Value } from '../objects/object'
import { asCInt } from '../objects/operators'
import { PyTuple } from '../objects/tuple'
import type { NativeModule } from './definition'

let enabled = true
let debug = 0
let threshold: Value[] = [2000, 10, 10]
let collections = 0
let collected = 0

/** What is left on value stacks above their tops would keep objects alive. */
function clearStale(): void {
  thread.methodSelf = undefined
  for (let f = thread.frame; f !== null; f = f.back) f.slots.fill(undefined, f.sp)
}

function collect(): Value {
  return leaveFor(() => {
    clearStale()
    collections++
    const n = collectGarbage()
    collected += n
    return n
  })
}

function absent(name: string) {
  return (): Value => {
    throw notImplementedError(`gc.${name}() is not available: the engine does not list its objects`)
  }
}

export const gcModule: NativeModule = {
  name: 'gc',
  doc: 'What there is to ask and tell the garbage collector.',
  functions: [
    ['collect', leaves(collect), '(generation=2)'],
    ['enable', () => ((enabled = true), null), '()'],
    ['disable', () => ((enabled = false), null), '()'],
    ['isenabled', () => enabled, '()'],
    ['set_debug', (flags: Value) => ((debug = asCInt(flags)), null), '(flags, /)'],
    ['get_debug', () => debug, '()'],
    ['get_count', () => new PyTuple([0, 0, 0]), '()'],
    ['set_threshold', (args: Value[]) => ((threshold = [...args, ...threshold.slice(args.length)]), null), '(*args)'],
    ['get_threshold', () => new PyTuple(threshold), '()'],
    [
      'get_stats',
      () =>
        new PyList(
          [0, 1, 2].map(
            (g) =>
              new PyDict(
                new Map<never, Value>([
                  ['collections', g === 2 ? collections : 0],
                  ['collected', g === 2 ? collected : 0],
                  ['uncollectable', 0],
                ] as never),
              ),
          ),
        ),
      '()',
    ],
    ['is_tracked', (o: Value) => o !== null && typeof o === 'object', '(obj, /)'],
    ['is_finalized', () => false, '(obj, /)'],
    ['freeze', () => null, '()'],
    ['unfreeze', () => null, '()'],
    ['get_freeze_count', () => 0, '()'],
    ['get_objects', absent('get_objects'), '(generation=None)'],
    ['get_referrers', absent('get_referrers'), '(*objs)'],
    ['get_referents', absent('get_referents'), '(*objs)'],
  ],
  attributes: () => ({
    garbage: new PyList([]),
    callbacks: new PyList([]),
    DEBUG_STATS: 1,
    DEBUG_COLLECTABLE: 2,
    DEBUG_UNCOLLECTABLE: 4,
    DEBUG_SAVEALL: 32,
    DEBUG_LEAK: 38,
  }),
}
