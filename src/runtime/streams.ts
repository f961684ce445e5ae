/** The standard streams of sys (CPython: Python/pylifecycle.c, create_stdio). */
import { fstatSync } from 'node:fs'
import { isatty } from 'node:tty'
import { config } from '../modules/config'
import { bufferedReaderType, bufferedWriterType } from '../modules/io/buffered'
import { fileIOType } from '../modules/io/fileio'
import { localeEncoding, textIOWrapperType } from '../modules/io/textio'
import { context } from '../objects/context'
import type { PyModule } from '../objects/module'
import { type PyType, typeOf, type Value } from '../objects/object'

function isOpen(fd: number): boolean {
  try {
    fstatSync(fd)
    return true
  } catch {
    // A closed descriptor has no stream.
    return false
  }
}

/** Encoding and error handler: PYTHONIOENCODING, UTF-8 mode, else the locale's. */
function codecs(fd: number): [string, string] {
  const setting = config.ignoreEnvironment ? undefined : process.env.PYTHONIOENCODING
  let encoding = ''
  let errors = ''
  if (setting) [encoding = '', errors = ''] = setting.split(':')
  if (fd === 2) errors = 'backslashreplace'
  const locale = config.ignoreEnvironment ? '' : process.env.LC_ALL || process.env.LC_CTYPE || process.env.LANG || ''
  const plain = locale === '' || locale === 'C' || locale === 'POSIX' || /^C\.utf-?8$/i.test(locale)
  if (encoding === '') encoding = config.utf8Mode || plain ? 'utf-8' : localeEncoding().toLowerCase()
  if (errors === '') errors = plain || config.utf8Mode ? 'surrogateescape' : 'strict'
  return [encoding, errors]
}

function stream(fd: number, name: string): Value {
  if (!isOpen(fd)) return null
  const writing = fd !== 0
  const raw = context.call(fileIOType, [fd, writing ? 'wb' : 'rb', false])
  typeOf(raw).setattro(raw, 'name', name)
  const tty = isatty(fd)
  const bufferType: PyType = writing ? bufferedWriterType : bufferedReaderType
  const buffer = context.call1(bufferType, raw)
  const [encoding, errors] = codecs(fd)
  const unbuffered = config.unbuffered && writing
  const lineBuffering = writing && !unbuffered && (fd === 2 || tty || config.interactive)
  const text = context.call(textIOWrapperType, [buffer, encoding, errors, '\n', lineBuffering, unbuffered])
  typeOf(text).setattro(text, 'mode', writing ? 'w' : 'r')
  return text
}

/** Makes sys.stdin, stdout, stderr and their originals. */
export function openStandardStreams(sys: PyModule): void {
  for (const [fd, name] of [
    [0, 'stdin'],
    [1, 'stdout'],
    [2, 'stderr'],
  ] as const) {
    const made = stream(fd, `<${name}>`)
    sys.namespace.setItem(name, made)
    sys.namespace.setItem(`__${name}__`, made)
  }
}
