/**
 * What objects ask of the interpreter above them, injected once by the runtime: calling any callable, warnings, imports, and
 * the recursion limit. A builtin that must call Python code from the middle of its work (a sort key, a user's `__eq__` inside
 * a dict) re-enters the interpreter through `context` on the JavaScript stack.
 */

import { recursionError } from './exceptions'
import type { PyModule } from './module'
import type { PyType, Value } from './object'

/** The interface of the interpreter to the object model. */
export interface Context {
  call0(callable: Value): Value
  call1(callable: Value, a: Value): Value
  call2(callable: Value, a: Value, b: Value): Value
  call3(callable: Value, a: Value, b: Value, c: Value): Value
  call(callable: Value, args: readonly Value[]): Value
  /** The last `names.length` values are keyword arguments. */
  callKeywords(callable: Value, args: readonly Value[], names: readonly string[], values: readonly Value[]): Value
  /** Keyword arguments from a dict, or null for none. */
  callDict(callable: Value, args: readonly Value[], keywords: Value): Value
  /** What `super()` without arguments finds in the running frame: the class cell and the first argument. */
  superArguments(): [Value, Value]
  /** `warnings.warn(message, category, stacklevel)`; may raise. */
  warn(category: PyType, message: string, stacklevel?: number): void
  /** `from module import name`: the attribute, or the submodule in sys.modules; ImportError. */
  importFrom(module: Value, name: string): Value
  /** `o.__dict__ = value` */
  setDict(o: Value, value: Value | undefined): void
  /** AttributeError for a name, as getattr would raise it. */
  attributeError(o: Value, name: string): unknown
  /** bytes of a bytes-like object. */
  bytesLike(v: Value): Value
  /** The builtins namespace of code with the given globals: a dict, or whatever mapping their `__builtins__` is. */
  builtinsOf(globals: Value): Value
  /** A function of the running code's builtins; AttributeError where it is not there. */
  builtin(name: string): Value
  /** The module object of a name in sys.modules, or None. */
  moduleOf(name: Value): Value
  /** A line from standard input after a prompt, without its newline; null at the end. */
  readLine(stdin: Value, stdout: Value, prompt: string): Value
  /** An attribute of the interpreter's own module `sys`, whatever is in `sys.modules`; undefined where it was deleted. */
  sysAttribute(name: string): Value | undefined
  /** The module `builtins`. */
  builtinsModule(): Value
  /** `__import__(name, globals, fromlist, level)` */
  importName(name: string, globals: Value | undefined, fromlist: Value, level: number): Value
  /** `os.fsdecode(v)` */
  decodeFilename(v: Value): Value
  /** `sys.displayhook(v)` */
  display(v: Value): void
  /** `importlib.import_module(name)` */
  importModule(name: string): Value
  /** The function that makes the repr of a module (importlib's). */
  moduleRepr(): Value
  /** `__name__` of the running Python code's module, or null. */
  currentModule(): Value
  /** `weakref.ref(o)` to show as `__weakref__`, or None. */
  weakReference(o: Value): Value
  /** `a | b` of classes (types.UnionType). */
  makeUnion(a: Value, b: Value): Value
  /** `exception.add_note(note)` */
  addNote(exception: Value, note: string): void
  /** Reports an exception that cannot be raised (sys.unraisablehook). */
  unraisable(exception: Value, object: Value, message: string | null): void
}

/** The running interpreter. Read it through this binding at each use; it is set before any Python code runs. */
export let context: Context = undefined as never

/** Installs the interpreter. */
export function setContext(installed: Context): void {
  context = installed
}

/**
 * Bodies of the library that were put off (modules/latebodies.ts), as far as objects know of them. They run at the latest when somebody changes
 * what they may read.
 */
export const lateBodies: {
  /** Called before an attribute of a module is changed, or with null before its namespace is given away; null while no body waits. */
  touched: ((module: PyModule, name: string | null) => void) | null
  /** Runs all bodies that wait; null where there are none. */
  settle: (() => void) | null
  /** Runs the body of the module that has this namespace before that is given away, or before code that was there without the body runs; null where none waits. */
  complete: ((namespace: Value) => void) | null
  /** Somebody looks on (a trace function, an audit hook), and is to see bodies run when they are imported. */
  watched: boolean
} = { touched: null, settle: null, complete: null, watched: false }

/**
 * Depth of Python calls, against `sys.getrecursionlimit()`; `native` counts those that are on the JavaScript stack and recursive builtins, which has
 * a bound of its own. `compiledLimit` is the depth from which compiled code hands its calls to the interpreter, never more
 * than `limit`. One object, so that generated code can embed it.
 */
export const recursion = { depth: 0, limit: 1000, native: 0, nativeLimit: 4000, compiledLimit: 0 }

/**
 * Goes one level deeper in a builtin that recurses (repr, compare, hash). It holds no Python frame and is bounded by the JavaScript stack alone, not
 * by `sys.setrecursionlimit`; `where` ends the message. Pair with {@link leaveNative} in a `finally`.
 */
export function enterNative(where: string): void {
  if (recursion.native >= recursion.nativeLimit) throw recursionError(`maximum recursion depth exceeded${where}`)
  recursion.native++
}

/** Comes back from what {@link enterNative} entered. */
export function leaveNative(): void {
  recursion.native--
}

const inRepr = new Set<unknown>()

/** Begins the repr of a container; false where it is being made already (the caller then writes `[...]`). */
export function enterRepr(o: Value): boolean {
  if (inRepr.has(o)) return false
  enterNative(' while getting the repr of an object')
  inRepr.add(o)
  return true
}

/** Ends what {@link enterRepr} began. */
export function leaveRepr(o: Value): void {
  inRepr.delete(o)
  leaveNative()
}
