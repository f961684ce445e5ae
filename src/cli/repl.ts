/** Interactive input: prompt, statement, result (CPython: PyRun_InteractiveLoop, without line editing). */
import { nodeFs } from '../base/nodefs'
import { CompileFlag } from '../builtins/compilehook'
import { runCode } from '../builtins/execution'
import { convertJavaScript } from '../interpreter/unwind'
import { config } from '../modules/config'
import { flushStreams, writeError } from '../modules/syshooks'
import { sysAttribute, sysNamespace } from '../modules/sysobject'
import { getAttr } from '../objects/attributes'
import { context } from '../objects/context'
import { PySyntaxError, PySystemExit } from '../objects/exceptionfields'
import { isException, keyboardInterruptType, type PyBaseException } from '../objects/exceptions'
import type { Value } from '../objects/object'
import { strText } from '../objects/operators'
import { asString } from '../objects/str'
import { compileSource } from '../runtime/compile'
import { mainModule, runSource } from '../runtime/create'

/** Statements read so far; each has a file name of its own, under which linecache knows its source. */
let statements = 0

/** One line of input after its prompt; null at the end of the input. */
function readLine(promptName: 'ps1' | 'ps2'): string | null {
  const stdin = sysAttribute('stdin') ?? null
  flushStreams()
  writeError(strText(sysAttribute(promptName) ?? ''))
  // A prompt has no line end that would flush it.
  flushStreams()
  if (stdin === null) return null
  const line = asString(context.call0(getAttr(stdin, 'readline'))) ?? ''
  return line === '' ? null : line.replace(/\n$/, '')
}

/** Reads the text of a statement: lines until codeop says that it is whole. Null at the end of the input. Raises SyntaxError. */
function readStatement(compiler: Value): string | null {
  let source = ''
  for (;;) {
    const line = readLine(source === '' ? 'ps1' : 'ps2')
    if (line === null) {
      if (source === '') return null
      writeError('\n')
      return source
    }
    source += source === '' ? line : `\n${line}`
    if (source.trim() === '' || context.call3(compiler, source, '<stdin>', 'single') !== null) return source
  }
}

/** The future statements so far, which stay in force. */
let futures = 0

/** Runs a statement; the values of its expressions are shown. */
function runStatement(source: string): void {
  const text = `${source}\n`
  const main = mainModule().namespace
  // A first compilation finds syntax errors, in a file of the name that everyone knows.
  compileSource(text, '<stdin>', 'single', futures, -1)
  const filename = `<stdin>-${statements++}`
  const code = compileSource(text, filename, 'single', futures, -1)
  futures |= code.flags & CompileFlag.FUTURE_MASK
  context.call3(getAttr(context.importModule('linecache'), '_register_code'), filename, text, '<stdin>')
  runCode(code, main, main)
}

/** Runs the file of PYTHONSTARTUP; what it raises is shown. */
export function runStartup(show: (e: PyBaseException) => void): void {
  const file = config.ignoreEnvironment ? '' : process.env.PYTHONSTARTUP
  if (!file) return
  try {
    mainModule().namespace.setItem('__file__', file)
    runSource(new Uint8Array(nodeFs().readFileSync(file)), file)
  } catch (e) {
    const failed = convertJavaScript(e)
    if (failed instanceof PySystemExit) throw failed
    show(failed)
  }
  mainModule().namespace.deleteItem('__file__')
}

/** Prompts until the input ends. `show` prints an exception. Raises SystemExit. */
export function interact(show: (e: PyBaseException) => void): void {
  const ns = sysNamespace()
  if (ns.getItem('ps1') === undefined) ns.setItem('ps1', '>>> ')
  if (ns.getItem('ps2') === undefined) ns.setItem('ps2', '... ')
  const compiler = context.call0(getAttr(context.importModule('codeop'), 'CommandCompiler'))
  for (;;) {
    try {
      const source = readStatement(compiler)
      if (source === null) break
      if (source.trim() !== '') runStatement(source)
      flushStreams()
    } catch (e) {
      const failed = convertJavaScript(e)
      if (failed instanceof PySystemExit) throw failed
      // A statement that cannot be compiled has no frames to show; codeop's are none of it.
      if (failed instanceof PySyntaxError && failed.filename === '<stdin>') failed.traceback = null
      if (isException(failed, keyboardInterruptType) && failed.traceback === null) writeError('\nKeyboardInterrupt\n')
      else show(failed)
    }
  }
  writeError('\n')
}
