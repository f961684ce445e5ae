/** _queue: SimpleQueue, a queue without tasks (Library Reference, "queue"; CPython: Modules/_queuemodule.c), for the one thread there is. */
import { exceptionType, makeException, PyBaseException, runtimeError, valueError } from '../objects/exceptions'
import { PyFloat } from '../objects/float'
import { genericAliasOf } from '../objects/genericalias'
import { defineType, PyObject, type PyType, type Value } from '../objects/object'
import { asSize, isTrue } from '../objects/operators'
import type { NativeModule } from './definition'

/** `queue.Empty` */
export const emptyType = defineType('Empty', {
  layout: class extends PyBaseException {},
  base: exceptionType,
  module: '_queue',
})

/** `queue.SimpleQueue`: what was taken is dropped from the front of the array in large pieces. */
class PySimpleQueue extends PyObject {
  items: Value[] = []
  first = 0
}

function put(self: PySimpleQueue, item: Value): Value {
  self.items.push(item)
  return null
}

/** Takes the first item. Nobody could fill an empty queue while the only thread waits for it. */
function get(self: PySimpleQueue, block: Value = true, timeout: Value = null): Value {
  if (self.first < self.items.length) {
    const item = self.items[self.first]!
    self.items[self.first++] = null
    if (self.first > 1024 && self.first * 2 > self.items.length) {
      self.items = self.items.slice(self.first)
      self.first = 0
    }
    return item
  }
  if (isTrue(block)) {
    if (timeout === null) throw runtimeError('deadlock: the only thread waits for an item of an empty queue')
    const seconds = timeout instanceof PyFloat ? timeout.value : asSize(timeout)
    if (seconds < 0) throw valueError("'timeout' must be a non-negative number")
    Bun.sleepSync(seconds * 1000)
  }
  throw makeException(emptyType)
}

/** `_queue.SimpleQueue` */
export const simpleQueueType = defineType('SimpleQueue', {
  layout: PySimpleQueue,
  module: '_queue',
  new: [(cls: PyType) => new cls.ctor(), '()'],
  methods: () => [
    ['put', put, '($self, /, item, block=True, timeout=None)'],
    ['put_nowait', put, '($self, /, item)'],
    ['get', get, '($self, /, block=True, timeout=None)'],
    ['get_nowait', (self: PySimpleQueue) => get(self, false), '($self, /)'],
    ['empty', (self: PySimpleQueue) => self.first === self.items.length, '($self, /)'],
    ['qsize', (self: PySimpleQueue) => self.items.length - self.first, '($self, /)'],
  ],
  classMethods: () => [
    ['__class_getitem__', (cls: PyType, item: Value) => genericAliasOf(cls, item), '($cls, object, /)'],
  ],
})

export const queueModule: NativeModule = {
  name: '_queue',
  doc: 'The simple queue of the queue module.',
  attributes: () => ({ SimpleQueue: simpleQueueType, Empty: emptyType }),
}
