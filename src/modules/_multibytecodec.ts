/** _multibytecodec and the modules of the encodings of China, Japan, Korea and Taiwan (CPython: Modules/cjkcodecs/). */
import { lookupError, typeError } from '../objects/exceptions'
import type { Value } from '../objects/object'
import { asString } from '../objects/str'
import type { NativeModule } from './definition'
import {
  incrementalDecoderType,
  incrementalEncoderType,
  PyMultibyteCodec,
  streamReaderType,
  streamWriterType,
} from './multibyte/types'

export const multibytecodecModule: NativeModule = {
  name: '_multibytecodec',
  doc: 'The classes that multibyte encodings share.',
  attributes: () => ({
    MultibyteIncrementalEncoder: incrementalEncoderType,
    MultibyteIncrementalDecoder: incrementalDecoderType,
    MultibyteStreamReader: streamReaderType,
    MultibyteStreamWriter: streamWriterType,
  }),
}

function codecModule(name: string, encodings: readonly string[]): NativeModule {
  const getCodec = (encoding: Value) => {
    const text = asString(encoding)
    if (text === undefined) throw typeError('encoding name must be a string.')
    if (!encodings.includes(text)) throw lookupError('no such codec is supported.')
    const made = new PyMultibyteCodec()
    made.name = text
    return made
  }
  return { name, functions: [['getcodec', getCodec, '(encoding, /)', 'The codec of an encoding of this module.']] }
}

export const codecsCnModule = codecModule('_codecs_cn', ['gb2312', 'gbk', 'gb18030'])
export const codecsJpModule = codecModule('_codecs_jp', ['shift_jis', 'cp932', 'euc_jp'])
export const codecsKrModule = codecModule('_codecs_kr', ['euc_kr', 'cp949', 'johab'])
export const codecsTwModule = codecModule('_codecs_tw', ['big5', 'cp950'])
