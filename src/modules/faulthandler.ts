/**
 * faulthandler: tracebacks written to a descriptor without running Python code (Library Reference, "faulthandler"; CPython:
 * Modules/faulthandler.c). A crash of the engine cannot be caught here: enabling records the file, and a fatal signal is the engine's.
 */
import { type Frame, thread } from '../interpreter/frame'
import { frameLine } from '../interpreter/frametype'
import { getAttr, lookupAttr } from '../objects/attributes'
import { context } from '../objects/context'
import { runtimeError, valueError } from '../objects/exceptions'
import { asInt } from '../objects/int'
import type { Value } from '../objects/object'
import { isTrue } from '../objects/operators'
import type { NativeModule } from './definition'
import { writeRaw } from './rawoutput'

/** Frames shown at most. */
const LIMIT = 100

let enabled = false

/** The descriptor of a file argument; None and nothing stand for sys.stderr. Raises ValueError, RuntimeError. */
function target(file: Value): number {
  let object = file
  if (object === null) {
    object = getAttr(context.importModule('sys'), 'stderr')
    if (object === null) throw runtimeError('sys.stderr is None')
  }
  const direct = asInt(object)
  if (direct !== undefined) {
    if (direct < 0) throw valueError('file is not a valid file descripter')
    return Number(direct)
  }
  const fd = asInt(context.call0(getAttr(object, 'fileno')))
  if (fd === undefined) throw runtimeError('file.fileno() is not a valid file descriptor')
  const flush = lookupAttr(object, 'flush')
  if (flush !== undefined) context.call0(flush)
  return Number(fd)
}

function dump(file: Value = null, allThreads: Value = true): Value {
  const fd = target(file)
  // The one thread there is has the process's number, as `threading.get_ident()` says.
  const thisThread = `0x${process.pid.toString(16).padStart(16, '0')}`
  let text = isTrue(allThreads)
    ? `Current thread ${thisThread} (most recent call first):\n`
    : 'Stack (most recent call first):\n'
  let depth = 0
  for (let frame: Frame | null = thread.frame; frame !== null; frame = frame.back) {
    if (depth++ === LIMIT) {
      text += '  ...\n'
      break
    }
    text += `  File "${frame.code.filename}", line ${frameLine(frame)} in ${frame.code.name}\n`
  }
  writeRaw(fd, text)
  return null
}

export const faulthandlerModule: NativeModule = {
  name: 'faulthandler',
  doc: 'Tracebacks of crashing programs.',
  functions: [
    [
      'enable',
      (file: Value = null) => {
        target(file)
        enabled = true
        return null
      },
      '(file=None, all_threads=True)',
    ],
    [
      'disable',
      () => {
        const was = enabled
        enabled = false
        return was
      },
      '()',
    ],
    ['is_enabled', () => enabled, '()'],
    ['dump_traceback', dump, '(file=None, all_threads=True)'],
  ],
}
