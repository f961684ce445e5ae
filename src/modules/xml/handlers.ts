/** What a parser tells the one who uses it. A handler that is null is not interested; what none takes goes to `other`. */
import type { ContentModel } from './dtd'

type Text = string | null

/** The handlers of a parser. */
export interface XmlHandlers {
  /** `attributes` are names and values in turn; the first `specified` of them stand in the document. */
  startElement: ((name: string, attributes: readonly string[], specified: number) => void) | null
  endElement: ((name: string) => void) | null
  instruction: ((target: string, data: string) => void) | null
  characters: ((text: string) => void) | null
  comment: ((text: string) => void) | null
  startCdata: (() => void) | null
  endCdata: (() => void) | null
  /** The source of everything that no other handler took. */
  other: ((text: string) => void) | null
  startDoctype: ((name: string, systemId: Text, publicId: Text, hasInternalSubset: boolean) => void) | null
  endDoctype: (() => void) | null
  xmlDeclaration: ((version: Text, encoding: Text, standalone: number) => void) | null
  elementDeclaration: ((name: string, model: ContentModel) => void) | null
  attributeDeclaration: ((element: string, name: string, type: string, value: Text, required: boolean) => void) | null
  entityDeclaration:
    | ((
        name: string,
        parameter: boolean,
        value: Text,
        base: Text,
        systemId: Text,
        publicId: Text,
        notation: Text,
      ) => void)
    | null
  unparsedEntity: ((name: string, base: Text, systemId: Text, publicId: Text, notation: Text) => void) | null
  notation: ((name: string, base: Text, systemId: Text, publicId: Text) => void) | null
  startNamespace: ((prefix: Text, uri: Text) => void) | null
  endNamespace: ((prefix: Text) => void) | null
  skippedEntity: ((name: string, parameter: boolean) => void) | null
  /** False ends the parsing. */
  notStandalone: (() => boolean) | null
  /** False ends the parsing. `context` is null for the DTD's own parts. */
  externalEntity: ((context: Text, base: Text, systemId: Text, publicId: Text) => boolean) | null
}

/** Handlers that take nothing. */
export function noHandlers(): XmlHandlers {
  return {
    startElement: null,
    endElement: null,
    instruction: null,
    characters: null,
    comment: null,
    startCdata: null,
    endCdata: null,
    other: null,
    startDoctype: null,
    endDoctype: null,
    xmlDeclaration: null,
    elementDeclaration: null,
    attributeDeclaration: null,
    entityDeclaration: null,
    unparsedEntity: null,
    notation: null,
    startNamespace: null,
    endNamespace: null,
    skippedEntity: null,
    notStandalone: null,
    externalEntity: null,
  }
}
