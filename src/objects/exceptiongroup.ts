/** BaseExceptionGroup and ExceptionGroup (PEP 654; CPython: Objects/exceptions.c). */
import { getAttr } from './attributes'
import { context, enterNative, leaveNative } from './context'
import { PyDict } from './dict'
import { baseExceptionType, defineException, exceptionType, PyBaseException, typeError, valueError } from './exceptions'
import { PyFunction } from './function'
import { genericAliasOf } from './genericalias'
import { PyList } from './list'
import { defineType, PyType, typeOf, type Value } from './object'
import { isTrue, toArray } from './operators'
import { asString } from './str'
import { PyTuple } from './tuple'

/** A group of exceptions with a message. */
export class PyExceptionGroup extends PyBaseException {
  message: Value = ''
  exceptions: Value[] = []
}

function groupNew(cls: PyType, args: Value[], _kwargs: Value): Value {
  if (args.length !== 2)
    throw typeError(`BaseExceptionGroup.__new__() takes exactly 2 arguments (${args.length} given)`)
  const [message, sequence] = args as [Value, Value]
  if (asString(message) === undefined) throw typeError(`argument 1 must be str, not ${typeOf(message).name}`)
  const proto = typeOf(sequence).proto
  if (proto.$__getitem__ === undefined || proto.$__len__ === undefined)
    throw typeError('second argument (exceptions) must be a sequence')
  const exceptions = toArray(sequence)
  if (exceptions.length === 0) throw valueError('second argument (exceptions) must be a non-empty sequence')
  let onlyExceptions = true
  exceptions.forEach((e, i) => {
    if (!(e instanceof PyBaseException))
      throw valueError(`Item ${i} of second argument (exceptions) is not an exception`)
    if (!e.cls.isSubtype(exceptionType)) onlyExceptions = false
  })
  if (cls === baseExceptionGroupType && onlyExceptions) cls = exceptionGroupType
  else if (cls === exceptionGroupType && !onlyExceptions)
    throw typeError('Cannot nest BaseExceptions in an ExceptionGroup')
  else if (!onlyExceptions && cls.isSubtype(exceptionType))
    throw typeError(`Cannot nest BaseExceptions in '${cls.name}'`)
  const group = new cls.ctor() as PyExceptionGroup
  group.args = [message, sequence]
  group.message = message
  group.exceptions = exceptions
  return group
}

type Matcher = (e: Value) => boolean

/** What `subgroup` and `split` take: a class, a tuple of classes, or a predicate. */
function matcher(condition: Value): Matcher {
  const isClass = (v: Value): v is PyType => v instanceof PyType && v.isSubtype(baseExceptionType)
  if (isClass(condition)) return (e) => typeOf(e).isSubtype(condition)
  if (condition instanceof PyTuple && condition.items.every(isClass))
    return (e) => condition.items.some((t) => typeOf(e).isSubtype(t as PyType))
  if (
    !(condition instanceof PyType) &&
    (condition instanceof PyFunction || typeOf(condition).proto.$__call__ !== undefined)
  )
    return (e) => isTrue(context.call1(condition, e))
  throw typeError('expected an exception type, a tuple of exception types, or a callable (other than a class)')
}

function derive(group: PyExceptionGroup, children: Value[]): Value {
  const made = context.call1(getAttr(group, 'derive'), new PyList(children))
  if (!(made instanceof PyExceptionGroup)) throw typeError('derive must return an instance of BaseExceptionGroup')
  made.traceback = group.traceback
  made.cause = group.cause
  made.context = group.context
  made.suppressContext = group.suppressContext
  const notes = (group as unknown as Record<string, Value | undefined>).$__notes__
  // Notes that are no sequence are the program's own affair and not copied.
  if (notes !== undefined && typeOf(notes).proto.$__getitem__ !== undefined && !(notes instanceof PyDict))
    (made as unknown as Record<string, Value>).$__notes__ = new PyList(toArray(notes))
  return made
}

/** The matching part and, where asked for, the rest; each null where empty. */
function partition(group: PyExceptionGroup, matches: Matcher, wantRest: boolean): [match: Value, rest: Value] {
  if (matches(group)) return [group, null]
  enterNative(' in exceptiongroup split')
  try {
    const matched: Value[] = []
    const rest: Value[] = []
    for (const child of group.exceptions) {
      if (child instanceof PyExceptionGroup) {
        const [m, r] = partition(child, matches, wantRest)
        if (m !== null) matched.push(m)
        if (r !== null) rest.push(r)
      } else if (matches(child)) matched.push(child)
      else rest.push(child)
    }
    return [
      matched.length === 0 ? null : derive(group, matched),
      !wantRest || rest.length === 0 ? null : derive(group, rest),
    ]
  } finally {
    leaveNative()
  }
}

export const baseExceptionGroupType = defineType('BaseExceptionGroup', {
  layout: PyExceptionGroup,
  base: baseExceptionType,
  doc: 'Several exceptions raised as one.',
  new: [groupNew, '(*args, **kwargs)'],
  methods: () => [
    [
      '__init__',
      (self: PyExceptionGroup, args: Value[]) => {
        self.args = args
        return null
      },
      '($self, /, *args, **kwargs)',
    ],
    [
      '__str__',
      (self: PyExceptionGroup) =>
        `${asString(self.message)} (${self.exceptions.length} sub-exception${self.exceptions.length === 1 ? '' : 's'})`,
      '($self, /)',
    ],
    [
      'derive',
      (_self: PyExceptionGroup, exceptions: Value) => context.call2(baseExceptionGroupType, _self.message, exceptions),
      '($self, object, /)',
    ],
    [
      'split',
      (self: PyExceptionGroup, condition: Value) => new PyTuple(partition(self, matcher(condition), true)),
      '($self, object, /)',
    ],
    [
      'subgroup',
      (self: PyExceptionGroup, condition: Value) => partition(self, matcher(condition), false)[0],
      '($self, object, /)',
    ],
  ],
  classMethods: () => [
    ['__class_getitem__', (cls: PyType, item: Value) => genericAliasOf(cls, item), '($cls, object, /)'],
  ],
  members: true,
  getset: () => [
    ['message', (self: PyExceptionGroup) => self.message],
    ['exceptions', (self: PyExceptionGroup) => new PyTuple(self.exceptions)],
  ],
})

export const exceptionGroupType = defineException('ExceptionGroup', baseExceptionGroupType)
exceptionGroupType.bases = [baseExceptionGroupType, exceptionType]
exceptionGroupType.mro = [exceptionGroupType, baseExceptionGroupType, exceptionType, ...baseExceptionType.mro]
exceptionType.subclasses.push(new WeakRef(exceptionGroupType))
