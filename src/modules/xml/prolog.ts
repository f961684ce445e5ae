/**
 * The grammar of what comes before the root element, and of DTDs: a generator that reads token after token and yields where more text must
 * come first. Texts of parameter entities are read where they are referred to.
 */
import { type ContentModel, Entity, MODEL, predefinedEntity, QUANTIFIER } from './dtd'
import { XmlFailure } from './errors'
import { badPublicId, isSpace, spaceEnd } from './names'
import type { XmlParser } from './parser'
import { scanIgnored, scanInstruction, scanProlog, Token, type TokenKind } from './scanner'
import { attributeValue, entityValue, normalPublicId } from './values'

interface ParameterText {
  readonly text: string
  at: number
  readonly entity: Entity
  /** Referred to between declarations, of which its text must then have whole ones. */
  readonly between: boolean
}

type Reading<T> = Generator<void, T>

const attributeTypes = new Set('CDATA ID IDREF IDREFS ENTITY ENTITIES NMTOKEN NMTOKENS'.split(' '))

/** What `UNLESS_STANDALONE` and `NEVER` are in `parameterEntities`. */
const NEVER = 0
const UNLESS_STANDALONE = 1

/** Reads the prolog of a document, or an external part of a DTD, from where its parser is. */
export function grammarOf(p: XmlParser): Generator<void, void> {
  const prolog = new Prolog(p)
  return p.kind === 'parameter' ? prolog.externalSubset() : prolog.document()
}

// ── Declarations of versions and encodings ──────────────────────────────────────────────────────────────────────────────

interface Pseudo {
  readonly name: string
  readonly nameAt: number
  readonly value: string
  readonly valueAt: number
  readonly next: number
}

/** Reads and applies `<?xml …?>` between two indexes of the parser's text. */
function xmlDeclaration(p: XmlParser, from: number, end: number): void {
  const { text } = p
  const stop = end - 2
  const external = p.kind !== 'document'
  const bad = (at: number): XmlFailure => new XmlFailure(external ? 'TEXT_DECL' : 'XML_DECL', at)
  const read = (at: number): Pseudo | null => {
    if (at < stop && !isSpace(text.charCodeAt(at))) throw bad(at)
    const nameAt = spaceEnd(text, at)
    if (nameAt >= stop) return null
    let nameStop = nameAt
    while (nameStop < stop && text[nameStop] !== '=' && !isSpace(text.charCodeAt(nameStop)) && text[nameStop]! < '\x80')
      nameStop++
    const equals = spaceEnd(text, nameStop)
    if (equals >= stop || text[equals] !== '=') throw bad(equals)
    const quoteAt = spaceEnd(text, equals + 1)
    const name = text.slice(nameAt, nameStop)
    const valueAt = quoteAt + 1
    const quote = text[quoteAt]!
    if (quote !== '"' && quote !== "'") throw bad(quoteAt)
    let at2 = valueAt
    while (text[at2] !== quote) if (!/[A-Za-z0-9._-]/.test(text[at2++]!)) throw bad(at2 - 1)
    return { name, nameAt, value: text.slice(valueAt, at2), valueAt, next: at2 + 1 }
  }
  let version: string | null = null
  let encoding: Pseudo | null = null
  let standalone = -1
  let part = read(from + 5)
  if (part === null) throw bad(stop)
  let next = part.next
  if (part.name === 'version') {
    version = part.value
    part = read(next)
    if (part === null && external) throw bad(stop)
  } else if (!external) throw bad(part.nameAt)
  if (part !== null && part.name === 'encoding') {
    if (!/^[A-Za-z]/.test(part.value)) throw bad(part.valueAt)
    encoding = part
    next = part.next
    part = read(next)
  }
  if (part !== null) {
    if (part.name !== 'standalone' || external) throw bad(part.nameAt)
    if (part.value !== 'yes' && part.value !== 'no') throw bad(part.valueAt)
    standalone = part.value === 'yes' ? 1 : 0
    next = part.next
    const rest = spaceEnd(text, next)
    if (rest < stop) throw bad(rest)
  }
  if (standalone === 1) {
    p.dtd.standalone = true
    if (p.parameterEntities === UNLESS_STANDALONE) p.parameterEntities = NEVER
  }
  if (p.handlers.xmlDeclaration !== null) p.handlers.xmlDeclaration(version, encoding?.value ?? null, standalone)
  else p.other(text, from, end)
  if (encoding !== null) p.switchEncoding(encoding.value, encoding.valueAt, end)
}

/** Reads a text declaration where one begins an external entity of content; -1 where more text must come to know. */
export function textDeclaration(p: XmlParser): number {
  const start = p.at
  p.event = start
  const begins = p.text.slice(start, start + 5)
  if (!'<?xml'.startsWith(begins)) return start
  if (begins.length < 5) return p.final ? start : -1
  const t = new Token()
  scanInstruction(p.text, start + 2, t, p.ns !== null)
  if (t.kind === 'partial' && !p.final) return -1
  if (t.kind === 'xml declaration') {
    xmlDeclaration(p, start, t.end)
    p.at = t.end
  }
  return p.at
}

// ── The grammar ─────────────────────────────────────────────────────────────────────────────────────────────────────────

class Prolog {
  private readonly token = new Token()
  private readonly frames: ParameterText[] = []
  /** The text of the current token, and where it begins. */
  private text = ''
  private start = 0
  /** The current token is to be passed on when the next one is read, unless a handler takes it. */
  private pending = false
  /** A handler takes all tokens of the current declaration, unless one is not part of what it is told. */
  private quiet = false
  private loud = false
  private first = true
  private inDeclaration = false
  private sections = 0
  private doctype: { name: string; systemId: string | null; publicId: string | null } | null = null

  constructor(private readonly p: XmlParser) {}

  private word(): string {
    return this.text.slice(this.start, this.token.end)
  }

  private main(): boolean {
    return this.text === this.p.text && this.frames.length === 0
  }

  private flush(): void {
    if (this.pending && (this.loud || !this.quiet)) this.p.other(this.text, this.start, this.token.end)
    this.pending = false
    this.loud = false
  }

  private unexpected(): XmlFailure {
    switch (this.token.kind) {
      case '%name;':
        return new XmlFailure('PARAM_ENTITY_REF')
      case 'xml declaration':
        return new XmlFailure('MISPLACED_XML_PI')
    }
    return new XmlFailure('SYNTAX')
  }

  /** The next token, white space included. */
  private *raw(): Reading<TokenKind> {
    const { p, token } = this
    for (;;) {
      this.flush()
      p.checkStopped()
      const frame = this.frames.at(-1)
      const text = frame === undefined ? p.text : frame.text
      const from = frame === undefined ? p.at : frame.at
      if (frame === undefined) p.event = from
      scanProlog(text, from, p.ns !== null, token)
      if (token.kind === 'invalid') {
        // The first token of an external part is wrong as a whole.
        const placed = frame === undefined && !(this.first && p.kind === 'parameter')
        throw new XmlFailure('INVALID_TOKEN', placed ? token.end : null)
      }
      if (token.kind === 'none' || token.kind === 'partial' || token.open) {
        if (frame === undefined && !p.final) {
          yield
          continue
        }
        if (frame === undefined && token.kind !== 'none' && !token.open) p.refuseTruncated()
        if (token.kind === 'partial') throw new XmlFailure('UNCLOSED_TOKEN')
        if (token.kind === 'none') {
          if (frame === undefined) {
            p.refuseTruncated()
            return this.atEnd()
          }
          if (frame.between && this.inDeclaration) throw new XmlFailure('INCOMPLETE_PE')
          frame.entity.open = false
          this.frames.pop()
          p.openParameterEntities--
          continue
        }
      }
      this.text = text
      this.start = from
      if (frame === undefined) p.at = token.end
      else frame.at = token.end
      this.pending = true
      this.first = false
      return token.kind
    }
  }

  private atEnd(): TokenKind {
    if (this.p.kind !== 'parameter') throw new XmlFailure('NO_ELEMENTS')
    if (this.inDeclaration || this.sections > 0) throw new XmlFailure('INCOMPLETE_PE')
    return 'none'
  }

  /** The next token that is not white space. Inside declarations of external parts, parameter entities are read. */
  private *next(): Reading<TokenKind> {
    for (;;) {
      const kind = yield* this.raw()
      if (kind === 'space') continue
      if (kind !== '%name;' || !this.inDeclaration || this.p.kind !== 'parameter') return kind
      this.parameterReference()
    }
  }

  private *expect(...kinds: TokenKind[]): Reading<string> {
    if (!kinds.includes(yield* this.next())) throw this.unexpected()
    return this.word()
  }

  private *name(): Reading<string> {
    return yield* this.expect('name', 'prefixed')
  }

  private *literal(): Reading<string> {
    yield* this.expect('literal')
    return this.text.slice(this.start + 1, this.token.end - 1)
  }

  private *publicLiteral(): Reading<string> {
    const text = yield* this.literal()
    const bad = badPublicId(text)
    if (bad >= 0) throw new XmlFailure('PUBLICID', this.main() ? this.start + 1 + bad : null)
    return normalPublicId(text)
  }

  /** `>` */
  private *close(): Reading<void> {
    yield* this.expect('>')
    this.inDeclaration = false
  }

  // ── Documents ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  *document(): Generator<void, void> {
    const { p } = this
    let first = true
    for (;;) {
      const kind = yield* this.raw()
      if (kind === 'xml declaration' && first) {
        this.pending = false
        xmlDeclaration(p, this.start, this.token.end)
      } else if (kind === 'root') {
        this.pending = false
        break
      } else if (kind === 'declaration' && this.doctype === null && this.word() === '<!DOCTYPE')
        yield* this.doctypeDeclaration()
      else if (!this.misc(kind)) throw this.unexpected()
      first = false
    }
    if (p.foreignDtd) this.foreignSubset()
  }

  /** Takes what may stand anywhere: false for another token. */
  private misc(kind: TokenKind): boolean {
    if (kind === 'space') return true
    if (kind !== 'comment' && kind !== 'instruction') return false
    this.pending = false
    if (kind === 'comment') this.p.comment(this.text, this.start, this.token.end)
    else this.p.instruction(this.text, this.start, this.token.end)
    return true
  }

  private *doctypeDeclaration(): Reading<void> {
    const { p } = this
    const { handlers, dtd } = p
    this.quiet = handlers.startDoctype !== null
    this.doctype = { name: yield* this.name(), systemId: null, publicId: null }
    let kind = yield* this.next()
    if (kind === 'name') {
      const word = this.word()
      if (word === 'PUBLIC') this.doctype.publicId = yield* this.publicLiteral()
      else if (word !== 'SYSTEM') throw this.unexpected()
      this.doctype.systemId = yield* this.literal()
      p.foreignDtd = false
      dtd.hasParameterReferences = true
      if (!dtd.standalone && p.parameterEntities === NEVER) this.requireNotStandalone()
      kind = yield* this.next()
    }
    let told = false
    if (kind === '[') {
      handlers.startDoctype?.(this.doctype.name, this.doctype.systemId, this.doctype.publicId, true)
      told = true
      this.pending = handlers.startDoctype === null
      this.flush()
      this.quiet = false
      yield* this.internalSubset()
      this.quiet = handlers.startDoctype !== null
      kind = yield* this.next()
    }
    if (kind !== '>') throw this.unexpected()
    if (!told) handlers.startDoctype?.(this.doctype.name, this.doctype.systemId, this.doctype.publicId, false)
    this.endOfDoctype()
    handlers.endDoctype?.()
    this.quiet = false
    this.pending = handlers.endDoctype === null && (told || handlers.startDoctype === null)
  }

  private requireNotStandalone(): void {
    if (this.p.handlers.notStandalone !== null && !this.p.handlers.notStandalone())
      throw new XmlFailure('NOT_STANDALONE')
  }

  private endOfDoctype(): void {
    const { p } = this
    if (this.doctype!.systemId === null && !p.foreignDtd) return
    this.readSubset(this.doctype!.systemId !== null)
    p.foreignDtd = false
  }

  private foreignSubset(): void {
    this.readSubset(false)
    this.p.foreignDtd = false
  }

  /** Has the external subset read; `declared`: the document names one. */
  private readSubset(declared: boolean): void {
    const { p } = this
    const { dtd } = p
    const had = dtd.hasParameterReferences
    dtd.hasParameterReferences = true
    if (p.parameterEntities === NEVER || p.handlers.externalEntity === null) return
    const subset = new Entity('#')
    subset.base = p.base
    subset.systemId = this.doctype?.systemId ?? null
    subset.publicId = this.doctype?.publicId ?? null
    if (p.readExternal(subset)) {
      if (!dtd.standalone) this.requireNotStandalone()
    } else if (!declared) dtd.hasParameterReferences = had
  }

  private *internalSubset(): Reading<void> {
    for (;;) {
      const kind = yield* this.raw()
      if (kind === ']') return
      if (kind === 'declaration') yield* this.declaration()
      else if (kind === '%name;') this.parameterReference()
      else if (!this.misc(kind)) throw this.unexpected()
    }
  }

  *externalSubset(): Generator<void, void> {
    let first = true
    this.p.dtd.parameterEntityRead = true
    for (;;) {
      const kind = yield* this.raw()
      if (kind === 'none') return
      if (kind === 'xml declaration' && first) {
        this.pending = false
        xmlDeclaration(this.p, this.start, this.token.end)
      } else if (kind === 'declaration') yield* this.declaration()
      else if (kind === '%name;') this.parameterReference()
      else if (kind === 'section') yield* this.section()
      else if (kind === 'section end' && this.sections > 0) this.sections--
      else if (!this.misc(kind)) throw this.unexpected()
      first = false
    }
  }

  /** `<![INCLUDE[` or an ignored section as a whole. */
  private *section(): Reading<void> {
    const { p } = this
    this.inDeclaration = true
    const word = yield* this.name()
    if (word !== 'INCLUDE' && word !== 'IGNORE') throw this.unexpected()
    yield* this.expect('[')
    this.inDeclaration = false
    if (word === 'INCLUDE') {
      this.sections++
      return
    }
    this.flush()
    for (;;) {
      const frame = this.frames.at(-1)
      const text = frame === undefined ? p.text : frame.text
      const from = frame === undefined ? p.at : frame.at
      if (frame === undefined) p.event = from
      const end = scanIgnored(text, from)
      if (end < -1) throw new XmlFailure('INVALID_TOKEN', frame === undefined ? ~end : null)
      if (end === -1) {
        if (frame !== undefined || p.final) throw new XmlFailure('SYNTAX')
        yield
        continue
      }
      if (frame === undefined) p.at = end
      else frame.at = end
      p.other(text, from, end)
      return
    }
  }

  // ── Parameter entities ────────────────────────────────────────────────────────────────────────────────────────────────

  private parameterReference(): void {
    const { p } = this
    const { dtd, handlers } = p
    const name = this.text.slice(this.start + 1, this.token.end - 1)
    const between = !this.inDeclaration
    dtd.hasParameterReferences = dtd.hasParameterReferences || p.parameterEntities === NEVER
    if (p.parameterEntities === NEVER) {
      dtd.keepProcessing = dtd.standalone
      if (!dtd.standalone) this.requireNotStandalone()
      return
    }
    dtd.hasParameterReferences = true
    const entity = dtd.parameter.get(name)
    if (p.kind === 'document' && dtd.standalone && this.frames.length === 0) {
      if (entity === undefined) throw new XmlFailure('UNDEFINED_ENTITY')
      if (!entity.internal) throw new XmlFailure('ENTITY_DECLARED_IN_PE')
    } else if (entity === undefined) {
      dtd.keepProcessing = dtd.standalone
      if (between && handlers.skippedEntity !== null) {
        handlers.skippedEntity(name, true)
        this.pending = false
      }
      return
    }
    if (entity.open) throw new XmlFailure('RECURSIVE_ENTITY_REF')
    if (entity.text !== null) {
      p.account(entity.text.length)
      entity.open = true
      this.pending = false
      this.frames.push({ text: entity.text, at: 0, entity, between })
      p.openParameterEntities++
      return
    }
    if (handlers.externalEntity === null) {
      dtd.keepProcessing = dtd.standalone
      return
    }
    this.pending = false
    if (!p.readExternal(entity)) {
      dtd.keepProcessing = dtd.standalone
      return
    }
    if (!dtd.standalone) this.requireNotStandalone()
  }

  // ── Declarations ──────────────────────────────────────────────────────────────────────────────────────────────────────

  private *declaration(): Reading<void> {
    const word = this.word()
    this.inDeclaration = true
    const { handlers, dtd } = this.p
    switch (word) {
      case '<!ENTITY':
        this.quiet = dtd.keepProcessing && handlers.entityDeclaration !== null
        yield* this.entityDeclaration()
        break
      case '<!ATTLIST':
        this.quiet = dtd.keepProcessing && handlers.attributeDeclaration !== null
        yield* this.attributeList()
        break
      case '<!ELEMENT':
        this.quiet = handlers.elementDeclaration !== null
        yield* this.elementDeclaration()
        break
      case '<!NOTATION':
        this.quiet = handlers.notation !== null
        yield* this.notationDeclaration()
        break
      default:
        throw this.unexpected()
    }
    this.flush()
    this.quiet = false
  }

  private *entityDeclaration(): Reading<void> {
    const { p } = this
    const { dtd, handlers } = p
    let kind = yield* this.next()
    const parameter = kind === '%'
    if (parameter) kind = yield* this.next()
    if (kind !== 'name') throw this.unexpected()
    const name = this.word()
    const table = parameter ? dtd.parameter : dtd.general
    let entity: Entity | null = null
    if (dtd.keepProcessing && !table.has(name) && (parameter || predefinedEntity(name) === undefined)) {
      entity = new Entity(name)
      entity.internal = p.kind === 'document' && this.frames.length === 0
      table.set(name, entity)
    }
    const first = entity !== null
    this.loud = !first
    kind = yield* this.next()
    if (kind === 'literal') {
      if (dtd.keepProcessing) {
        const { value, failure } = entityValue(p, this.text, this.start + 1, this.token.end - 1, this.main())
        if (failure !== null && failure.at !== null) p.event = failure.at
        if (entity !== null) {
          entity.text = value
          handlers.entityDeclaration?.(name, parameter, value, p.base, null, null, null)
        }
        if (failure !== null) throw failure
        this.loud = !first
      }
      return yield* this.close()
    }
    if (kind !== 'name') throw this.unexpected()
    const { systemId, publicId } = yield* this.externalId(false, !first)
    if (entity !== null) Object.assign(entity, { systemId, publicId, base: p.base })
    kind = yield* this.next()
    if (kind === 'name' && this.word() === 'NDATA' && !parameter) {
      const notation = yield* this.expect('name')
      this.loud = !first
      if (dtd.keepProcessing && entity !== null) {
        entity.notation = notation
        if (handlers.unparsedEntity !== null) {
          this.pending = false
          handlers.unparsedEntity(name, entity.base, systemId, publicId, notation)
        } else handlers.entityDeclaration?.(name, false, null, entity.base, systemId, publicId, notation)
      }
      return yield* this.close()
    }
    if (kind !== '>') throw this.unexpected()
    this.inDeclaration = false
    this.loud = !first
    if (dtd.keepProcessing && entity !== null)
      handlers.entityDeclaration?.(name, parameter, null, entity.base, systemId, publicId, null)
  }

  /** What follows SYSTEM or PUBLIC, which is the current token. A notation's system identifier may be missing. */
  private *externalId(
    notation: boolean,
    loud = false,
  ): Reading<{ systemId: string | null; publicId: string | null; closed: boolean }> {
    const word = this.word()
    if (word !== 'PUBLIC' && word !== 'SYSTEM') throw this.unexpected()
    let publicId: string | null = null
    if (word === 'PUBLIC') {
      publicId = yield* this.publicLiteral()
      this.loud = loud
    }
    if (!notation || publicId === null) {
      const systemId = yield* this.literal()
      this.loud = loud
      return { systemId, publicId, closed: false }
    }
    const kind = yield* this.next()
    if (kind === '>') return { systemId: null, publicId, closed: true }
    if (kind !== 'literal') throw this.unexpected()
    return { systemId: this.text.slice(this.start + 1, this.token.end - 1), publicId, closed: false }
  }

  private *notationDeclaration(): Reading<void> {
    const { p } = this
    const name = yield* this.expect('name')
    yield* this.expect('name')
    const { systemId, publicId, closed } = yield* this.externalId(true)
    p.handlers.notation?.(name, p.base, systemId, publicId)
    if (closed) this.inDeclaration = false
    else yield* this.close()
  }

  private *attributeList(): Reading<void> {
    const { p } = this
    const { dtd, handlers } = p
    const element = yield* this.name()
    for (;;) {
      const kind = yield* this.next()
      if (kind === '>') break
      if (kind !== 'name' && kind !== 'prefixed') throw this.unexpected()
      const name = this.word()
      const type = yield* this.attributeType()
      const cdata = type === 'CDATA'
      let value: string | null = null
      let required = false
      let next = yield* this.next()
      if (next === '#name') {
        const word = this.word()
        if (word === '#FIXED') next = yield* this.next()
        else if (word !== '#IMPLIED' && word !== '#REQUIRED') throw this.unexpected()
        required = word !== '#IMPLIED'
        if (word === '#FIXED' && next !== 'literal') throw this.unexpected()
      } else if (next !== 'literal') throw this.unexpected()
      if (!dtd.keepProcessing) continue
      if (next === 'literal')
        value = attributeValue(p, this.text, this.start + 1, this.token.end - 1, cdata, this.main(), true)
      dtd.declare(element, { name, cdata, value })
      handlers.attributeDeclaration?.(element, name, type, value, required)
    }
    this.inDeclaration = false
  }

  private *attributeType(): Reading<string> {
    let kind = yield* this.next()
    let type = ''
    const notation = kind === 'name' && this.word() === 'NOTATION'
    if (kind === 'name' && attributeTypes.has(this.word())) return this.word()
    if (notation) {
      type = 'NOTATION'
      kind = yield* this.next()
    }
    if (kind !== '(') throw this.unexpected()
    for (let separator = '('; ; separator = '|') {
      type += separator + (notation ? yield* this.expect('name') : yield* this.expect('nmtoken', 'name', 'prefixed'))
      if ((yield* this.expect('|', ')')) === ')') return type + ')'
    }
  }

  private *elementDeclaration(): Reading<void> {
    const { p } = this
    const name = yield* this.name()
    const kind = yield* this.next()
    let model: ContentModel
    if (kind === '(') model = yield* this.contentModel()
    else {
      const word = this.word()
      if (kind !== 'name' || (word !== 'EMPTY' && word !== 'ANY')) throw this.unexpected()
      model = { type: MODEL[word], quantifier: 0, name: null, children: [] }
    }
    p.handlers.elementDeclaration?.(name, model)
    yield* this.close()
  }

  private *contentModel(): Reading<ContentModel> {
    const first = yield* this.next()
    if (first !== '#name') return yield* this.groups(first)
    if (this.word() !== '#PCDATA') throw this.unexpected()
    const model: ContentModel = { type: MODEL.MIXED, quantifier: 0, name: null, children: [] }
    let kind = yield* this.next()
    while (kind === '|') {
      model.children.push({ type: MODEL.NAME, quantifier: 0, name: yield* this.name(), children: [] })
      kind = yield* this.next()
    }
    if (kind === ')*') model.quantifier = QUANTIFIER['*']!
    else if (kind !== ')' || model.children.length > 0) throw this.unexpected()
    return model
  }

  /** Nested groups, the first `(` of which has been read; `kind` is the token after it. */
  private *groups(kind: TokenKind): Reading<ContentModel> {
    const open: { model: ContentModel; connector: TokenKind | null }[] = []
    const enter = (): void => {
      open.push({ model: { type: MODEL.SEQ, quantifier: 0, name: null, children: [] }, connector: null })
    }
    enter()
    for (;;) {
      // A part: a group that begins, or a name.
      if (kind === '(') {
        enter()
        kind = yield* this.next()
        continue
      }
      if (kind !== 'prefixed' && kind !== 'name' && kind !== 'name?' && kind !== 'name*' && kind !== 'name+')
        throw this.unexpected()
      const sign = kind.length === 5 ? kind[4]! : ''
      const word = this.word()
      open.at(-1)!.model.children.push({
        type: MODEL.NAME,
        quantifier: QUANTIFIER[sign]!,
        name: sign === '' ? word : word.slice(0, -1),
        children: [],
      })
      // What follows a part: the ends of groups, then what joins it to the next.
      for (kind = yield* this.next(); kind[0] === ')'; kind = yield* this.next()) {
        const { model } = open.pop()!
        model.quantifier = QUANTIFIER[kind.slice(1)]!
        const outer = open.at(-1)
        if (outer === undefined) return model
        outer.model.children.push(model)
      }
      if (kind !== '|' && kind !== ',') throw this.unexpected()
      const group = open.at(-1)!
      if (group.connector !== null && group.connector !== kind) throw new XmlFailure('SYNTAX')
      group.connector = kind
      if (kind === '|') group.model.type = MODEL.CHOICE
      kind = yield* this.next()
    }
  }
}
