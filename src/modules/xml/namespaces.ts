/** Namespaces in scope (Namespaces in XML 1.0), and names made of their URIs. */
import { XmlFailure } from './errors'

const XML = 'http://www.w3.org/XML/1998/namespace'
const XMLNS = 'http://www.w3.org/2000/xmlns/'

/** A prefix bound by an element, with what it was bound to before. */
export interface Binding {
  readonly prefix: string
  readonly before: string | null
}

/** The prefixes of one parser; the default namespace has the prefix ''. */
export class Namespaces {
  readonly bound = new Map<string, string | null>([['xml', XML]])

  /** `separator` may be empty. With `triplets` names end in their prefix. */
  constructor(
    readonly separator: string,
    public triplets: boolean,
  ) {}

  /** Binds a prefix; raises {@link XmlFailure} where that is not allowed. */
  bind(prefix: string, uri: string): Binding {
    if (uri === '' && prefix !== '') throw new XmlFailure('UNDECLARING_PREFIX')
    if (prefix === 'xmlns') throw new XmlFailure('RESERVED_PREFIX_XMLNS')
    if ((prefix === 'xml') !== (uri === XML))
      throw new XmlFailure(prefix === 'xml' ? 'RESERVED_PREFIX_XML' : 'RESERVED_NAMESPACE_URI')
    if (uri === XMLNS) throw new XmlFailure('RESERVED_NAMESPACE_URI')
    // A separator that cannot be in a URI must not be smuggled in by one.
    if (this.separator !== '' && uri.includes(this.separator) && !/[\w\-.~:/?#[\]@!$&'()*+,;=%]/.test(this.separator))
      throw new XmlFailure('SYNTAX')
    const before = this.bound.get(prefix) ?? null
    this.bound.set(prefix, uri === '' ? null : uri)
    return { prefix, before }
  }

  /** Undoes a binding. */
  unbind(binding: Binding): void {
    this.bound.set(binding.prefix, binding.before)
  }

  /** The expanded form of a name; `element` names without a prefix are in the default namespace, those of attributes in none. */
  expand(name: string, element: boolean, triplets = this.triplets): string {
    const colon = name.indexOf(':')
    if (colon < 0 && !element) return name
    const prefix = colon < 0 ? '' : name.slice(0, colon)
    const uri = this.bound.get(prefix) ?? null
    if (uri === null) {
      if (colon < 0) return name
      throw new XmlFailure('UNBOUND_PREFIX')
    }
    const local = colon < 0 ? name : name.slice(colon + 1)
    const expanded = uri + this.separator + local
    return triplets && colon >= 0 && this.separator !== '' ? expanded + this.separator + prefix : expanded
  }

  /** The bindings as a parser of an external entity is told of them. */
  context(): string[] {
    const parts: string[] = []
    const initial = this.bound.get('') ?? null
    if (initial !== null) parts.push(`=${initial}`)
    for (const [prefix, uri] of this.bound) if (prefix !== '' && uri !== null) parts.push(`${prefix}=${uri}`)
    return parts
  }
}
