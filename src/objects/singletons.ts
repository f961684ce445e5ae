/** None, NotImplemented and Ellipsis (CPython: Objects/object.c, Objects/sliceobject.c). */
import { definePrimitive, defineType, PyObject } from './object'

class PyNone extends PyObject {}
class PyNotImplemented extends PyObject {}
class PyEllipsis extends PyObject {}

export const noneType = defineType('NoneType', { layout: PyNone, final: true })
definePrimitive('none', noneType)

export const notImplementedType = defineType('NotImplementedType', { layout: PyNotImplemented, final: true })
/** `NotImplemented` */
export const NotImplemented: PyObject = new PyNotImplemented()

export const ellipsisType = defineType('ellipsis', { layout: PyEllipsis, final: true })
/** `...` */
export const Ellipsis: PyObject = new PyEllipsis()
