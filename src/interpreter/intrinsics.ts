/** The intrinsics of CALL_INTRINSIC_1 and CALL_INTRINSIC_2 (CPython: Python/intrinsics.c). */
import type { intrinsic1, intrinsic2 } from '../bytecode/opcodes'
import { getAttr, lookupAttr } from '../objects/attributes'
import { context } from '../objects/context'
import { importError, stopIterationType } from '../objects/exceptionfields'
import { type PyBaseException, runtimeError, stopAsyncIterationType, typeError } from '../objects/exceptions'
import type { PyFunction } from '../objects/function'
import type { PyList } from '../objects/list'
import { namespaceKeys, PyModule } from '../objects/module'
import { typeOf, type Value } from '../objects/object'
import { getItem, setItem, toArray } from '../objects/operators'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import { makeTypeAlias, makeTypeParameter, setTypeParameterDefault } from '../objects/typeparams'
import { prepareReraise } from './exceptionmatch'
import type { Frame } from './frame'
import { AsyncGeneratorValue, PyAsyncGenerator, PyCoroutine } from './generatorobject'

/** A one-operand intrinsic by name. */
export function intrinsicOne(frame: Frame, name: (typeof intrinsic1)[number], v: Value): Value {
  switch (name) {
    case 'PRINT':
      context.display(v)
      return null
    case 'IMPORT_STAR':
      importStar(frame, v)
      return null
    case 'STOPITERATION_ERROR':
      return stopIterationError(frame, v as PyBaseException)
    case 'ASYNC_GEN_WRAP':
      return new AsyncGeneratorValue(v)
    case 'TYPEVAR':
    case 'PARAMSPEC':
    case 'TYPEVARTUPLE':
      return makeTypeParameter(name, v as string, null, null)
    case 'SUBSCRIPT_GENERIC':
      return getItem(lookupAttr(context.importModule('typing'), 'Generic')!, unpackTypeVarTuples(v as PyTuple))
    case 'TYPEALIAS': {
      const [alias, params, compute] = (v as PyTuple).items
      return makeTypeAlias(alias as string, params!, compute!)
    }
  }
}

/** Type parameters as `Generic[…]` takes them: `*Ts` for a TypeVarTuple. */
function unpackTypeVarTuples(params: PyTuple): PyTuple {
  if (!params.items.some((p) => typeOf(p).name === 'typing.TypeVarTuple')) return params
  return new PyTuple(params.items.flatMap((p) => (typeOf(p).name === 'typing.TypeVarTuple' ? toArray(p) : [p])))
}

/** A two-operand intrinsic by name. */
export function intrinsicTwo(name: (typeof intrinsic2)[number], a: Value, b: Value): Value {
  switch (name) {
    case 'PREP_RERAISE_STAR':
      return prepareReraise(a as PyBaseException, (b as PyList).items)
    case 'TYPEVAR_WITH_BOUND':
      return makeTypeParameter('TYPEVAR', a as string, b, null)
    case 'TYPEVAR_WITH_CONSTRAINTS':
      return makeTypeParameter('TYPEVAR', a as string, null, b)
    case 'SET_FUNCTION_TYPE_PARAMS':
      ;(a as PyFunction).typeParams = (b as PyTuple).items
      return a
    case 'SET_TYPEPARAM_DEFAULT':
      return setTypeParameterDefault(a, b)
  }
}

/** A StopIteration that leaves a generator's body becomes a RuntimeError (PEP 479). */
function stopIterationError(frame: Frame, e: PyBaseException): Value {
  const generator = frame.generator
  const kind =
    generator instanceof PyCoroutine
      ? 'coroutine'
      : generator instanceof PyAsyncGenerator
        ? 'async generator'
        : 'generator'
  let message: string
  if (e.cls.isSubtype(stopIterationType)) message = `${kind} raised StopIteration`
  else if (generator instanceof PyAsyncGenerator && e.cls.isSubtype(stopAsyncIterationType))
    message = 'async generator raised StopAsyncIteration'
  else return e
  const error = runtimeError(message)
  error.cause = e
  error.context = e
  error.suppressContext = true
  return error
}

function keysOfDict(module: Value): Value[] {
  const dict = lookupAttr(module, '__dict__')
  if (dict === undefined) throw importError('from-import-* object has no __dict__ and no __all__')
  return toArray(context.call0(lookupAttr(dict, 'keys')!))
}

/** `from module import *` into the frame's local namespace. */
function importStar(frame: Frame, module: Value): void {
  const all = lookupAttr(module, '__all__')
  let names: Value[]
  if (all !== undefined) names = toArray(all)
  else {
    names = (namespaceKeys(module) ?? keysOfDict(module)).filter((n) => !(typeof n === 'string' && n.startsWith('_')))
  }
  for (const name of names) {
    const text = asString(name)
    if (text === undefined) {
      const own = module instanceof PyModule ? module.namespace.getItem('__name__') : undefined
      throw typeError(
        `${all !== undefined ? 'Item in' : 'Key in'} ${typeof own === 'string' ? own : 'module'}.${all !== undefined ? '__all__' : '__dict__'} must be str, not ${typeOf(name).name}`,
      )
    }
    setItem(frame.locals, text, getAttr(module, text))
  }
}
