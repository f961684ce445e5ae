/** atexit (Library Reference, "atexit"). */
import { convertJavaScript } from '../interpreter/unwind'
import { context } from '../objects/context'
import { typeError } from '../objects/exceptions'
import { typeOf, type Value } from '../objects/object'
import { equals, repr } from '../objects/operators'
import type { NativeModule } from './definition'

let callbacks: { f: Value; args: Value[]; keywords: Value }[] = []

function failureText(f: Value): string | null {
  try {
    return `Exception ignored in atexit callback ${repr(f)}`
  } catch {
    // The callback's own exception is shown; that its repr fails too is lost, as in CPython.
    return null
  }
}

/** Calls the registered functions, last first. Exceptions are reported and do not stop the rest. */
export function runExitFunctions(): void {
  while (callbacks.length > 0) {
    const { f, args, keywords } = callbacks.pop()!
    try {
      context.callDict(f, args, keywords)
    } catch (e) {
      context.unraisable(convertJavaScript(e), null, failureText(f))
    }
  }
}

export const atexitModule: NativeModule = {
  name: 'atexit',
  doc: 'Functions to call when the program ends.',
  functions: [
    [
      'register',
      (args: Value[], keywords: Value) => {
        if (args.length === 0) throw typeError('register() takes at least 1 argument (0 given)')
        const [f, ...rest] = args
        if (typeOf(f!).proto.$__call__ === undefined) throw typeError('the first argument must be callable')
        callbacks.push({ f: f!, args: rest, keywords })
        return f!
      },
      '(*args, **kwargs)',
    ],
    [
      'unregister',
      (f: Value) => {
        callbacks = callbacks.filter((c) => !equals(c.f, f))
        return null
      },
      '(func, /)',
    ],
    [
      '_clear',
      () => {
        callbacks = []
        return null
      },
      '()',
    ],
    ['_run_exitfuncs', () => (runExitFunctions(), null), '()'],
    ['_ncallbacks', () => callbacks.length, '()'],
  ],
}
