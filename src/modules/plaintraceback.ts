/**
 * Exceptions as text without Python code: for what cannot be raised, and where the library's traceback module does not do
 * (CPython: Python/traceback.c, print_exception of Python/pythonrun.c).
 */
import { nodeFs } from '../base/nodefs'
import { PyTraceback } from '../interpreter/unwind'
import { lookupAttr } from '../objects/attributes'
import { PyBaseException } from '../objects/exceptions'
import { asInt } from '../objects/int'
import { typeOf, type Value } from '../objects/object'
import { strText, toArray } from '../objects/operators'
import { asString } from '../objects/str'
import { sysAttribute } from './sysobject'

/** Entries shown at most, where `sys.tracebacklimit` does not say. */
const LIMIT = 1000
/** Equal entries in a row that are shown. */
const REPEATS = 3

/** A source file's text: by its name, else by the last part of it in the directories of `sys.path`. */
function sourceText(filename: string): string | null {
  const tail = filename.slice(filename.lastIndexOf('/') + 1)
  const path = sysAttribute('path')
  const places = path === undefined || filename.startsWith('<') ? [] : toArray(path).map((p) => asString(p))
  for (const file of [filename, ...places.map((p) => `${p}/${tail}`)]) {
    try {
      return nodeFs().readFileSync(file, 'utf8')
    } catch {
      // Not there: another place may have it, and an entry is readable without its line.
    }
  }
  return null
}

/** A line of a source file without its indentation, or null where it cannot be had. */
export function sourceLineOf(filename: string, lineno: number): string | null {
  const line = sourceText(filename)?.split(/\r\n?|\n/)[lineno - 1]
  return line === undefined ? null : line.replace(/^[ \t\f]+/, '')
}

function tracebackText(first: PyTraceback): string {
  const setting = asInt(sysAttribute('tracebacklimit') ?? null)
  const limit = setting === undefined ? LIMIT : Number(setting)
  if (limit <= 0) return ''
  const entries: PyTraceback[] = []
  for (let entry: PyTraceback | null = first; entry !== null; entry = entry.next) entries.push(entry)
  let text = 'Traceback (most recent call last):\n'
  let last = ''
  let repeated = 0
  const flush = () => {
    const more = repeated - REPEATS
    if (more > 0) text += `  [Previous line repeated ${more} more time${more === 1 ? '' : 's'}]\n`
    repeated = 0
  }
  for (const entry of entries.slice(-limit)) {
    const { filename, name } = entry.frame.code
    const line = entry.line()
    const head = `  File "${filename}", line ${line}, in ${name}\n`
    if (head !== last) flush()
    last = head
    if (++repeated > REPEATS) continue
    const source = sourceLineOf(filename, line)
    text += source === null ? head : `${head}    ${source}\n`
  }
  flush()
  return text
}

/** The type with its module, as the last line of a traceback begins. */
function typeText(e: PyBaseException): string {
  const module = asString(lookupAttr(e.cls, '__module__') ?? null)
  const name = e.cls.qualname
  if (module === undefined) return `<unknown>.${name}`
  return module === 'builtins' || module === '__main__' ? name : `${module}.${name}`
}

function messageOf(e: PyBaseException): string {
  try {
    return strText(e)
  } catch {
    return '<exception str() failed>'
  }
}

/** An exception that cannot be raised: traceback and message, nothing of what led to it. */
export function unraisableText(e: PyBaseException, traceback: Value): string {
  const entries = traceback instanceof PyTraceback ? tracebackText(traceback) : ''
  return `${entries}${typeText(e)}: ${messageOf(e)}\n`
}

/** An exception with its causes and contexts. */
export function plainExceptionText(value: Value, seen = new Set<Value>()): string {
  if (!(value instanceof PyBaseException))
    return `TypeError: print_exception(): Exception expected for value, ${typeOf(value).name} found\n`
  seen.add(value)
  let before = ''
  const { cause, context: handled } = value
  if (cause instanceof PyBaseException) {
    if (!seen.has(cause))
      before = `${plainExceptionText(cause, seen)}\nThe above exception was the direct cause of the following exception:\n\n`
  } else if (handled instanceof PyBaseException && !value.suppressContext && !seen.has(handled))
    before = `${plainExceptionText(handled, seen)}\nDuring handling of the above exception, another exception occurred:\n\n`
  const entries = value.traceback instanceof PyTraceback ? tracebackText(value.traceback) : ''
  const message = messageOf(value)
  return `${before}${entries}${typeText(value)}${message === '' ? '' : `: ${message}`}\n`
}
