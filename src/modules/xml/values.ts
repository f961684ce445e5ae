/** The values of literals: of attributes, whose references are expanded and white space normalised, and of entities. */
import { type Entity, predefinedEntity } from './dtd'
import { XmlFailure } from './errors'
import { isCharacter, isSpace } from './names'
import type { XmlParser } from './parser'
import { referencedCharacter, scanReference } from './scanner'

interface Source {
  readonly text: string
  at: number
  readonly to: number
  readonly entity: Entity | null
}

/** Line ends as XML has them. */
export function normalLines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}

/** The value of a public identifier: white space collapsed. */
export function normalPublicId(text: string): string {
  return text.replace(/[ \r\n]+/g, ' ').replace(/^ | $/g, '')
}

/** The text of a character reference between two indexes; `at` is where an error is. */
function character(text: string, from: number, to: number, at: number | null): string {
  const cp = referencedCharacter(text, from, to)
  if (!isCharacter(cp)) throw new XmlFailure('BAD_CHAR_REF', at)
  return String.fromCodePoint(cp)
}

/** Leaves the sources that are at their end. */
function leaveFinished(sources: Source[]): Source | null {
  for (;;) {
    const source = sources.at(-1)
    if (source === undefined || source.at < source.to) return source ?? null
    if (source.entity !== null) source.entity.open = false
    sources.pop()
  }
}

/**
 * The value of an attribute that stands in a range of a text. `main` says that the text is that of the parser's own entity, where
 * errors have places; `declared` that it is a default in a DTD.
 */
export function attributeValue(
  p: XmlParser,
  text: string,
  from: number,
  to: number,
  cdata: boolean,
  main: boolean,
  declared: boolean,
): string {
  const raw = text.slice(from, to)
  if (!/[&<\s]/.test(raw)) return raw
  const sources: Source[] = [{ text, at: from, to, entity: null }]
  const opened: Entity[] = []
  let value = ''
  const space = (): void => {
    if (cdata || (value !== '' && !value.endsWith(' '))) value += ' '
  }
  try {
    for (let source = leaveFinished(sources); source !== null; source = leaveFinished(sources)) {
      const here = main && source.entity === null ? source.at : null
      const c = source.text.charCodeAt(source.at)
      if (c === 0x3c) throw new XmlFailure('INVALID_TOKEN', here)
      if (c === 0x26) {
        const end = scanReference(source.text, source.at + 1, p.ns !== null)
        if (end < 0 || end > source.to) throw new XmlFailure('INVALID_TOKEN', here)
        const at = source.at
        source.at = end
        if (source.text[at + 1] === '#') {
          const written = character(source.text, at, end, here)
          if (written === ' ' && !cdata) space()
          else value += written
          continue
        }
        const name = source.text.slice(at + 1, end - 1)
        const known = predefinedEntity(name)
        if (known !== undefined) {
          value += known
          continue
        }
        const entity = attributeEntity(p, name, declared, here)
        if (entity === null) continue
        p.account(entity.text!.length)
        entity.open = true
        opened.push(entity)
        sources.push({ text: entity.text!, at: 0, to: entity.text!.length, entity })
      } else if (isSpace(c)) {
        space()
        source.at += c === 0x0d && source.text.charCodeAt(source.at + 1) === 0x0a ? 2 : 1
      } else {
        let end = source.at + 1
        while (end < source.to) {
          const next = source.text.charCodeAt(end)
          if (next === 0x26 || next === 0x3c || isSpace(next)) break
          end++
        }
        value += source.text.slice(source.at, end)
        source.at = end
      }
    }
  } finally {
    for (const entity of opened) entity.open = false
  }
  return !cdata && value.endsWith(' ') ? value.slice(0, -1) : value
}

/** The entity that an attribute's value refers to, or null for one that is not known and need not be. */
function attributeEntity(p: XmlParser, name: string, declared: boolean, at: number | null): Entity | null {
  const { dtd } = p
  const entity = dtd.general.get(name)
  const mustBeThere = declared
    ? p.kind === 'document' && (dtd.standalone ? !p.inEntity() : !dtd.hasParameterReferences)
    : !dtd.hasParameterReferences || dtd.standalone
  if (mustBeThere) {
    if (entity === undefined) throw new XmlFailure('UNDEFINED_ENTITY')
    if (!entity.internal) throw new XmlFailure('ENTITY_DECLARED_IN_PE')
  } else if (entity === undefined) return null
  if (entity.open) throw new XmlFailure('RECURSIVE_ENTITY_REF', at)
  if (entity.notation !== null) throw new XmlFailure('BINARY_ENTITY_REF', at)
  if (entity.text === null) throw new XmlFailure('ATTRIBUTE_EXTERNAL_ENTITY_REF', at)
  return entity
}

/**
 * The value of an entity's literal: character references and parameter entities are expanded, general entities are not. Where it is wrong,
 * what stands before that is given together with the failure.
 */
export function entityValue(
  p: XmlParser,
  text: string,
  from: number,
  to: number,
  main: boolean,
): { value: string; failure: XmlFailure | null } {
  const sources: Source[] = [{ text, at: from, to, entity: null }]
  const opened: Entity[] = []
  const { dtd } = p
  let value = ''
  try {
    for (let source = leaveFinished(sources); source !== null; source = leaveFinished(sources)) {
      const at = source.at
      const here = main && source.entity === null ? at : null
      const c = source.text[at]!
      if (c === '&') {
        const end = scanReference(source.text, at + 1, p.ns !== null)
        if (end < 0 || end > source.to)
          throw new XmlFailure('INVALID_TOKEN', here === null ? null : end < -1 ? ~end : at)
        source.at = end
        value += source.text[at + 1] === '#' ? character(source.text, at, end, here) : source.text.slice(at, end)
      } else if (c === '%') {
        const found = /%([^;&%"'<>\s]+);/y
        found.lastIndex = at
        const name = found.exec(source.text)?.[1]
        if (name === undefined) throw new XmlFailure('INVALID_TOKEN', here)
        if (p.kind !== 'parameter' && !p.inEntity()) throw new XmlFailure('PARAM_ENTITY_REF', here)
        source.at = found.lastIndex
        const entity = dtd.parameter.get(name)
        if (entity === undefined) {
          dtd.keepProcessing = dtd.standalone
          break
        }
        if (entity.open) throw new XmlFailure('RECURSIVE_ENTITY_REF', here)
        if (entity.text === null) {
          const read = p.readExternal(entity)
          if (!read) dtd.keepProcessing = dtd.standalone
          continue
        }
        p.account(entity.text.length)
        entity.open = true
        opened.push(entity)
        sources.push({ text: entity.text, at: 0, to: entity.text.length, entity })
      } else {
        const special = /[&%]/g
        special.lastIndex = at
        const end = Math.min(special.exec(source.text)?.index ?? source.to, source.to)
        value += normalLines(source.text.slice(at, end))
        source.at = end
      }
    }
  } catch (e) {
    if (!(e instanceof XmlFailure)) throw e
    return { value, failure: e }
  } finally {
    for (const entity of opened) entity.open = false
  }
  return { value, failure: null }
}
