/** Issuing warnings from the runtime, through the library's `warnings` module (CPython: Python/_warnings.c). */
import { getAttr } from '../objects/attributes'
import { context } from '../objects/context'
import type { PyType } from '../objects/object'

/** `warnings.warn(message, category, stacklevel)` on behalf of the running Python frame. */
export function issueWarning(category: PyType, message: string, stacklevel: number): void {
  const warnings = context.importModule('warnings')
  context.callKeywords(getAttr(warnings, 'warn'), [message, category], ['stacklevel'], [stacklevel])
}
