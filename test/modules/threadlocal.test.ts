/** threading.local: its `__dict__` is the attributes themselves. */
import { test } from 'bun:test'
import { same } from '../support/same'

test('the __dict__ of a local is live', () => {
  same(`
from _thread import _local
l = _local()
l.__dict__.setdefault('stack', []).append(1)
l.x = 2
print(l.stack, l.__dict__)
del l.__dict__['x']
print(hasattr(l, 'x'))
`)
})
