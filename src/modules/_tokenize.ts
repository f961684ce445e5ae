/** _tokenize: the tokenizer for the library's tokenize module (CPython: Python/Python-tokenize.c). */

import { PyBytes } from '../objects/bytes'
import { decodeObject } from '../objects/codecregistry'
import { context } from '../objects/context'
import { stopIterationType } from '../objects/exceptionfields'
import { isException, type PyBaseException, typeError } from '../objects/exceptions'
import { iteratorRows } from '../objects/iterators'
import { defineType, type PyType, typeOf, type Value } from '../objects/object'
import { isTrue, PyIterator } from '../objects/operators'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import type { NativeModule } from './definition'

/** A token of the tokenizer as Python's token module numbers it. */
interface TokenRow {
  readonly type: number
  readonly string: string
  readonly startLine: number
  readonly startColumn: number
  readonly endLine: number
  readonly endColumn: number
  readonly line: string
}

/** The tokenizer; the runtime installs it, because the syntax folder lies beside this one in the layers. */
export const tokenSource: {
  tokens: (source: string, extra: boolean) => { tokens: readonly TokenRow[]; error: PyBaseException | null }
} = {
  tokens: () => {
    throw new Error('no tokenizer installed')
  },
}

class TokenizerIterator extends PyIterator {
  readline: Value = null
  encoding = 'utf-8'
  extra = false
  private rows: readonly TokenRow[] | null = null
  private error: PyBaseException | null = null
  private at = 0

  /** Reads the whole source: tokens depend on what follows them. */
  private read(): string {
    let text = ''
    for (;;) {
      let line: Value
      try {
        line = context.call0(this.readline)
      } catch (e) {
        if (isException(e, stopIterationType)) break
        throw e
      }
      const part = line instanceof PyBytes ? asString(decodeObject(line, this.encoding, 'strict')) : asString(line)
      if (part === undefined) throw typeError(`readline() returned a non-string object`)
      if (part === '') break
      text += part
    }
    return text
  }

  next(): Value | undefined {
    if (this.rows === null) {
      const made = tokenSource.tokens(this.read(), this.extra)
      this.rows = made.tokens
      this.error = made.error
    }
    const row = this.rows[this.at]
    if (row === undefined) {
      if (this.error !== null) {
        const e = this.error
        this.error = null
        throw e
      }
      return undefined
    }
    this.at++
    return new PyTuple([
      row.type,
      row.string,
      new PyTuple([row.startLine, row.startColumn]),
      new PyTuple([row.endLine, row.endColumn]),
      row.line,
    ])
  }
}

const iteratorType = defineType('TokenizerIter', {
  layout: TokenizerIterator,
  module: '_tokenize',
  new: [
    (cls: PyType, readline: Value, encoding: Value = null, extra: Value = false) => {
      if (typeOf(readline).proto.$__call__ === undefined) throw typeError('readline must be callable')
      const made = new cls.ctor() as TokenizerIterator
      made.readline = readline
      if (encoding !== null) made.encoding = asString(encoding)!
      made.extra = isTrue(extra)
      return made
    },
    '(readline, /, *, encoding=None, extra_tokens=False)',
  ],
  methods: () => iteratorRows,
})

export const tokenizeModule: NativeModule = {
  name: '_tokenize',
  attributes: () => ({ TokenizerIter: iteratorType }),
}
