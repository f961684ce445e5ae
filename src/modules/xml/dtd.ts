/** What a document type definition declares, as far as a parser that does not validate needs it. */

/** An entity; `text` is null of external ones. */
export class Entity {
  text: string | null = null
  systemId: string | null = null
  publicId: string | null = null
  base: string | null = null
  notation: string | null = null
  /** Being expanded. */
  open = false
  /** Declared in the document entity itself. */
  internal = false

  constructor(readonly name: string) {}

  copy(): Entity {
    return Object.assign(new Entity(this.name), { ...this, open: false })
  }
}

/** A declared attribute; `value` is its default. */
export interface DeclaredAttribute {
  readonly name: string
  /** Whether its white space stays as it is. */
  readonly cdata: boolean
  readonly value: string | null
}

/** Declarations of one document. Parsers of external parameter entities share it, those of general entities have a copy. */
export class Dtd {
  readonly general = new Map<string, Entity>()
  readonly parameter = new Map<string, Entity>()
  readonly attributes = new Map<string, Map<string, DeclaredAttribute>>()
  standalone = false
  hasParameterReferences = false
  keepProcessing = true
  parameterEntityRead = false

  /** A copy whose entities are the copy's own. */
  copy(): Dtd {
    const made = new Dtd()
    for (const [name, entity] of this.general) made.general.set(name, entity.copy())
    for (const [name, entity] of this.parameter) made.parameter.set(name, entity.copy())
    for (const [name, declared] of this.attributes) made.attributes.set(name, new Map(declared))
    made.standalone = this.standalone
    made.hasParameterReferences = this.hasParameterReferences
    made.keepProcessing = this.keepProcessing
    return made
  }

  /** Adds the declaration of an attribute; the first one of a name counts. */
  declare(element: string, attribute: DeclaredAttribute): void {
    let declared = this.attributes.get(element)
    if (declared === undefined) this.attributes.set(element, (declared = new Map()))
    if (!declared.has(attribute.name)) declared.set(attribute.name, attribute)
  }
}

/** The model of an element's content. */
export interface ContentModel {
  type: number
  quantifier: number
  name: string | null
  readonly children: ContentModel[]
}

/** Types of content models. */
export const MODEL = { EMPTY: 1, ANY: 2, MIXED: 3, NAME: 4, CHOICE: 5, SEQ: 6 } as const

/** How often a part of a content model may come, by the sign behind it. */
export const QUANTIFIER: Readonly<Record<string, number>> = { '': 0, '?': 1, '*': 2, '+': 3 }

const predefined: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The character of an entity that needs no declaration. */
export function predefinedEntity(name: string): string | undefined {
  return Object.hasOwn(predefined, name) ? predefined[name] : undefined
}
