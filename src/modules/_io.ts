/** _io: files (Library Reference, "io"; CPython: Modules/_io/_iomodule.c). The classes are in io/. */
import { getAttr } from '../objects/attributes'
import { PyBytes } from '../objects/bytes'
import { context } from '../objects/context'
import { blockingIOErrorType } from '../objects/exceptionfields'
import { encodingWarningType, runtimeWarningType, typeError, valueError } from '../objects/exceptions'
import { PyBuiltin } from '../objects/function'
import { asInt } from '../objects/int'
import { typeOf, type Value } from '../objects/object'
import { asCInt, asSize, isTrue, repr } from '../objects/operators'
import { NativeFunction } from '../objects/signature'
import { asString } from '../objects/str'
import { config } from './config'
import type { NativeModule } from './definition'
import {
  bufferedIOBaseType,
  invoke,
  ioBaseType,
  rawIOBaseType,
  textIOBaseType,
  unsupportedOperationType,
} from './io/base'
import {
  bufferedPairType,
  bufferedRandomType,
  bufferedReaderType,
  bufferedWriterType,
  DEFAULT_BUFFER_SIZE,
} from './io/buffered'
import { fileIOType, type PyFileIO } from './io/fileio'
import { bytesIOType, stringIOType } from './io/memory'
import { newlineDecoderType } from './io/newlines'
import { textIOWrapperType } from './io/textio'
import { audit } from './syshooks'

/** `open()` (CPython: _io_open_impl). */
export function openFile(
  file: Value,
  modeValue: Value = 'r',
  bufferingValue: Value = -1,
  encoding: Value = null,
  errors: Value = null,
  newline: Value = null,
  closefd: Value = true,
  opener: Value = null,
): Value {
  const mode = asString(modeValue)
  if (mode === undefined) throw typeError(`open() argument 'mode' must be str, not ${typeOf(modeValue).name}`)
  if (typeof file !== 'string' && asInt(file) === undefined && typeOf(file).name !== 'bytes') file = fspath(file)
  let buffering = asCInt(bufferingValue)
  const has = (c: string) => mode.includes(c)
  for (let i = 0; i < mode.length; i++)
    if (!'xrwabt+'.includes(mode[i]!) || mode.indexOf(mode[i]!) !== i) throw valueError(`invalid mode: '${mode}'`)
  const creating = has('x')
  const reading = has('r')
  const writing = has('w')
  const appending = has('a')
  const updating = has('+')
  const text = has('t')
  const binary = has('b')
  if (text && binary) throw valueError("can't have text and binary mode at once")
  if (Number(creating) + Number(reading) + Number(writing) + Number(appending) > 1)
    throw valueError('must have exactly one of create/read/write/append mode')
  if (binary && encoding !== null) throw valueError("binary mode doesn't take an encoding argument")
  if (binary && errors !== null) throw valueError("binary mode doesn't take an errors argument")
  if (binary && newline !== null) throw valueError("binary mode doesn't take a newline argument")
  if (binary && buffering === 1)
    context.warn(
      runtimeWarningType,
      "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used",
    )
  audit('open', [file, modeValue, 0])
  const rawMode = `${creating ? 'x' : ''}${reading ? 'r' : ''}${writing ? 'w' : ''}${appending ? 'a' : ''}${updating ? '+' : ''}`
  const raw = context.call(fileIOType, [file, rawMode, isTrue(closefd), opener]) as PyFileIO
  let result: Value = raw
  try {
    let lineBuffering = false
    if (buffering < 0 && invoke(raw, 'isatty') === true) {
      buffering = -1
      lineBuffering = true
    }
    if (buffering === 1 && !binary) {
      buffering = -1
      lineBuffering = true
    }
    if (buffering < 0)
      buffering = Math.max(raw.blockSize, DEFAULT_BUFFER_SIZE) > 1 ? raw.blockSize : DEFAULT_BUFFER_SIZE
    if (buffering === 0) {
      if (!binary) throw valueError("can't have unbuffered text I/O")
      return result
    }
    const buffered = updating
      ? bufferedRandomType
      : creating || writing || appending
        ? bufferedWriterType
        : reading
          ? bufferedReaderType
          : null
    if (buffered === null) throw valueError(`unknown mode: '${mode}'`)
    const size = buffering === 1 ? DEFAULT_BUFFER_SIZE : buffering
    result = context.call2(buffered, raw, size)
    if (raw.descriptor !== null) raw.descriptor.shown = [`<${buffered.name} name=`, '>']
    if (binary) return result
    result = context.call(textIOWrapperType, [result, encoding, errors, newline, lineBuffering])
    typeOf(result).setattro(result, 'mode', mode)
    if (raw.descriptor !== null) raw.descriptor.shown = textShown(mode, result)
    return result
  } catch (e) {
    invoke(result, 'close')
    throw e
  }
}

function textShown(mode: string, file: Value): readonly [string, string] {
  return ['<_io.TextIOWrapper name=', ` mode='${mode}' encoding=${repr(getAttr(file, 'encoding'))}>`]
}

function fspath(v: Value): Value {
  if (asString(v) !== undefined) return v
  const method = typeOf(v).proto.$__fspath__
  if (method === undefined) throw typeError(`expected str, bytes or os.PathLike object, not ${typeOf(v).name}`)
  const path = context.call0(getAttr(v, '__fspath__'))
  if (asString(path) === undefined && !(path instanceof PyBytes))
    throw typeError(`expected ${typeOf(v).name}.__fspath__() to return str or bytes, not ${typeOf(path).name}`)
  return path
}

function textEncoding(encoding: Value, stacklevel: Value = 2): Value {
  if (encoding !== null) return encoding
  if (config.warnDefaultEncoding)
    context.warn(encodingWarningType, "'encoding' argument not specified", asSize(stacklevel))
  return config.utf8Mode ? 'utf-8' : 'locale'
}

let opening: Value = null

/** The function `open`, which builtins has too. */
export function openFunction(): Value {
  opening ??= new PyBuiltin(
    new NativeFunction(
      'open',
      openFile,
      "(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
      'A stream on a file, by its path or descriptor.',
    ),
    undefined,
    '_io',
  )
  return opening
}

export const ioModule: NativeModule = {
  name: '_io',
  doc: 'The classes of streams.',
  functions: [
    [
      'open_code',
      (path: Value) => openFile(path, 'rb'),
      '(path)',
      'A binary stream on a file whose contents will be run as code.',
    ],
    ['text_encoding', textEncoding, '(encoding, stacklevel=2, /)'],
  ],
  attributes: () => ({
    open: openFunction(),
    DEFAULT_BUFFER_SIZE,
    BlockingIOError: blockingIOErrorType,
    UnsupportedOperation: unsupportedOperationType,
    _IOBase: ioBaseType,
    _RawIOBase: rawIOBaseType,
    _BufferedIOBase: bufferedIOBaseType,
    _TextIOBase: textIOBaseType,
    FileIO: fileIOType,
    BytesIO: bytesIOType,
    StringIO: stringIOType,
    BufferedReader: bufferedReaderType,
    BufferedWriter: bufferedWriterType,
    BufferedRandom: bufferedRandomType,
    BufferedRWPair: bufferedPairType,
    TextIOWrapper: textIOWrapperType,
    IncrementalNewlineDecoder: newlineDecoderType,
  }),
}
