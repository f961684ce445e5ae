/**
 * The embedding API: run Python from TypeScript. Every function returns a Result and never throws.
 *
 * ```ts
 * import { createRuntime } from 'dxpy'
 * const runtime = createRuntime({ capture: true })._unsafeUnwrap()
 * runtime.set('n', 6)
 * runtime.run('answer = n * 7; print("computed")')
 * runtime.get('answer') // ok(42)
 * runtime.output() // 'computed\n'
 * ```
 *
 * One process has one interpreter: runtimes share builtin types and imported modules, and each has a namespace of its own.
 */
import { readFileSync } from 'node:fs'
import { DxError, DxPythonError, fromJavaScript } from './base/errors'
import { err, ok, type Result } from './base/result'
import { runCode } from './builtins/execution'
import type { CodeUnit } from './bytecode/code'
import { codeFromUnit } from './bytecode/code'
import { compile as compileTree } from './compiler/index'
import { thread } from './interpreter/frame'
import { importing } from './interpreter/import'
import { convertJavaScript } from './interpreter/unwind'
import { stringIOType } from './modules/io/memory'
import { exceptionText } from './modules/syshooks'
import { getAttr } from './objects/attributes'
import { constantFactory } from './objects/constants'
import { context } from './objects/context'
import { PyDict } from './objects/dict'
import type { PyModule } from './objects/module'
import type { Value } from './objects/object'
import { strText } from './objects/operators'
import { asString } from './objects/str'
import { fromJs, type JsValue, toJs } from './runtime/convert'
import { startInterpreter } from './runtime/create'
import type { Mod } from './syntax/ast'
import { type ParseMode, parse as parseSource } from './syntax/index'

export { DxError, type DxErrorCode, type DxErrorContext, DxOsError, DxPythonError, DxSyntaxError } from './base/errors'
export type { CodeUnit } from './bytecode/code'
export type { JsValue } from './runtime/convert'
export type { Mod } from './syntax/ast'

/** Options of {@link createRuntime}. */
export interface RuntimeOptions {
  /** Keep what the program writes to sys.stdout and sys.stderr instead of writing it; see {@link Runtime.output}. */
  readonly capture?: boolean
}

let started = false

/** A namespace to run Python in. */
export class Runtime {
  private readonly namespace = new PyDict()
  private readonly captured: Value

  /** @internal Use {@link createRuntime}. */
  constructor(capture: boolean) {
    this.namespace.setItem('__name__', '__main__')
    this.namespace.setItem('__builtins__', importing.builtins)
    this.captured = capture ? context.call0(stringIOType) : null
  }

  /** Parses source to a syntax tree. Errors: `SYNTAX`, `MEMORY`. */
  parse(source: string | Uint8Array, filename = '<string>', mode: ParseMode = 'exec'): Result<Mod, DxError> {
    return parseSource(source, { filename, mode }).map((parsed) => parsed.tree)
  }

  /** Compiles source to a unit that {@link runUnit} runs. Errors: `SYNTAX`, `MEMORY`, `PYTHON`. */
  compile(source: string | Uint8Array, filename = '<string>', mode: ParseMode = 'exec'): Result<CodeUnit, DxError> {
    return this.parse(source, filename, mode)
      .andThen((tree) => compileTree(tree, { filename }))
      .map((compiled) => compiled.unit)
  }

  /** Runs source as a program. Errors: those of {@link compile}; `PYTHON` with the traceback of an uncaught exception. */
  run(source: string | Uint8Array, filename = '<string>'): Result<void, DxError> {
    return this.compile(source, filename).andThen((unit) => this.runUnit(unit).map(() => undefined))
  }

  /** The value of an expression. Errors as for {@link run}. */
  evaluate(expression: string): Result<JsValue, DxError> {
    return this.compile(expression, '<string>', 'eval').andThen((unit) => this.runUnit(unit))
  }

  /** Runs a file as a program. Errors: `OS` where it cannot be read, else as for {@link run}. */
  runFile(path: string): Result<void, DxError> {
    let source: Uint8Array
    try {
      source = new Uint8Array(readFileSync(path))
    } catch (e) {
      return err(fromJavaScript(e, { path }))
    }
    return this.run(source, path)
  }

  /** Runs a compiled unit; what an expression gives. Error: `PYTHON`. */
  runUnit(unit: CodeUnit): Result<JsValue, DxError> {
    return this.guarded(() => runCode(codeFromUnit(unit, constantFactory), this.namespace, this.namespace)).andThen(
      (v) => toJs(v),
    )
  }

  /** Sets a global variable. Error: `ARGUMENT` for a value that cannot be passed. */
  set(name: string, value: JsValue): Result<void, DxError> {
    return fromJs(value).map((made) => this.namespace.setItem(name, made))
  }

  /** The value of a global variable, undefined where there is none. Error: `ARGUMENT` for a cyclic value. */
  get(name: string): Result<JsValue, DxError> {
    const found = this.namespace.getItem(name)
    return found === undefined ? ok(undefined) : toJs(found)
  }

  /** What the program wrote so far, with `capture`; else the empty string. */
  output(): string {
    if (this.captured === null) return ''
    return this.guarded(() => context.call0(getAttr(this.captured, 'getvalue')))
      .map((text) => asString(text) ?? '')
      .unwrapOr('')
  }

  /** Runs Python code with the captured streams in place; a Python exception becomes a DxPythonError. */
  private guarded(work: () => Value): Result<Value, DxError> {
    const sys = importing.modules.getItem('sys') as PyModule
    const saved =
      this.captured === null ? null : ['stdout', 'stderr'].map((name) => sys.namespace.getItem(name) ?? null)
    if (saved !== null) for (const name of ['stdout', 'stderr']) sys.namespace.setItem(name, this.captured)
    const { handled } = thread
    const { exception } = handled
    try {
      return ok(work())
    } catch (e) {
      return err(pythonError(e))
    } finally {
      // Code that was not made by the compiler can end in the middle of a handler.
      thread.handled = handled
      handled.exception = exception
      if (saved !== null) ['stdout', 'stderr'].forEach((name, i) => sys.namespace.setItem(name, saved[i]!))
    }
  }
}

function pythonError(thrown: unknown): DxError {
  const e = convertJavaScript(thrown)
  let message: string
  let traceback: string
  try {
    message = strText(e)
    traceback = exceptionText(e)
  } catch (failure) {
    message = traceback = `exception whose text cannot be made: ${String(failure)}`
  }
  return new DxPythonError(e.cls.name, message, traceback, e)
}

/** Makes a runtime, starting the interpreter at the first call. Error: `INTERNAL` where it cannot start. */
export function createRuntime(options: RuntimeOptions = {}): Result<Runtime, DxError> {
  try {
    if (!started) {
      startInterpreter()
      started = true
    }
    return ok(new Runtime(options.capture === true))
  } catch (e) {
    return err(e instanceof DxError ? e : pythonError(e))
  }
}
