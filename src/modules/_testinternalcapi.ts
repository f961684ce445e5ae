/** _testinternalcapi: what CPython's test suite asks about the inside of an interpreter, as far as it has a meaning here (CPython: Modules/_testinternalcapi.c). */
import { recursion } from '../objects/context'
import { PyDict } from '../objects/dict'
import { PyObject, type Value } from '../objects/object'
import { config } from './config'
import type { NativeModule } from './definition'
import { newInstructionSequence } from './testcapi/instructionsequence'

/** The settings of this interpreter that CPython keeps in PyConfig. */
function getConfig(): Value {
  const made = new PyDict()
  made.setItem('code_debug_ranges', config.debugRanges ? 1 : 0)
  made.setItem('optimization_level', config.optimize)
  return made
}

export const testInternalModule: NativeModule = {
  name: '_testinternalcapi',
  functions: [
    ['get_config', getConfig, '()'],
    ['new_instruction_sequence', newInstructionSequence, '()'],
    ['get_recursion_depth', () => recursion.depth, '()'],
    ['get_immortalize_deferred', () => false, '()'],
    // Nothing is immortal here.
    ['suppress_immortalization', () => null, '(suppress, /)'],
    // Attributes are properties of the object itself until something asks for them as a dict.
    ['has_inline_values', (o: Value) => o instanceof PyObject && o.cls.hasDict && o.dict === undefined, '(obj, /)'],
  ],
}
