/** What native code provides of the library's `types` before its body has run: that makes a coroutine, a generator and a traceback to learn what they are. */
import { CodeObject } from '../bytecode/code'
import { frameType } from '../interpreter/frame'
import { PyAsyncGenerator, PyCoroutine, PyPlainGenerator } from '../interpreter/generatorobject'
import { importing } from '../interpreter/import'
import { tracebackType } from '../interpreter/unwind'
import { getAttr } from '../objects/attributes'
import { cellType } from '../objects/cell'
import { context } from '../objects/context'
import {
  builtinFunctionType,
  classMethodDescriptorType,
  functionType,
  getSetType,
  memberType,
  methodDescriptorType,
  methodType,
  methodWrapperType,
  slotWrapperType,
} from '../objects/function'
import { PyGenericAlias, PyUnion } from '../objects/genericalias'
import { PyMappingProxy } from '../objects/mappingproxy'
import { moduleType, type PyModule } from '../objects/module'
import type { PyObject, PyType } from '../objects/object'
import { simpleNamespaceType } from '../objects/simplenamespace'
import { ellipsisType, noneType, notImplementedType } from '../objects/singletons'
import { definitionIn, type Provided } from './deferred'

/** The type whose instances have a layout. */
function typeOfLayout(layout: { prototype: object }): PyType {
  return (layout.prototype as PyObject).cls
}

/** `types`: the names of types, and its one class that `enum` needs. */
export function types(module: PyModule, code: CodeObject): Provided {
  const build = getAttr(importing.builtins, '__build_class__')
  const name = 'DynamicClassAttribute'
  return {
    FunctionType: functionType,
    LambdaType: functionType,
    CodeType: typeOfLayout(CodeObject),
    MappingProxyType: typeOfLayout(PyMappingProxy),
    SimpleNamespace: simpleNamespaceType,
    CellType: cellType,
    GeneratorType: typeOfLayout(PyPlainGenerator),
    CoroutineType: typeOfLayout(PyCoroutine),
    AsyncGeneratorType: typeOfLayout(PyAsyncGenerator),
    MethodType: methodType,
    BuiltinFunctionType: builtinFunctionType,
    BuiltinMethodType: builtinFunctionType,
    WrapperDescriptorType: slotWrapperType,
    MethodWrapperType: methodWrapperType,
    MethodDescriptorType: methodDescriptorType,
    ClassMethodDescriptorType: classMethodDescriptorType,
    ModuleType: moduleType,
    TracebackType: tracebackType,
    FrameType: frameType,
    GetSetDescriptorType: getSetType,
    MemberDescriptorType: memberType,
    DynamicClassAttribute: context.call2(build, definitionIn(module, code, name), name),
    GenericAlias: typeOfLayout(PyGenericAlias),
    UnionType: typeOfLayout(PyUnion),
    EllipsisType: ellipsisType,
    NoneType: noneType,
    NotImplementedType: notImplementedType,
  }
}
