/** Named tuples of the runtime (`sys.version_info`, `os.stat_result`, `time.struct_time`; CPython: Objects/structseq.c). */

import { PyDict } from './dict'
import { typeError } from './exceptions'
import { defineType, type GetSetRow, type PyType, typeOf, type Value } from './object'
import { repr, toArray } from './operators'
import { PyTuple, tupleType } from './tuple'

/** An instance: the visible items, and further fields that are attributes only. */
export class PyStructSequence extends PyTuple {
  hidden: Value[] = []
}

/** A struct sequence type. `fields` are names, null for an unnamed item; the first `visible` are tuple items. */
export interface StructSequenceType {
  readonly type: PyType
  /** Makes an instance from all fields. */
  make(values: readonly Value[]): PyStructSequence
}

/** Defines a struct sequence type. `disallowNew`: it cannot be made from Python (`sys.flags`). */
export function defineStructSequence(
  name: string,
  module: string,
  fields: readonly (string | null)[],
  visible = fields.length,
  disallowNew = false,
  doc: string | null = null,
  single = false,
): StructSequenceType {
  const at = (self: PyStructSequence, i: number): Value =>
    i < visible ? self.items[i]! : (self.hidden[i - visible] ?? null)
  const make = (
    values: readonly Value[],
    ctor = PyStructSequence as new (
      items: Value[],
    ) => PyStructSequence,
  ): PyStructSequence => {
    const made = new ctor(values.slice(0, visible))
    made.hidden = values.slice(visible)
    return made
  }
  const display = `${module}.${name}`
  const layout = class extends PyStructSequence {}
  const type = defineType(name, {
    layout,
    base: tupleType,
    module,
    final: true,
    ...(doc === null ? {} : { doc }),
    new: single
      ? [(_cls: PyType, value: Value) => make([value], layout), `(${fields[0]!})`]
      : [
          (_cls: PyType, sequence: Value, dict: Value = null) => {
            if (disallowNew) throw typeError(`cannot create '${display}' instances`)
            if (typeOf(sequence).proto.$__getitem__ === undefined) throw typeError('constructor requires a sequence')
            const items = toArray(sequence)
            if (items.length < visible)
              throw typeError(`${display}() takes an at least ${visible}-sequence (${items.length}-sequence given)`)
            if (items.length > fields.length)
              throw typeError(
                `${display}() takes an at most ${fields.length}-sequence (${items.length}-sequence given)`,
              )
            for (let i = items.length; i < fields.length; i++) {
              const key = fields[i]
              const found = dict instanceof PyDict && typeof key === 'string' ? dict.getItem(key) : undefined
              items.push(found === undefined ? null : found)
            }
            return make(items, layout)
          },
          '-(sequence, dict={})',
        ],
    methods: () => [
      [
        '__repr__',
        (self: PyStructSequence) =>
          `${display}(${fields
            .slice(0, visible)
            .map((field, i) => `${field ?? ''}=${repr(at(self, i))}`)
            .join(', ')})`,
        '($self, /)',
      ],
      [
        '__reduce__',
        (self: PyStructSequence) => {
          if (single) return new PyTuple([typeOf(self), new PyTuple(self.items)])
          const dict = new PyDict()
          for (let i = visible; i < fields.length; i++) if (fields[i] !== null) dict.setItem(fields[i]!, at(self, i))
          return new PyTuple([typeOf(self), new PyTuple([new PyTuple(self.items), dict])])
        },
        '($self, /)',
      ],
      [
        '__replace__',
        (self: PyStructSequence, changes: Value) => {
          const values = fields.map((_, i) => at(self, i))
          if (changes instanceof PyDict)
            for (const key of changes.keyList()) {
              const i = fields.indexOf(key as string)
              if (i < 0) throw typeError(`Got unexpected field name(s): ['${String(key)}']`)
              values[i] = changes.getItem(key)!
            }
          return make(values, layout)
        },
        '($self, /, **changes)',
      ],
    ],
    getset: () => fields.flatMap((field, i): GetSetRow[] => (field === null ? [] : [[field, (self) => at(self, i)]])),
    members: true,
    attributes: () => ({
      n_fields: fields.length,
      n_sequence_fields: visible,
      n_unnamed_fields: fields.filter((f) => f === null).length,
      __match_args__: new PyTuple(fields.slice(0, visible).filter((f): f is string => f !== null)),
    }),
  })
  return { type, make: (values) => make(values, layout) }
}
