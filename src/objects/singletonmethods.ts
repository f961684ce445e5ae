/** The methods of None, NotImplemented and Ellipsis (Library Reference, "Built-in Constants"). */
import { context } from './context'
import { deprecationWarningType, typeError } from './exceptions'
import { completeType, type PyType, type Value } from './object'
import { CompareIndex } from './operators'
import { comparisonRows } from './sequence'
import { Ellipsis, ellipsisType, NotImplemented, noneType, notImplementedType } from './singletons'

/** A constructor that gives the one object and takes no arguments. */
function only(name: string, value: Value) {
  return (_cls: PyType, args: Value[], keywords: Value): Value => {
    if (args.length > 0 || keywords !== null) throw typeError(`${name} takes no arguments`)
    return value
  }
}

completeType(noneType, {
  layout: noneType.ctor,
  new: [only('NoneType', null), '() as (*args, **kwargs)'],
  methods: () => [
    ['__repr__', () => 'None', '($self, /)'],
    ['__bool__', () => false, '($self, /)'],
    ['__hash__', () => 0xfca86420, '($self, /)'],
    ...comparisonRows((index, _self, other: Value) =>
      other === null && index === CompareIndex.eq
        ? true
        : other === null && index === CompareIndex.ne
          ? false
          : NotImplemented,
    ),
  ],
  final: true,
  doc: 'The type of None, which says that there is no value.',
})

completeType(notImplementedType, {
  layout: notImplementedType.ctor,
  new: [only('NotImplementedType', NotImplemented), '() as (*args, **kwargs)'],
  methods: () => [
    ['__repr__', () => 'NotImplemented', '($self, /)'],
    ['__reduce__', () => 'NotImplemented', '($self, /)'],
    [
      '__bool__',
      () => {
        context.warn(deprecationWarningType, 'NotImplemented should not be used in a boolean context')
        return true
      },
      '($self, /)',
    ],
  ],
  final: true,
  doc: 'The type of NotImplemented, with which a special method declines its operands.',
})

completeType(ellipsisType, {
  layout: ellipsisType.ctor,
  new: [only('EllipsisType', Ellipsis), '() as (*args, **kwargs)'],
  methods: () => [
    ['__repr__', () => 'Ellipsis', '($self, /)'],
    ['__reduce__', () => 'Ellipsis', '($self, /)'],
  ],
  final: true,
  doc: 'The type of Ellipsis, written as three dots.',
})
