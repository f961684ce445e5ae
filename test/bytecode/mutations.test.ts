/**
 * Mutated code with a right hash: the verifier refuses it, or it runs to a result or a Python exception; never a JavaScript error. Mutations that would most likely
 * loop for ever (of jumps back, loop counters and their tests) are left out.
 */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { runCode } from '../../src/builtins/execution'
import { HEADER_SIZE, openDpb, writeDpb } from '../../src/bytecode/dpb'
import { Op, opcodeTable } from '../../src/bytecode/opcodes'
import { thread } from '../../src/interpreter/frame'
import { importing } from '../../src/interpreter/import'
import { constantFactory } from '../../src/objects/constants'
import { PyBaseException } from '../../src/objects/exceptions'
import { makeModule } from '../../src/objects/module'
import { startInterpreter } from '../../src/runtime/create'
import { unitOf } from './support/compile'

const source = `
def f(a, b=2, *c, d=4, **e):
    x = [i * 2 for i in range(a) if i]
    try:
        y = {k: v for k, v in e.items()}
        if a > 2: raise ValueError(a)
        return x, y, c
    except ValueError as err:
        return str(err), f'{d!r:>5}'
    finally:
        b += 1
class C:
    z = 1
    def m(self, o):
        self.q = o
        with self as s:
            return [lambda: o for o in range(2)], s.q
    def __enter__(self): return self
    def __exit__(self, *a): return True
def g(n):
    for i in n:
        r = yield i
    yield from (1, 2)
def m(o):
    match o:
        case [a, *b]: return a, b
        case {'k': v, **r}: return v, r
        case C(z=1): return 'c'
    return None
def groups():
    try: raise ExceptionGroup('g', [ValueError(1), TypeError(2)])
    except* ValueError as e: return_ = e
    except* TypeError: pass
r = [f(1), f(3, 1, 2, d=1, z=3), C().m(3), list(g((1, 2))), m([1, 2]), m({'k': 1}), m(C()), m(1), groups()]
del r[0]
a, *b = r
r[1:2] = []
`

test('5,000 mutated programs', () => {
  startInterpreter()
  const dpb = writeDpb(unitOf(source))
  const original = new Int32Array(dpb.buffer)
  const start = HEADER_SIZE / 4 + original[14]! * 24
  const end = original[9]! >> 2
  const loops: ReadonlySet<number> = new Set([Op.JUMP_BACKWARD, Op.FOR_ITER])
  let ran = 0
  fc.assert(
    fc.property(
      fc.integer({ min: start, max: end - 1 }),
      fc.constantFrom('opcode', 'operand', 'copy'),
      fc.nat(opcodeTable.length - 1),
      fc.nat(9),
      fc.integer({ min: start, max: end - 1 }),
      (at, how, opcode, operand, from) => {
        const copy = dpb.slice()
        const words = new Int32Array(copy.buffer)
        const old = words[at]!
        if (how === 'opcode') words[at] = (old & ~255) | opcode
        else if (how === 'operand') words[at] = (old & 255) | (operand << 8)
        else words[at] = original[from]!
        if (loops.has(old & 255) || loops.has(words[at]! & 255)) return
        const hash = Bun.hash.xxHash64(copy.subarray(HEADER_SIZE))
        words[5] = Number(hash & 0xffffffffn) | 0
        words[6] = Number(hash >> 32n) | 0
        const file = openDpb(copy)
        if (file.isErr()) return
        const module = makeModule('m')
        module.namespace.setItem('__builtins__', importing.builtins)
        try {
          runCode(file.value.module(constantFactory), module.namespace, module.namespace)
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(PyBaseException)
        }
        // What a program with a hole in its handlers leaves behind.
        thread.handled.exception = null
        ran++
      },
    ),
    { seed: 4711, numRuns: 5000 },
  )
  expect(ran).toBeGreaterThan(500)
}, 120_000)
