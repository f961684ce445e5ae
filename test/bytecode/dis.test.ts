import { expect, test } from 'bun:test'
import { disassemble } from '../../src/bytecode/dis'
import { unitOf } from './support/compile'

test('lines, labels, operands by name, exception table', () => {
  const unit = unitOf('def f(a, *b):\n  try:\n    for x in a: b.m(x, k=1.5)\n  except E:\n    return b"\\xff"\n')
  expect(disassemble(unit)).toBe(`\
<module>  (test.py:1)
  args 0/0/0  flags 0x0  stack 1
     1           0 LOAD_CONST              <code f>
                 1 MAKE_FUNCTION
                 2 STORE_NAME              f
                 3 RETURN_CONST            None

f  (test.py:1)
  args 1/0/0  flags 0x7  stack 6  slots a b x
     2           0 NOP
     3           1 LOAD_FAST               a
                 2 GET_ITER
          L1:    3 FOR_ITER                L2
                 4 STORE_FAST              x
                 5 LOAD_FAST               b
                 6 LOAD_METHOD             m
                 7 LOAD_FAST_CONST         x 1.5
                 8 LOAD_CONST              ("k",)
                 9 CALL_METHOD_KW          2
                10 POP_TOP
                11 JUMP_BACKWARD           L1
          L2:   12 RETURN_CONST            None
    --    L3:   13 PUSH_EXC_INFO
     4          14 LOAD_GLOBAL             E
                15 CHECK_EXC_MATCH
                16 POP_JUMP_IF_FALSE       L4
                17 POP_TOP
     5          18 POP_EXCEPT
                19 RETURN_CONST            b"\\xff"
     4    L4:   20 RERAISE
    --    L5:   21 COPY                    3
                22 POP_EXCEPT
                23 RERAISE                 1
  except 1..11 → L3 depth 0
  except 13..17 → L5 depth 1 lasti
  except 20..20 → L5 depth 1 lasti
`)
})

test('closures and positions', () => {
  const text = disassemble(unitOf('def f(a):\n  return lambda: a\n'), { positions: true, nested: true })
  expect(text).toContain('slots a(cell)')
  expect(text).toContain('slots a(free)')
  expect(text).toContain('LOAD_DEREF              a  2:17-2:18')
  expect(disassemble(unitOf('def f(): pass'), { nested: false })).not.toContain('f  (')
})
