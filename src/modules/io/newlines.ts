/** Universal newlines: the translation that text streams share, and IncrementalNewlineDecoder (CPython: Modules/_io/textio.c). */
import { PyBytes } from '../../objects/bytes'
import { typeError, valueError } from '../../objects/exceptions'
import { defineType, type Int, PyObject, type PyType, typeOf, type Value } from '../../objects/object'
import { asIndex, isTrue } from '../../objects/operators'
import { asString } from '../../objects/str'
import { PyTuple } from '../../objects/tuple'
import { invoke } from './base'

/** Kinds of line ends seen, as bits. */
const SEEN_CR = 1
const SEEN_LF = 2
const SEEN_CRLF = 4

/** Universal newlines: translates `\r\n` and `\r`, and records which were seen. */
export class NewlineTranslator {
  pendingCr = false
  seen = 0
  constructor(readonly translate: boolean) {}

  /** Text with `\n` and no other ends was seen. */
  sawNewline(): void {
    this.seen |= SEEN_LF
  }

  /** Takes decoded text; a trailing `\r` waits for what follows unless `final`. */
  feed(text: string, final: boolean): string {
    if (this.pendingCr && (text !== '' || final)) {
      text = `\r${text}`
      this.pendingCr = false
    }
    if (text.endsWith('\r') && !final) {
      text = text.slice(0, -1)
      this.pendingCr = true
    }
    if (!text.includes('\r')) {
      if (!(this.seen & SEEN_LF) && text.includes('\n')) this.seen |= SEEN_LF
      return text
    }
    for (let i = text.indexOf('\r'); i >= 0; i = text.indexOf('\r', i + 1))
      this.seen |= text.charCodeAt(i + 1) === 10 ? SEEN_CRLF : SEEN_CR
    for (let i = text.indexOf('\n'); i >= 0 && !(this.seen & SEEN_LF); i = text.indexOf('\n', i + 1))
      if (text.charCodeAt(i - 1) !== 13) this.seen |= SEEN_LF
    return this.translate ? text.replace(/\r\n?/g, '\n') : text
  }
}

/** `newlines` from the bits of what was seen. */
export function newlinesValue(seen: number): Value {
  const kinds: Value[] = []
  if (seen & SEEN_CR) kinds.push('\r')
  if (seen & SEEN_LF) kinds.push('\n')
  if (seen & SEEN_CRLF) kinds.push('\r\n')
  return kinds.length === 0 ? null : kinds.length === 1 ? kinds[0]! : new PyTuple(kinds)
}

/** `io.IncrementalNewlineDecoder`: universal newlines over another incremental decoder, or over text. */
class PyNewlineDecoder extends PyObject {
  decoder: Value = null
  translator: NewlineTranslator | null = null
}

function decoderReady(self: PyNewlineDecoder): NewlineTranslator {
  if (self.translator === null) throw valueError('IncrementalNewlineDecoder.__init__() not called')
  return self.translator
}

export const newlineDecoderType = defineType('_io.IncrementalNewlineDecoder', {
  layout: PyNewlineDecoder,
  module: '_io',
  hasDict: true,
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: () => [
    [
      '__init__',
      (self: PyNewlineDecoder, decoder: Value, translate: Value) => {
        self.decoder = decoder
        self.translator = new NewlineTranslator(isTrue(translate))
        return null
      },
      "($self, decoder, translate, errors='strict')",
    ],
    [
      'decode',
      (self: PyNewlineDecoder, input: Value, final: Value = false) => {
        const translator = decoderReady(self)
        const text = self.decoder === null ? input : invoke(self.decoder, 'decode', input, final)
        const s = asString(text)
        if (s === undefined) throw typeError(`decoder should return a string result, not '${typeOf(text).name}'`)
        return translator.feed(s, isTrue(final))
      },
      '($self, /, input, final=False)',
    ],
    [
      'getstate',
      (self: PyNewlineDecoder) => {
        const translator = decoderReady(self)
        let buffer: Value = new PyBytes()
        let flag: Int = 0
        if (self.decoder !== null) {
          const state = invoke(self.decoder, 'getstate')
          if (!(state instanceof PyTuple)) throw typeError('illegal decoder state')
          buffer = state.items[0]!
          flag = asIndex(state.items[1]!)
        }
        return new PyTuple([
          buffer,
          BigInt.asUintN(64, (BigInt(flag) << 1n) | (translator.pendingCr ? 1n : 0n)) <= 9007199254740991n
            ? Number(flag) * 2 + (translator.pendingCr ? 1 : 0)
            : (BigInt(flag) << 1n) | 1n,
        ])
      },
      '($self, /)',
    ],
    [
      'setstate',
      (self: PyNewlineDecoder, state: Value) => {
        const translator = decoderReady(self)
        if (!(state instanceof PyTuple)) throw typeError('state argument must be a tuple')
        const flag = Number(asIndex(state.items[1]!))
        translator.pendingCr = (flag & 1) === 1
        if (self.decoder !== null)
          invoke(self.decoder, 'setstate', new PyTuple([state.items[0]!, Math.floor(flag / 2)]))
        return null
      },
      '($self, state, /)',
    ],
    [
      'reset',
      (self: PyNewlineDecoder) => {
        const translator = decoderReady(self)
        translator.pendingCr = false
        translator.seen = 0
        if (self.decoder !== null) invoke(self.decoder, 'reset')
        return null
      },
      '($self, /)',
    ],
  ],
  getset: () => [['newlines', (self: PyNewlineDecoder) => newlinesValue(decoderReady(self).seen)]],
})
