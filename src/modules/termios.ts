/** termios: control of terminals (Library Reference, "termios"; CPython: Modules/termios.c). Written for Linux. */
import { PyBytes } from '../objects/bytes'
import { osErrorType } from '../objects/exceptionfields'
import { exceptionType, isException, makeException, PyBaseException, typeError } from '../objects/exceptions'
import { asInt } from '../objects/int'
import { PyList } from '../objects/list'
import { defineType, type Value } from '../objects/object'
import { asCInt, asIndex, asSize, toArray } from '../objects/operators'
import { PyTuple } from '../objects/tuple'
import type { NativeModule } from './definition'
import { type Argument, libcCall, libcPlain } from './libccall'
import { descriptorOf } from './select'
import { termiosConstants } from './terminalconstants'

/** `termios.error` */
export const termiosErrorType = defineType('error', {
  layout: class extends PyBaseException {},
  base: exceptionType,
  module: 'termios',
})

/** struct termios of the C library: four flag words, the line discipline, 32 characters, two speeds. */
const SIZE = 60
const CHARACTERS = 17
const COUNT = 32

/** A call whose errors are `termios.error`. */
function call(name: string, ...args: Argument[]): number {
  try {
    return libcCall(name, ...args)
  } catch (e) {
    if (!isException(e, osErrorType)) throw e
    throw makeException(termiosErrorType, ...(e as PyBaseException).args)
  }
}

function getAttributes(fd: Value): Value {
  const bytes = new Uint8Array(SIZE)
  call('tcgetattr', descriptorOf(fd), bytes)
  const view = new DataView(bytes.buffer)
  const canonical = (view.getUint32(12, true) & termiosConstants.ICANON!) !== 0
  const characters: Value[] = Array.from(
    { length: COUNT },
    (_, i) => new PyBytes(bytes.slice(CHARACTERS + i, CHARACTERS + i + 1)),
  )
  // Without canonical mode these two are numbers.
  if (!canonical)
    for (const i of [termiosConstants.VMIN!, termiosConstants.VTIME!]) characters[i] = bytes[CHARACTERS + i]!
  return new PyList([
    view.getUint32(0, true),
    view.getUint32(4, true),
    view.getUint32(8, true),
    view.getUint32(12, true),
    libcPlain('cfgetispeed', bytes),
    libcPlain('cfgetospeed', bytes),
    new PyList(characters),
  ])
}

function setAttributes(fd: Value, when: Value, attributes: Value): Value {
  const n = descriptorOf(fd)
  if (!(attributes instanceof PyList) || attributes.items.length !== 7)
    throw typeError('tcsetattr, arg 3: must be 7 element list')
  const items = toArray(attributes)
  const list = items[6]
  if (!(list instanceof PyList) || list.items.length !== COUNT)
    throw typeError(`tcsetattr: attributes[6] must be ${COUNT} element list`)
  const bytes = new Uint8Array(SIZE)
  // The fields that the list does not name keep what the terminal has.
  call('tcgetattr', n, bytes)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < 4; i++) view.setUint32(4 * i, Number(BigInt.asUintN(32, BigInt(asIndex(items[i]!)))), true)
  toArray(list).forEach((c, i) => {
    if (c instanceof PyBytes && c.bytes.length === 1) bytes[CHARACTERS + i] = c.bytes[0]!
    else if (asInt(c) !== undefined) bytes[CHARACTERS + i] = asCInt(c)
    else throw typeError('tcsetattr: elements of attributes must be characters or integers')
  })
  call('cfsetispeed', bytes, asSize(items[4]!))
  call('cfsetospeed', bytes, asSize(items[5]!))
  call('tcsetattr', n, asCInt(when), bytes)
  return null
}

/** A function of a descriptor and an int that gives nothing. */
const simple = (name: string) => (fd: Value, argument: Value) => {
  call(name, descriptorOf(fd), asSize(argument))
  return null
}

function getWindowSize(fd: Value): Value {
  const size = new Uint16Array(4)
  call('ioctl', descriptorOf(fd), termiosConstants.TIOCGWINSZ!, size)
  return new PyTuple([size[0]!, size[1]!])
}

function setWindowSize(fd: Value, size: Value): Value {
  const pair = toArray(size)
  if (pair.length !== 2) throw typeError('tcsetwinsize, arg 2: must be a two-item sequence')
  const words = new Uint16Array(4)
  const n = descriptorOf(fd)
  call('ioctl', n, termiosConstants.TIOCGWINSZ!, words)
  words[0] = asCInt(pair[0]!)
  words[1] = asCInt(pair[1]!)
  call('ioctl', n, termiosConstants.TIOCSWINSZ!, words)
  return null
}

export const termiosModule: NativeModule = {
  name: 'termios',
  doc: 'The settings of terminals.',
  functions: [
    ['tcgetattr', getAttributes, '(fd, /)'],
    ['tcsetattr', setAttributes, '(fd, when, attributes, /)'],
    ['tcsendbreak', simple('tcsendbreak'), '(fd, duration, /)'],
    [
      'tcdrain',
      (fd: Value) => {
        call('tcdrain', descriptorOf(fd))
        return null
      },
      '(fd, /)',
    ],
    ['tcflush', simple('tcflush'), '(fd, queue, /)'],
    ['tcflow', simple('tcflow'), '(fd, action, /)'],
    ['tcgetwinsize', getWindowSize, '(fd, /)'],
    ['tcsetwinsize', setWindowSize, '(fd, winsize, /)'],
  ],
  attributes: () => ({ ...termiosConstants, error: termiosErrorType }),
}
