/** The compiler as the interpreter sees it: source or tree to code object, SyntaxErrors and warnings as Python's. Loaded on first use. */

import type { DxError } from '../base/errors'
import { DxSyntaxError } from '../base/errors'
import { nodeFs } from '../base/nodefs'
import { CompileFlag, compiler as hook } from '../builtins/compilehook'
import { isFresh, PYC_MAGIC, pycBytes, readCache, writeCache } from '../bytecode/cache'
import { type CodeObject, type CodeUnit, codeFromUnit } from '../bytecode/code'
import { type Invalidation, writeDpb } from '../bytecode/dpb'
import { type SymbolScope, symbolSource } from '../modules/_symtable'
import { tokenSource } from '../modules/_tokenize'
import { syntaxTables } from '../modules/asttables'
import { config } from '../modules/config'
import { cachedPath } from '../modules/loaders'
import { sysAttribute } from '../modules/sysobject'
import { characterNames } from '../modules/unicodetables'
import { getAttr } from '../objects/attributes'
import { bytesView } from '../objects/buffer'
import { PyBytes } from '../objects/bytes'
import { decodeObject } from '../objects/codecregistry'
import { constantFactory } from '../objects/constants'
import { context } from '../objects/context'
import {
  incompleteInputErrorType,
  indentationErrorType,
  type PySyntaxError,
  syntaxErrorType,
  tabErrorType,
} from '../objects/exceptionfields'
import {
  deprecationWarningType,
  isException,
  makeException,
  memoryError,
  PyBaseException,
  recursionErrorType,
  syntaxWarningType,
  systemErrorType,
  typeErrorType,
  valueError,
  valueErrorType,
} from '../objects/exceptions'
import { getIntMaxStrDigits } from '../objects/intmath'
import type { Value } from '../objects/object'
import { isTrue, str } from '../objects/operators'
import { keyedHash } from '../objects/siphash'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import type { SyntaxWarningRecord } from '../syntax/index'

/** An error of the parser. A file that cannot be decoded has no line to show, and a text with null characters is not looked into. */
export function parserError(error: DxError, fromFile = false): PyBaseException {
  const placeless =
    error instanceof DxSyntaxError &&
    error.lineno === 0 &&
    (fromFile || error.message === 'source code string cannot contain null bytes')
  return pythonError(error, !placeless)
}

/** A typed error of the front end as the Python exception it stands for; `placed`: with its place in the source, of which `line` may know more. */
export function pythonError(error: DxError, placed = true, line: string | null = null): PyBaseException {
  if (error instanceof DxSyntaxError) {
    const type =
      error.type === 'TabError'
        ? tabErrorType
        : error.type === 'IndentationError'
          ? indentationErrorType
          : error.message === 'incomplete input'
            ? incompleteInputErrorType
            : syntaxErrorType
    const { filename, lineno, offset, endLineno, endOffset } = error
    const details: Value[] = [filename, lineno, offset, line ?? shownLine(error.text), endLineno, endOffset]
    const args: Value[] = placed ? [error.message, new PyTuple(details)] : [error.message]
    const e = makeException(type, ...args) as PySyntaxError
    e.msg = error.message
    if (!placed) return e
    e.filename = error.filename
    e.lineno = error.lineno
    e.offset = error.offset
    e.text = details[3] as Value
    e.endLineno = error.endLineno
    e.endOffset = error.endOffset
    return e
  }
  const name = error.context.type
  if (error.code === 'PYTHON') {
    const types = {
      RecursionError: recursionErrorType,
      ValueError: valueErrorType,
      TypeError: typeErrorType,
      SystemError: systemErrorType,
    }
    const type =
      types[String(name) as keyof typeof types] ??
      (Object.hasOwn(error, 'typeName')
        ? types[(error as unknown as { typeName: keyof typeof types }).typeName]
        : undefined)
    return makeException(type ?? systemErrorType, error.message)
  }
  if (error.code === 'MEMORY')
    return error.message === '' ? memoryError() : makeException(memoryError().cls, error.message)
  if (error.code === 'ARGUMENT') return valueError(error.message)
  return makeException(systemErrorType, error.message)
}

/** The source line of an error; bytes of it that are not UTF-8 show as replacement characters. */
function shownLine(text: string | null): string | null {
  if (text === null || !/[\udc80-\udcff]/.test(text)) return text
  const { bytesOf } = require('../syntax/source') as typeof import('../syntax/source')
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytesOf(text))
}

/** What the front end asks of the runtime. */
export function sourceOptions() {
  return { decoder: decodeSource, maxIntDigits: getIntMaxStrDigits() }
}

/** Source in an encoding that only the codec registry knows. */
function decodeSource(bytes: Uint8Array, encoding: string): { text: string } | { error: string } {
  try {
    return { text: asString(decodeObject(new PyBytes(bytes), encoding, 'strict')) ?? '' }
  } catch (e) {
    if (!(e instanceof PyBaseException)) throw e
    return { error: asString(str(e)) ?? '' }
  }
}

/** Parses and compiles text or bytes; errors of a program file are worded otherwise (`fromFile`). Throws Python exceptions; warnings go to `warnings`. */
export function compileSource(
  source: string | Uint8Array,
  filename: string,
  mode: string,
  flags: number,
  optimize: number,
  fromFile = false,
): CodeObject {
  return codeFromUnit(compileUnit(source, filename, mode, flags, optimize, fromFile), constantFactory)
}

/** The same, as plain data. */
export function compileUnit(
  source: string | Uint8Array,
  filename: string,
  mode: string,
  flags: number,
  optimize: number,
  fromFile = false,
): CodeUnit {
  const syntax = require('../syntax/index') as typeof import('../syntax/index')
  const compile = require('../compiler/index') as typeof import('../compiler/index')
  const warnings: SyntaxWarningRecord[] = []
  const parsed = syntax.parse(source, {
    filename,
    mode: mode as 'exec',
    refusedWarnings: warnings,
    allowIncompleteInput: (flags & CompileFlag.ALLOW_INCOMPLETE_INPUT) !== 0,
    impliedDedents: (flags & CompileFlag.DONT_IMPLY_DEDENT) === 0,
    barryAsFlufl: (flags & CompileFlag.BARRY_AS_BDFL) !== 0,
    ...sourceOptions(),
    fromFile,
  })
  if (parsed.isErr()) {
    reportWarnings(warnings, filename, (w) => warnedLine(source, w))
    throw parserError(parsed.error, fromFile)
  }
  reportWarnings(parsed.value.warnings, filename, (w) => warnedLine(source, w))
  const level = (optimize < 0 ? config.optimize : optimize) as 0 | 1 | 2
  const compiled = compile.compile(parsed.value.tree, { filename, optimize: level, flags })
  if (compiled.isErr()) {
    const { error } = compiled
    throw pythonError(error, true, error instanceof DxSyntaxError ? lineOnDisk(filename, error.lineno) : null)
  }
  reportWarnings(compiled.value.warnings, filename, (w) => lineOnDisk(filename, w.lineno))
  return compiled.value.unit
}

/** A line of the file that code was made of, as it is now, or null: the compiler has no text (CPython: PyErr_ProgramTextObject). */
function lineOnDisk(filename: string, lineno: number): string | null {
  let bytes: Uint8Array
  try {
    if (!nodeFs().statSync(filename).isFile()) return null
    bytes = nodeFs().readFileSync(filename)
  } catch {
    // `<string>` and what has gone have no line to show.
    return null
  }
  return lineOf(bytes, lineno)
}

/** A line of a source with its line end, or null where there is none. */
function lineOf(source: string | Uint8Array, lineno: number): string | null {
  const { decodeSource: decode } = require('../syntax/source') as typeof import('../syntax/source')
  const decoded = decode(source, { filename: '', ...sourceOptions() })
  return (decoded.isErr() ? null : decoded.value.text.split(/(?<=\n)|(?<=\r)(?!\n)/)[lineno - 1]) ?? null
}

/** What a warning says of its place. */
interface Placed {
  message: string
  lineno: number
  endLineno: number
}

/** The source line of a parser's warning. Where the tokenizer still stands on it, it has its line end (CPython: _PyPegen_raise_error_known_location). */
export function warnedLine(source: string | Uint8Array, w: Placed): string | null {
  const line = lineOf(source, w.lineno)?.replace(/[\r\n]+$/, '')
  if (line === undefined) return null
  return w.endLineno === w.lineno && w.message.startsWith('invalid escape') ? `${line}\n` : line
}

/** Issues the warnings of the parser and the compiler; one that a filter makes an error becomes a SyntaxError at its place. */
export function reportWarnings(
  warnings: readonly {
    category: string
    message: string
    lineno: number
    offset: number
    endLineno: number
    endOffset: number
  }[],
  filename: string,
  lineOf: (warning: Placed) => string | null = () => null,
): void {
  for (const w of warnings) {
    const category = w.category === 'DeprecationWarning' ? deprecationWarningType : syntaxWarningType
    const module = context.importModule('_warnings')
    try {
      context.call(getAttr(module, 'warn_explicit'), [w.message, category, filename, w.lineno])
    } catch (e) {
      if (!isException(e, category)) throw e
      throw pythonError(
        new DxSyntaxError('SyntaxError', w.message, filename, w.lineno, w.offset, w.endLineno, w.endOffset, lineOf(w)),
      )
    }
  }
}

/** Installs the compiler for `compile`, `exec` and `eval`. */
export function installCompiler(): void {
  syntaxTables.load = () => require('../syntax/ast') as typeof import('../syntax/ast')
  characterNames.lookup = (name) => {
    const { lookupUnicodeName } = require('../syntax/unicode-names') as typeof import('../syntax/unicode-names')
    return lookupUnicodeName(name)
  }
  characterNames.nameOf = (cp) => {
    const { unicodeNameOf } = require('../syntax/unicode-names') as typeof import('../syntax/unicode-names')
    return unicodeNameOf(cp)
  }
  tokenSource.tokens = (source, extra) => {
    const { pythonTokensBeforeError } = require('../syntax/python-tokens') as typeof import('../syntax/python-tokens')
    const made = pythonTokensBeforeError(source, { filename: '<string>', extraTokens: extra })
    return { tokens: made.tokens, error: made.error === null ? null : pythonError(made.error) }
  }
  symbolSource.build = symbolsOf
  hook.compile = (source, filename, mode, flags, optimize, featureVersion = -1) => {
    const text = asString(source)
    if (text === undefined && bytesView(source) === null)
      return astBridge().compileTree(source, filename, mode, flags, optimize)
    if (flags & CompileFlag.ONLY_AST)
      return astBridge().parseToObjects(text ?? bytesView(source)!, filename, mode, flags, optimize, featureVersion)
    return compileSource(text ?? bytesView(source)!, filename, mode, flags, optimize)
  }
}

/** The symbol table of a source, its top scope. */
function symbolsOf(source: string | Uint8Array, filename: string, mode: string): SymbolScope {
  const syntax = require('../syntax/index') as typeof import('../syntax/index')
  const { symbolTable } = require('../compiler/index') as typeof import('../compiler/index')
  const parsed = syntax.parse(source, { filename, mode: mode as 'exec', ...sourceOptions() })
  if (parsed.isErr()) throw parserError(parsed.error)
  const table = symbolTable(parsed.value.tree, { filename })
  if (table.isErr()) throw pythonError(table.error)
  return table.value.top
}

function astBridge(): typeof import('./astbridge') {
  return require('./astbridge') as typeof import('./astbridge')
}

/** The code of a source file: from its cache in `__pycache__` where that is fresh, else compiled and cached. */
export function compileFile(path: string): CodeObject {
  const optimize = config.optimize
  const cache = cachedPath(path)
  const stat = nodeFs().statSync(path)
  const mtime = Math.floor(stat.mtimeMs / 1000)
  let source: Uint8Array | null = null
  const read = () => (source ??= new Uint8Array(nodeFs().readFileSync(path)))
  const hash = () => keyedHash(BigInt(PYC_MAGIC), read())
  const cached = readCache(cache, path)
  if (cached.isOk() && isFresh(cached.value.invalidation, { mtime, size: stat.size, hash }, config.checkHashPycs))
    return cached.value.file.module(constantFactory)
  const unit = compileUnit(read(), path, 'exec', 0, -1)
  if (!isTrue(sysAttribute('dont_write_bytecode') ?? null)) {
    const invalidation: Invalidation =
      cached.isOk() && cached.value.invalidation.kind === 'hash'
        ? { ...cached.value.invalidation, hash: hash() }
        : { kind: 'timestamp', mtime, size: stat.size }
    // A cache that cannot be written costs only the next start.
    writeCache(cache, pycBytes(writeDpb(unit, { optimize }), invalidation), stat.mode | 0o200)
  }
  return codeFromUnit(unit, constantFactory)
}
