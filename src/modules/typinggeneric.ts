/** typing.Generic: its class hooks are functions of the library's typing module (CPython: Objects/typevarobject.c). */
import { getAttr } from '../objects/attributes'
import { context } from '../objects/context'
import type { PyDict } from '../objects/dict'
import { defineType, PyObject, type PyType, type Value } from '../objects/object'

function typing(name: string): Value {
  return getAttr(context.importModule('typing'), name)
}

export const genericType = defineType('Generic', {
  layout: class PyGeneric extends PyObject {},
  module: 'typing',
  doc: 'The base of classes with type parameters.',
  classMethods: () => [
    [
      '__class_getitem__',
      (cls: PyType, args: Value[], keywords: Value) =>
        context.callDict(typing('_generic_class_getitem'), [cls, ...args], keywords),
      '-($type, /, *args, **kwargs)',
    ],
    [
      '__init_subclass__',
      (cls: PyType, args: Value[], keywords: Value) => {
        const dict = keywords as PyDict | null
        return context.callKeywords(
          typing('_generic_init_subclass'),
          [cls, ...args],
          dict === null ? [] : (dict.keyList() as string[]),
          dict === null ? [] : dict.valueList(),
        )
      },
      '-($type, /, *args, **kwargs)',
    ],
  ],
})
// A class as a class statement makes them: instances have nothing of their own, copyreg passes over it.
genericType.addsLayout = false
genericType.heap = true
// The name of such a class has no module in it.
genericType.name = 'Generic'
