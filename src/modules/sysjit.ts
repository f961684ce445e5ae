/**
 * `sys._jit`: what the compiler does. `is_available`, `is_enabled` and `is_active` are those of CPython 3.14 (Library Reference, "sys._jit"); the rest
 * is dxpy's own.
 */
import { moduleFunctions } from '../builtins/registry'
import { CodeObject } from '../bytecode/code'
import { thread } from '../interpreter/frame'
import { tier } from '../interpreter/tier'
import { dictOf } from '../objects/dict'
import { typeError } from '../objects/exceptions'
import { PyFunction } from '../objects/function'
import { PyList } from '../objects/list'
import { makeModule } from '../objects/module'
import type { MethodTable, Value } from '../objects/object'

function codeOf(v: Value): CodeObject {
  if (v instanceof PyFunction) return v.code
  if ((v as unknown) instanceof CodeObject) return v as never
  throw typeError('a function or a code object is required')
}

const functions: MethodTable = [
  ['is_available', () => true, '(/)', 'Whether there is a compiler: always.'],
  ['is_enabled', () => tier.current !== null, '(/)', 'Whether hot code is compiled (-X jit).'],
  [
    'is_active',
    () => {
      const { frame } = thread
      return frame !== null && tier.current !== null && tier.current.report(frame.code).bodies.length > 0
    },
    '(/)',
    'Whether the code that calls this has compiled bodies.',
  ],
  [
    'threshold',
    () => tier.threshold,
    '(/)',
    'How often code is found running before it is compiled; it is looked for at every 64th call or jump.',
  ],
  [
    'compiled',
    (given: Value) => {
      const code = codeOf(given).load()
      const bodies = tier.current?.report(code).bodies ?? []
      return new PyList(
        bodies.map(({ at, call, made, text }) =>
          dictOf([
            ['entry', at],
            ['line', code.position(at)[0]],
            ['call', call],
            ['size', text.length],
            ['made', made],
            ['text', text],
          ]),
        ),
      )
    },
    '(function, /)',
    `The compiled bodies of a function or code object, each a dict: entry (the instruction, as dxpy dis numbers
them), line, call (whether calls enter it), size (characters of text), made (how often one was made for
this entry), text (JavaScript).`,
  ],
  [
    'reasons',
    (given: Value) => dictOf(tier.current?.report(codeOf(given)).reasons ?? []),
    '(function, /)',
    'Why compiled bodies of a function or code object were left or not made, with how often.',
  ],
  [
    'counters',
    () => dictOf(Object.entries(tier.counters)),
    '(/)',
    'Of the whole process: bodies made, the characters of their text, bodies dropped, exits by a wrong guess.',
  ],
]

/** The module object. */
export function makeJit(): Value {
  const module = makeModule('sys._jit')
  module.pending = () => moduleFunctions(module.namespace, 'sys._jit', functions)
  return module
}
