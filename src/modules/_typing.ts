/** _typing: the type parameters' classes (CPython: Modules/_typingmodule.c). */
import type { Value } from '../objects/object'
import {
  NoDefault,
  paramSpecArgsType,
  paramSpecKwargsType,
  paramSpecType,
  typeAliasType,
  typeVarTupleType,
  typeVarType,
} from '../objects/typeparams'
import type { NativeModule } from './definition'
import { genericType } from './typinggeneric'

export const typingModule: NativeModule = {
  name: '_typing',
  doc: 'Classes and functions of typing that are native.',
  functions: [['_idfunc', (x: Value) => x, '(x, /)']],
  attributes: () => ({
    TypeVar: typeVarType,
    ParamSpec: paramSpecType,
    TypeVarTuple: typeVarTupleType,
    ParamSpecArgs: paramSpecArgsType,
    ParamSpecKwargs: paramSpecKwargsType,
    TypeAliasType: typeAliasType,
    Generic: genericType,
    NoDefault,
  }),
}
