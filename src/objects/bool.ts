/** bool: True and False (CPython: Objects/boolobject.c). */
import { intType, PyInt } from './int'
import { definePrimitive, defineType } from './object'

export const boolType = defineType('bool', { layout: class PyBool extends PyInt {}, base: intType, final: true })
definePrimitive('bool', boolType)
