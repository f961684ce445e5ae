/**
 * InstructionSequence: instructions with labels, as they are before they have places (CPython: Python/instruction_sequence.c). Here over dxpy's
 * opcodes.
 */
import { opcodeTable } from '../../bytecode/opcodes'
import { typeError } from '../../objects/exceptions'
import { PyList } from '../../objects/list'
import { defineType, PyObject, type PyType, type Value } from '../../objects/object'
import { asCInt } from '../../objects/operators'
import { PyTuple } from '../../objects/tuple'

interface Instruction {
  readonly opcode: number
  readonly oparg: number
  readonly place: readonly number[]
}

class InstructionSequence extends PyObject {
  readonly instructions: Instruction[] = []
  /** The instruction that each label stands before. */
  readonly labels = new Map<number, number>()
  readonly nested: Value[] = []
  made = 0
}

/** The instructions as tuples: opcode, argument or None, and place; jumps with the index of their target. */
function instructionsOf(self: InstructionSequence): Value {
  const rows = self.instructions.map(({ opcode, oparg, place }) => {
    const operand = opcodeTable[opcode]?.operand ?? 'none'
    const arg = operand === 'jump' ? (self.labels.get(oparg) ?? oparg) : oparg
    return new PyTuple([opcode, operand === 'none' ? null : arg, ...place])
  })
  return new PyList(rows)
}

const sequenceType = defineType('InstructionSequence', {
  layout: InstructionSequence,
  new: [(cls: PyType) => new cls.ctor(), '()'],
  methods: () => [
    ['new_label', (self: InstructionSequence) => ++self.made, '($self, /)'],
    [
      'use_label',
      (self: InstructionSequence, label: Value) => {
        self.labels.set(asCInt(label), self.instructions.length)
        return null
      },
      '($self, /, label)',
    ],
    [
      'addop',
      (self: InstructionSequence, opcode: Value, oparg: Value, ...place: Value[]) => {
        self.instructions.push({ opcode: asCInt(opcode), oparg: asCInt(oparg), place: place.map(asCInt) })
        return null
      },
      '($self, /, opcode, oparg, lineno, col_offset, end_lineno, end_col_offset)',
    ],
    ['get_instructions', instructionsOf, '($self, /)'],
    [
      'add_nested',
      (self: InstructionSequence, nested: Value) => {
        if (!(nested instanceof InstructionSequence)) throw typeError('expected an instruction sequence, not type')
        self.nested.push(nested)
        return null
      },
      '($self, /, nested)',
    ],
    ['get_nested', (self: InstructionSequence) => new PyList([...self.nested]), '($self, /)'],
  ],
  final: true,
})

/** An empty sequence. */
export function newInstructionSequence(): Value {
  return new sequenceType.ctor()
}
