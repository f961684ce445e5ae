/** The standard streams of sys (CPython: Python/pylifecycle.c, create_stdio). */
import { closeDescriptor, closesOnExec, type DescriptorStatus, descriptorStatus } from '../ffi/descriptors'
import { isatty } from '../ffi/tty'
import { convertJavaScript } from '../interpreter/unwind'
import { config, isCLocale, localeName, StartupError } from '../modules/config'
import { bufferOver } from '../modules/io/buffered'
import { fileOver } from '../modules/io/fileio'
import { localeEncoding, textOver } from '../modules/io/textio'
import { getAttr } from '../objects/attributes'
import { lookupCodec } from '../objects/codecregistry'
import type { PyModule } from '../objects/module'
import type { AttributeRecord, Value } from '../objects/object'
import { strText } from '../objects/operators'
import { asString } from '../objects/str'

/** The device number of /dev/null on Linux: major 1, minor 3. */
const NULL_DEVICE = 0x103

/**
 * The status of a standard descriptor, null where it was closed when the process started. Bun puts /dev/null in the place of a closed one; it can be told from
 * one that was inherited because it closes on exec. It is closed again, as Python programs expect it.
 */
function openStatus(fd: number): DescriptorStatus | null {
  const status = descriptorStatus(fd)
  // A closed descriptor has no stream.
  if (typeof status === 'number') return null
  if (fd === 0 && status.directory)
    throw new StartupError('init_sys_streams: <stdin> is a directory, cannot continue', 'core initialized')
  if (!status.characterDevice || status.rdev !== NULL_DEVICE || process.platform !== 'linux') return status
  if (!closesOnExec(fd)) return status
  closeDescriptor(fd)
  return null
}

/** Encoding and error handler: PYTHONIOENCODING, UTF-8 mode, else the locale's. */
function codecs(fd: number): [string, string] {
  const setting = config.ignoreEnvironment ? undefined : process.env.PYTHONIOENCODING
  let encoding = ''
  let errors = ''
  if (setting) [encoding = '', errors = ''] = setting.split(':')
  // An encoding of one's own makes errors strict, unless these are named too.
  if (encoding !== '' && errors === '') errors = 'strict'
  if (fd === 2) errors = 'backslashreplace'
  const locale = localeName()
  const lower = locale.toLowerCase()
  const plain = isCLocale(locale) || lower === 'c.utf-8' || lower === 'c.utf8'
  if (encoding === '') encoding = config.utf8Mode || plain ? 'utf-8' : localeEncoding().toLowerCase()
  if (errors === '') errors = plain || config.utf8Mode ? 'surrogateescape' : 'strict'
  return [codecName(encoding), errors]
}

/** The name that a codec gives itself. */
function codecName(encoding: string): string {
  if (encoding === 'utf-8') return encoding
  try {
    return asString(getAttr(lookupCodec(encoding), 'name')) ?? encoding
  } catch (e) {
    const failed = convertJavaScript(e)
    throw new StartupError(
      'init_stdio_encoding: failed to get the Python codec name of the stdio encoding',
      'core initialized',
      `${failed.cls.name}: ${strText(failed)}\n`,
    )
  }
}

function stream(fd: number, name: string): Value {
  const status = openStatus(fd)
  if (status === null) return null
  const writing = fd !== 0
  const raw = fileOver(fd, writing, name, status)
  const { unbuffered } = config
  const buffer = unbuffered && writing ? raw : bufferOver(raw, writing)
  const [encoding, errors] = codecs(fd)
  const lineBuffering = !unbuffered && (fd === 2 || isatty(fd))
  const text = textOver(buffer, encoding, errors, lineBuffering, unbuffered)
  ;(text as unknown as AttributeRecord).$mode = writing ? 'w' : 'r'
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
