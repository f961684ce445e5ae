/**
 * A parser of XML 1.0 that does not validate (Extensible Markup Language 1.0; Namespaces in XML 1.0), fed piece by piece and speaking to
 * handlers, with the events, errors and places of Expat. `prolog.ts` reads what is before the root element, and DTDs; this file the rest.
 */
import { knownDecoder, sniffedDecoder, Utf8Decoder, Utf16Decoder, type XmlDecoder } from './decoder'
import { Dtd, type Entity, predefinedEntity } from './dtd'
import { errorCode, XmlFailure } from './errors'
import { noHandlers, type XmlHandlers } from './handlers'
import { isCharacter, isNameStart, nameEnd, spaceEnd } from './names'
import { type Binding, Namespaces } from './namespaces'
import { type Position, Positions } from './positions'
import { grammarOf, textDeclaration } from './prolog'
import {
  attributeSpans,
  referencedCharacter,
  scanComment,
  scanInstruction,
  scanProlog,
  scanReference,
  scanStartTag,
  Token,
} from './scanner'
import { attributeValue, normalLines } from './values'

/** What may be read: a document, an external part of its content, or an external part of its DTD. */
export type EntityKind = 'document' | 'general' | 'parameter'

/** Whether the first bytes of an entity may still turn out to be a mark of the encoding. */
function undecided(raw: Uint8Array): boolean {
  if (raw.length < 2) return raw.length === 0 || [0, 0x3c, 0xef, 0xfe, 0xff].includes(raw[0]!)
  return raw.length < 3 && raw[0] === 0xef && raw[1] === 0xbb
}

interface OpenTag {
  /** As it stands in the document. */
  readonly raw: string
  readonly name: string
  readonly bindings: Binding[]
}

interface Frame {
  readonly text: string
  at: number
  readonly entity: Entity
  /** How many elements were open when it began. */
  readonly depth: number
}

/** Expansion may not multiply the input by more than this once it has passed the threshold. */
const MAXIMUM_AMPLIFICATION = 100
const AMPLIFICATION_THRESHOLD = 8 * 1024 * 1024

/** Text that no markup interrupts. */
const dataEnd = /[<&\]\r\n\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g
const cdataEnd = /[\]\r\n\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g
/** Bytes of UTF-8. */
const PIECE = 1024
const CDATA = '<![CDATA['

/** What remains of a document's text, which of it is being read, and everything that was declared. */
export class XmlParser {
  handlers: XmlHandlers = noHandlers()
  dtd = new Dtd()
  kind: EntityKind = 'document'
  text = ''
  /** Where the next token begins. */
  at = 0
  /** Where the current event begins. */
  event = 0
  final = false
  base: string | null = null
  /** Whether internal entities are expanded where a handler takes all that no other does. */
  expandEntities = true
  /** 0 never, 1 unless standalone, 2 always. */
  parameterEntities = 0
  foreignDtd = false
  deferReparse = true
  started = false
  finished = false
  /** The number of the error that ended the parsing, or 0. */
  code = 0
  /** How many general entities are open around a DTD's text: kept by the grammar. */
  openParameterEntities = 0
  /** Asked for the characters of an encoding that is not known here; null where nobody else knows it either. */
  unknownEncoding: (name: string) => XmlDecoder | null = () => null
  private readonly tags: OpenTag[] = []
  private readonly frames: Frame[] = []
  private stage: 'start' | 'prolog' | 'content' | 'cdata' | 'epilog' = 'start'
  private grammar: Generator<void, void> | null = null
  private readonly token = new Token()
  private decoder: XmlDecoder | null = null
  /** The bytes that `text` was made of, until an encoding may no more be declared. */
  private raw: Uint8Array | null = new Uint8Array(0)
  private places = new Positions()
  private triedLength = 0
  private accounting = { indirect: 0, direct: 0 }
  private running = false
  private stopped = false

  /** `encoding`: what overrides a declaration; `ns`: null where names are taken as they stand. */
  constructor(
    public encoding: string | null,
    readonly ns: Namespaces | null,
  ) {}

  // ── Input ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Reads the next bytes; gives the number of an error, or 0. */
  parse(bytes: Uint8Array, final: boolean): number {
    if (this.running) return errorCode('UNEXPECTED_STATE')
    if (this.finished) return (this.code = errorCode('FINISHED'))
    if (this.code !== 0) return this.code
    this.running = true
    try {
      this.started = true
      this.final = final
      this.take(bytes)
      if (this.worthTrying()) {
        const before = this.at
        this.run()
        this.triedLength = this.at === before ? this.text.length - this.at : 0
      }
      if (final) {
        this.finished = true
      }
      this.compact()
    } catch (e) {
      if (!(e instanceof XmlFailure)) throw e
      this.code = e.code
      if (this.stopped) this.finished = true
      if (e.at !== null) this.event = e.at
    } finally {
      this.running = false
    }
    return this.code
  }

  /** Ends the parsing after the current token. */
  stop(): void {
    this.stopped = true
  }

  /** Throws where the parsing is to end. */
  checkStopped(): void {
    if (this.stopped) throw new XmlFailure('ABORTED', this.at)
  }

  /** Whether enough has come since a token was last found unfinished: so a long one is not read again at every byte. */
  private worthTrying(): boolean {
    return !this.deferReparse || this.final || this.text.length - this.at >= 2 * this.triedLength
  }

  private take(bytes: Uint8Array): void {
    if (this.raw !== null) this.raw = new Uint8Array(Buffer.concat([this.raw, bytes]))
    if (this.decoder === null) {
      const raw = this.raw!
      if (!this.final && undecided(raw)) return
      this.decoder = this.firstDecoder(raw)
      bytes = raw
    }
    this.text += this.decoder.decode(bytes)
    this.places.decoder = this.decoder
  }

  private firstDecoder(raw: Uint8Array): XmlDecoder {
    const known = this.encoding === null ? null : knownDecoder(this.encoding)
    if (this.encoding !== null && known === null) {
      const made = this.unknownEncoding(this.encoding)
      if (made === null) throw new XmlFailure('UNKNOWN_ENCODING')
      return made
    }
    return sniffedDecoder(raw, known, this.kind === 'general') ?? known ?? new Utf8Decoder()
  }

  /** Goes on with the encoding that a declaration names at index `at`; the declaration ends at `end`. */
  switchEncoding(name: string, at: number, end: number): void {
    if (this.encoding !== null) return
    const known = knownDecoder(name)
    const wide = this.decoder instanceof Utf16Decoder
    if (known instanceof Utf16Decoder !== wide && known !== null) throw new XmlFailure('INCORRECT_ENCODING', at)
    if (wide) {
      if (
        known !== null &&
        /^UTF-16(LE|BE)$/i.test(name) &&
        (known as Utf16Decoder).bigEndian !== (this.decoder as Utf16Decoder).bigEndian
      )
        throw new XmlFailure('INCORRECT_ENCODING', at)
      if (known !== null) return
    }
    const decoder = known ?? this.unknownEncoding(name)
    if (decoder === null) throw new XmlFailure('UNKNOWN_ENCODING', at)
    const rest = this.raw!.subarray(this.decoder!.byteLength(this.text.slice(0, end)))
    this.text = this.text.slice(0, end) + decoder.decode(rest)
    this.decoder = decoder
    this.places.decoder = decoder
  }

  /** Forgets what has been read. */
  private compact(): void {
    // After a byte order mark alone a declaration may still come.
    if (this.at === 0 || (this.at === 1 && this.text.charCodeAt(0) === 0xfeff)) return
    this.raw = null
    this.places.drop(this.text, this.at)
    this.accounting.direct += this.at
    this.text = this.text.slice(this.at)
    this.event = Math.max(0, this.event - this.at)
    this.at = 0
  }

  /** Line, column and byte of the current event. */
  position(): Position {
    return this.places.locate(this.text, this.event)
  }

  /** What is left of the input from the current event on. */
  context(): Uint8Array {
    const rest = this.text.slice(this.event)
    if (this.decoder instanceof Utf16Decoder) {
      const bytes = Buffer.from(rest, 'utf16le')
      return new Uint8Array(this.decoder.bigEndian ? bytes.swap16() : bytes)
    }
    return new Uint8Array(
      Buffer.from(rest, this.decoder instanceof Utf8Decoder || this.decoder === null ? 'utf8' : 'latin1'),
    )
  }

  /** Counts text that comes from an entity. */
  account(length: number): void {
    const { accounting } = this
    accounting.indirect += length
    const direct = Math.max(1, accounting.direct + this.at)
    const total = direct + accounting.indirect
    if (total >= AMPLIFICATION_THRESHOLD && total / direct > MAXIMUM_AMPLIFICATION)
      throw new XmlFailure('AMPLIFICATION_LIMIT_BREACH')
  }

  /** Whether the text that is read now is that of an entity. */
  inEntity(): boolean {
    return this.frames.length > 0 || this.openParameterEntities > 0
  }

  // ── External entities ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** A parser of the external entity that a handler was told of. */
  external(context: string | null, encoding: string | null): XmlParser {
    const ns = this.ns === null ? null : new Namespaces(this.ns.separator, this.ns.triplets)
    const made = new XmlParser(encoding, ns)
    made.kind = context === null ? 'parameter' : 'general'
    made.dtd = context === null ? this.dtd : this.dtd.copy()
    made.handlers = { ...this.handlers }
    made.expandEntities = this.expandEntities
    made.parameterEntities = this.parameterEntities
    made.deferReparse = this.deferReparse
    made.accounting = this.accounting
    made.unknownEncoding = this.unknownEncoding
    for (const part of context === null ? [] : context.split('\f')) {
      const equals = part.indexOf('=')
      if (equals >= 0) ns?.bound.set(part.slice(0, equals), part.slice(equals + 1))
      else {
        const entity = made.dtd.general.get(part)
        if (entity !== undefined) entity.open = true
      }
    }
    return made
  }

  /** Has an external parameter entity read by the handler; false where nobody did. */
  readExternal(entity: Entity): boolean {
    const { handlers, dtd } = this
    if (handlers.externalEntity === null) return false
    dtd.parameterEntityRead = false
    entity.open = true
    try {
      if (!handlers.externalEntity(null, entity.base, entity.systemId, entity.publicId))
        throw new XmlFailure('EXTERNAL_ENTITY_HANDLING')
    } finally {
      entity.open = false
    }
    return dtd.parameterEntityRead
  }

  private contextFor(entity: Entity): string {
    entity.open = true
    const parts = this.ns === null ? [] : this.ns.context()
    for (const each of this.dtd.general.values()) if (each.open) parts.push(each.name)
    entity.open = false
    return parts.join('\f')
  }

  // ── The course of a document ──────────────────────────────────────────────────────────────────────────────────────────

  private run(): void {
    for (;;)
      switch (this.stage) {
        case 'start':
          if (!this.begin()) return
          break
        case 'prolog':
          if (!this.grammar!.next().done) return
          if (this.kind === 'parameter') return
          this.stage = 'content'
          break
        case 'content':
          if (!this.content()) return
          break
        case 'cdata':
          if (!this.cdata()) return
          break
        case 'epilog':
          this.epilog()
          return
      }
  }

  /** A byte order mark, and the text declaration of an external entity. */
  private begin(): boolean {
    this.event = this.at
    if (this.text === '' && !this.final) return false
    if (this.text.charCodeAt(0) === 0xfeff) this.at = 1
    if (this.kind === 'general') {
      const end = textDeclaration(this)
      if (end < 0) return false
      this.stage = 'content'
      return true
    }
    this.grammar = grammarOf(this)
    this.stage = 'prolog'
    return true
  }

  private content(): boolean {
    for (;;) {
      const frame = this.frames.at(-1) ?? null
      const text = frame === null ? this.text : frame.text
      const from = frame === null ? this.at : frame.at
      if (frame === null) this.event = from
      if (from >= text.length) {
        if (frame === null) {
          this.refuseTruncated()
          if (this.final && this.kind === 'document') throw new XmlFailure('NO_ELEMENTS')
          if (this.final && this.tags.length > 0) throw new XmlFailure('ASYNC_ENTITY')
          return false
        }
        if (this.tags.length !== frame.depth) throw new XmlFailure('ASYNC_ENTITY')
        frame.entity.open = false
        this.frames.pop()
        continue
      }
      const next = this.contentToken(text, from, frame)
      if (next < 0) return false
      if (frame === null) this.at = next
      else frame.at = next
      this.checkStopped()
      if (this.stage !== 'content') return true
    }
  }

  /** Reads one token of content; where it ends, or -1 where it is not whole. */
  private contentToken(text: string, i: number, frame: Frame | null): number {
    const c = text.charCodeAt(i)
    if (c === 0x3c) {
      const next = text.charCodeAt(i + 1)
      if (next === 0x2f) return this.endTag(text, i, frame)
      if (next === 0x21) return this.declarationInContent(text, i, frame)
      if (next === 0x3f) {
        scanInstruction(text, i + 2, this.token, this.ns !== null)
        const end = this.whole(frame)
        if (end < 0) return end
        if (this.token.kind === 'xml declaration') throw new XmlFailure('MISPLACED_XML_PI')
        this.instruction(text, i, end)
        return end
      }
      return this.startTag(text, i, frame)
    }
    if (c === 0x26) return this.reference(text, i, frame)
    return this.data(text, i, frame)
  }

  /** The end of the token that was scanned; -1 where more must come first. */
  private whole(frame: Frame | null): number {
    const { token } = this
    if (token.kind === 'invalid') throw this.invalid(token.end, frame)
    if (token.kind !== 'partial') return token.end
    return this.unfinished(frame)
  }

  private invalid(at: number, frame: Frame | null): XmlFailure {
    return new XmlFailure('INVALID_TOKEN', frame === null ? at : null)
  }

  /** -1, or the error of a token that nothing will complete. */
  private unfinished(frame: Frame | null): -1 {
    if (frame === null && !this.final) return -1
    throw new XmlFailure((frame === null ? this.truncation() : null) ?? 'UNCLOSED_TOKEN')
  }

  /** The error of a text that ends within a character. */
  truncation(): 'PARTIAL_CHAR' | 'UNCLOSED_TOKEN' | null {
    return this.decoder === null ? null : this.decoder.truncation()
  }

  /** Throws where the text ends within a character. */
  refuseTruncated(): void {
    const name = this.truncation()
    if (this.final && name !== null) throw new XmlFailure(name)
  }

  // ── Elements ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  private startTag(text: string, i: number, frame: Frame | null): number {
    const end = scanStartTag(text, i, this.ns !== null)
    if (end < 0) {
      if (end === -1) return this.unfinished(frame)
      throw this.invalid(~end, frame)
    }
    const { handlers, ns } = this
    const spans = attributeSpans.slice()
    const raw = text.slice(i + 1, nameEnd(text, i + 1))
    const bindings: Binding[] = []
    const attributes: string[] = []
    const empty = text.charCodeAt(end - 2) === 0x2f
    let specified: number
    try {
      specified = this.attributes(text, raw, spans, attributes, bindings, frame === null)
    } catch (e) {
      if (empty) this.unbind(bindings)
      throw e
    }
    const name = ns === null ? raw : ns.expand(raw, true)
    let taken = false
    if (handlers.startElement !== null) {
      handlers.startElement(name, attributes, specified)
      taken = true
    }
    if (!empty) {
      this.tags.push({ raw, name, bindings })
      if (!taken) this.other(text, i, end)
      return end
    }
    if (handlers.endElement !== null) {
      if (taken && frame === null) this.event = end
      handlers.endElement(name)
      taken = true
    }
    if (!taken) this.other(text, i, end)
    this.unbind(bindings)
    if (this.tags.length === 0 && this.kind === 'document') this.stage = 'epilog'
    return end
  }

  /** Collects names and values; gives how many of these stand in the tag. */
  private attributes(
    text: string,
    element: string,
    spans: readonly number[],
    out: string[],
    bindings: Binding[],
    main: boolean,
  ): number {
    const { ns } = this
    const declared = this.dtd.attributes.get(element)
    if (spans.length === 0 && declared === undefined) return 0
    const seen = new Set<string>()
    const prefixed: number[] = []
    const add = (name: string, value: string): void => {
      if (ns !== null && (name === 'xmlns' || name.startsWith('xmlns:'))) {
        this.bind(name === 'xmlns' ? '' : name.slice(6), value, bindings)
        return
      }
      if (ns !== null && name.includes(':')) prefixed.push(out.length)
      out.push(name, value)
    }
    for (let k = 0; k < spans.length; k += 4) {
      const name = text.slice(spans[k]!, spans[k + 1]!)
      if (seen.has(name)) throw new XmlFailure('DUPLICATE_ATTRIBUTE', main ? spans[k]! : null)
      seen.add(name)
      const cdata = declared?.get(name)?.cdata ?? true
      add(name, attributeValue(this, text, spans[k + 2]!, spans[k + 3]!, cdata, main, false))
    }
    const specified = out.length
    if (declared !== undefined)
      for (const { name, value } of declared.values()) if (value !== null && !seen.has(name)) add(name, value)
    if (prefixed.length > 0) {
      const expanded = new Set<string>()
      for (const k of prefixed) {
        const name = out[k]!
        out[k] = ns!.expand(name, false)
        const plain = ns!.expand(name, false, false)
        if (expanded.has(plain)) throw new XmlFailure('DUPLICATE_ATTRIBUTE')
        expanded.add(plain)
      }
    }
    return specified
  }

  private bind(prefix: string, uri: string, bindings: Binding[]): void {
    bindings.push(this.ns!.bind(prefix, uri))
    this.handlers.startNamespace?.(prefix === '' ? null : prefix, uri === '' ? null : uri)
  }

  private unbind(bindings: readonly Binding[]): void {
    for (let k = bindings.length - 1; k >= 0; k--) {
      const binding = bindings[k]!
      this.handlers.endNamespace?.(binding.prefix === '' ? null : binding.prefix)
      this.ns!.unbind(binding)
    }
  }

  private endTag(text: string, i: number, frame: Frame | null): number {
    const nameAt = i + 2
    if (nameAt >= text.length) return this.unfinished(frame)
    const first = text.charCodeAt(nameAt)
    if (!isNameStart(first) || (this.ns !== null && first === 0x3a)) throw this.invalid(nameAt, frame)
    const nameStop = nameEnd(text, nameAt)
    const end = spaceEnd(text, nameStop)
    if (end >= text.length) return this.unfinished(frame)
    if (text.charCodeAt(end) !== 0x3e) throw this.invalid(end, frame)
    const floor = frame === null ? 0 : frame.depth
    if (this.tags.length === floor) throw new XmlFailure('ASYNC_ENTITY')
    const tag = this.tags.pop()!
    if (tag.raw !== text.slice(nameAt, nameStop)) throw new XmlFailure('TAG_MISMATCH', frame === null ? nameAt : null)
    if (this.handlers.endElement !== null) this.handlers.endElement(tag.name)
    else this.other(text, i, end + 1)
    this.unbind(tag.bindings)
    if (this.tags.length === 0 && this.kind === 'document') this.stage = 'epilog'
    return end + 1
  }

  // ── Text ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

  private characters(text: string): void {
    if (this.handlers.characters !== null) this.handlers.characters(text)
    else this.handlers.other?.(text)
  }

  /** A run of text; where its encoding is not UTF-8, in pieces as long as Expat converts at once. */
  private dataRun(text: string, frame: Frame | null): void {
    if (text.length <= PIECE / 3 || frame !== null || !this.decoder!.converts) {
      this.characters(text)
      return
    }
    let piece = ''
    let size = 0
    for (const c of text) {
      const width = Buffer.byteLength(c)
      if (size + width > PIECE) {
        this.characters(piece)
        piece = ''
        size = 0
      }
      piece += c
      size += width
    }
    this.characters(piece)
  }

  /** A run of text, or one line end. */
  private data(text: string, i: number, frame: Frame | null): number {
    const last = frame !== null || this.final
    const c = text.charCodeAt(i)
    if (c === 0x0a) {
      this.characters('\n')
      return i + 1
    }
    if (c === 0x0d) {
      if (i + 1 >= text.length && !last) return -1
      const end = text.charCodeAt(i + 1) === 0x0a ? i + 2 : i + 1
      if (this.handlers.characters !== null) this.handlers.characters('\n')
      else this.other(text, i, end)
      if (i + 1 >= text.length && frame === null && this.kind === 'document') throw new XmlFailure('NO_ELEMENTS')
      return end
    }
    for (let at = i; ; ) {
      dataEnd.lastIndex = at
      at = dataEnd.exec(text)?.index ?? text.length
      if (text[at] === ']') {
        if (text.startsWith(']]>', at)) {
          if (at === i) throw this.invalid(i + 2, frame)
          throw this.invalid(at + 2, frame)
        }
        const rest = text.length - at
        if (rest > 2 || (rest === 2 && text[at + 1] !== ']')) {
          at++
          continue
        }
        if (at === i && !last) return -1
        if (at === i) at = text.length
      } else if (at === i) throw this.invalid(i, frame)
      this.dataRun(text.slice(i, at), frame)
      return at
    }
  }

  private reference(text: string, i: number, frame: Frame | null): number {
    const end = scanReference(text, i + 1, this.ns !== null)
    if (end < 0) {
      if (end === -1) return this.unfinished(frame)
      throw this.invalid(~end, frame)
    }
    const { handlers } = this
    if (text[i + 1] === '#') {
      const cp = referencedCharacter(text, i, end)
      if (!isCharacter(cp)) throw new XmlFailure('BAD_CHAR_REF')
      if (handlers.characters !== null) handlers.characters(String.fromCodePoint(cp))
      else this.other(text, i, end)
      return end
    }
    const name = text.slice(i + 1, end - 1)
    const known = predefinedEntity(name)
    if (known !== undefined) {
      if (handlers.characters !== null) handlers.characters(known)
      else this.other(text, i, end)
      return end
    }
    this.entity(name, text, i, end)
    return end
  }

  private entity(name: string, text: string, i: number, end: number): void {
    const { dtd, handlers } = this
    const entity = dtd.general.get(name)
    const skip = (): void => {
      if (handlers.skippedEntity !== null) handlers.skippedEntity(name, false)
      else this.other(text, i, end)
    }
    if (!dtd.hasParameterReferences || dtd.standalone) {
      if (entity === undefined) throw new XmlFailure('UNDEFINED_ENTITY')
      if (!entity.internal) throw new XmlFailure('ENTITY_DECLARED_IN_PE')
    } else if (entity === undefined) {
      skip()
      return
    }
    if (entity.open) throw new XmlFailure('RECURSIVE_ENTITY_REF')
    if (entity.notation !== null) throw new XmlFailure('BINARY_ENTITY_REF')
    if (entity.text !== null) {
      if (!this.expandEntities) {
        skip()
        return
      }
      this.account(entity.text.length)
      entity.open = true
      this.frames.push({ text: entity.text, at: 0, entity, depth: this.tags.length })
    } else if (handlers.externalEntity !== null) {
      if (!handlers.externalEntity(this.contextFor(entity), entity.base, entity.systemId, entity.publicId))
        throw new XmlFailure('EXTERNAL_ENTITY_HANDLING')
    } else this.other(text, i, end)
  }

  /** A comment or the beginning of a CDATA section. */
  private declarationInContent(text: string, i: number, frame: Frame | null): number {
    const next = text[i + 2]
    if (next === undefined) return this.unfinished(frame)
    if (next === '-') {
      scanComment(text, i + 3, this.token)
      const end = this.whole(frame)
      if (end >= 0) this.comment(text, i, end)
      return end
    }
    if (next !== '[') throw this.invalid(i + 2, frame)
    for (let k = 3; k < CDATA.length; k++) {
      if (i + k >= text.length) return this.unfinished(frame)
      if (text[i + k] !== CDATA[k]) throw this.invalid(i + k, frame)
    }
    const end = i + CDATA.length
    if (this.handlers.startCdata !== null) this.handlers.startCdata()
    else this.other(text, i, end)
    this.stage = 'cdata'
    return end
  }

  private cdata(): boolean {
    for (;;) {
      const frame = this.frames.at(-1) ?? null
      const text = frame === null ? this.text : frame.text
      const i = frame === null ? this.at : frame.at
      if (frame === null) this.event = i
      const end = this.cdataToken(text, i, frame)
      if (end < 0) return false
      if (frame === null) this.at = end
      else frame.at = end
      this.checkStopped()
      if (this.stage !== 'cdata') return true
    }
  }

  private cdataToken(text: string, i: number, frame: Frame | null): number {
    const last = frame !== null || this.final
    const wait = (): -1 => {
      if (!last) return -1
      throw new XmlFailure(
        frame === null && this.truncation() === 'PARTIAL_CHAR' ? 'PARTIAL_CHAR' : 'UNCLOSED_CDATA_SECTION',
      )
    }
    if (i >= text.length) return wait()
    const c = text[i]!
    if (c === '\n') {
      this.characters('\n')
      return i + 1
    }
    if (c === '\r') {
      if (i + 1 >= text.length) return wait()
      const end = text[i + 1] === '\n' ? i + 2 : i + 1
      if (this.handlers.characters !== null) this.handlers.characters('\n')
      else this.other(text, i, end)
      return end
    }
    let from = i
    if (c === ']') {
      if (text.startsWith(']]>', i)) {
        if (this.handlers.endCdata !== null) this.handlers.endCdata()
        else this.other(text, i, i + 3)
        this.stage = 'content'
        return i + 3
      }
      if (i + 1 >= text.length || (text[i + 1] === ']' && i + 2 >= text.length)) return wait()
      from = i + 1
    }
    cdataEnd.lastIndex = from
    const end = cdataEnd.exec(text)?.index ?? text.length
    if (end === i) throw this.invalid(i, frame)
    this.dataRun(text.slice(i, end), frame)
    return end
  }

  // ── What stands anywhere ──────────────────────────────────────────────────────────────────────────────────────────────

  /** A comment between two indexes. */
  comment(text: string, from: number, end: number): void {
    if (this.handlers.comment !== null) this.handlers.comment(normalLines(text.slice(from + 4, end - 3)))
    else this.other(text, from, end)
  }

  /** A processing instruction between two indexes. */
  instruction(text: string, from: number, end: number): void {
    if (this.handlers.instruction === null) {
      this.other(text, from, end)
      return
    }
    const stop = nameEnd(text, from + 2)
    this.handlers.instruction(text.slice(from + 2, stop), normalLines(text.slice(spaceEnd(text, stop), end - 2)))
  }

  /** Passes on what no handler took. */
  other(text: string, from: number, end: number): void {
    if (this.handlers.other === null) return
    this.handlers.other(text.slice(from, end))
    // Where Expat converts what it passes on, the event has moved to its end.
    if (this.frames.length === 0 && this.decoder!.converts) this.event = end
  }

  private epilog(): void {
    const { token } = this
    for (;;) {
      const i = this.at
      const { text } = this
      this.event = i
      scanProlog(text, i, this.ns !== null, token)
      switch (token.kind) {
        case 'none':
          this.refuseTruncated()
          return
        case 'space':
          if (token.open && !this.final) return
          this.other(text, i, token.end)
          break
        case 'comment':
          this.comment(text, i, token.end)
          break
        case 'instruction':
          this.instruction(text, i, token.end)
          break
        default:
          if (this.whole(null) < 0) return
          throw new XmlFailure('JUNK_AFTER_DOC_ELEMENT')
      }
      this.at = token.end
      this.checkStopped()
    }
  }
}
