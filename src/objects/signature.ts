/**
 * Signatures of builtin functions: `(self, key, default=None, /)` as text, parsed at the first call, and the binding of
 * arguments that follows from it is in binding.ts. Imports nothing at run time, so that every type can be defined over it.
 */
import type { Value } from './object'

/** One parameter of a builtin. */
export interface Parameter {
  readonly name: string
  readonly kind: 'positional-only' | 'positional' | 'varargs' | 'keyword-only' | 'varkeywords'
  /** Text of the default, null for a required parameter. */
  readonly default: string | null
}

/** A function implemented in TypeScript, with what is known of its arguments. Shared by every object that exposes it. */
export class NativeFunction {
  /** Fewest and most positional arguments; -1 until the signature is parsed. */
  min = -1
  max = -1
  /** A call with min..max positionals and no keywords needs no binding. False with `*args`, `**kwargs` or required keyword-only parameters. */
  direct = false
  /**
   * Number of required positional-only parameters where only `*args`, and then `**kwargs` or parameters that need not be given, follow them; -1 for any other
   * signature.
   */
  rest = -1
  /** With `rest`: there are `**kwargs`. */
  restKeywords = false
  parameters: readonly Parameter[] = []
  /** What arguments are bound by. */
  readonly signature: string
  /** What `inspect` sees: the same, or what CPython shows for a function that it lets parse its arguments by hand; null for nothing. */
  readonly shown: string | null

  /** The text is a signature, `shown as signature` where two differ, or one after a hyphen that is not shown. */
  constructor(
    readonly name: string,
    readonly fn: (...args: any[]) => Value,
    text: string,
    readonly doc: string | undefined = undefined,
  ) {
    const as = text.indexOf(' as ')
    if (as >= 0) {
      this.shown = text.slice(0, as)
      this.signature = text.slice(as + 4)
    } else if (text.startsWith('-')) {
      this.shown = null
      this.signature = text.slice(1)
    } else this.shown = this.signature = text
  }

  /** Parses the signature; called when `min` is -1. */
  prepare(): this {
    const parameters = parseSignature(this.signature)
    let min = 0
    let max = 0
    let direct = true
    for (const p of parameters) {
      if (p.kind === 'positional-only' || p.kind === 'positional') {
        max++
        if (p.default === null) min++
      } else if (p.kind !== 'keyword-only' || p.default === null) direct = false
    }
    this.parameters = parameters
    this.direct = direct
    const star = parameters.findIndex((p) => p.kind === 'varargs')
    const after = parameters[star + 1]
    const plain = parameters.slice(star + 1).every((p) => p.kind === 'keyword-only' && p.default !== null)
    if (
      star >= 0 &&
      (plain || (parameters.length === star + 2 && after!.kind === 'varkeywords')) &&
      parameters.slice(0, star).every((p) => p.kind === 'positional-only' && p.default === null)
    ) {
      this.rest = star
      this.restKeywords = !plain
    }
    this.max = max
    this.min = min
    return this
  }
}

/**
 * Parses `(a, b=1, /, c, *args, d=None, **kw)`. Defaults may contain brackets and quotes, but no top-level comma. Parameters in brackets
 * between others, `(a[, b[, c]], /)`, may be left out.
 */
export function parseSignature(original: string): Parameter[] {
  const text = original.includes('[,') ? withoutGroups(original) : original
  const parts: string[] = []
  let depth = 0
  let quote = ''
  let start = 1
  const end = text.length - 1
  for (let i = 1; i < end; i++) {
    const c = text[i]!
    if (quote !== '') {
      if (c === quote) quote = ''
    } else if (c === "'" || c === '"') quote = c
    else if (c === '(' || c === '[' || c === '{') depth++
    else if (c === ')' || c === ']' || c === '}') depth--
    else if (c === ',' && depth === 0) {
      parts.push(text.slice(start, i).trim())
      start = i + 1
    }
  }
  const last = text.slice(start, end).trim()
  if (last !== '') parts.push(last)
  const parameters: Parameter[] = []
  let keywordOnly = false
  for (let part of parts) {
    if (part === '/') {
      for (let i = 0; i < parameters.length; i++) parameters[i] = { ...parameters[i]!, kind: 'positional-only' }
      continue
    }
    if (part === '*') {
      keywordOnly = true
      continue
    }
    if (part.startsWith('**')) {
      parameters.push({ name: part.slice(2), kind: 'varkeywords', default: null })
      continue
    }
    if (part.startsWith('*')) {
      parameters.push({ name: part.slice(1), kind: 'varargs', default: null })
      keywordOnly = true
      continue
    }
    if (part.startsWith('$')) part = part.slice(1)
    const equals = part.indexOf('=')
    parameters.push({
      name: equals < 0 ? part : part.slice(0, equals),
      kind: keywordOnly ? 'keyword-only' : 'positional',
      default: equals < 0 ? null : part.slice(equals + 1),
    })
  }
  return parameters
}

/** `(a[, b[, c]], /)` as `(a, b=None, c=None, /)`. */
function withoutGroups(text: string): string {
  const start = text.indexOf('[,')
  const end = text.indexOf(']', start)
  const inside = text
    .slice(start, end)
    .split('[,')
    .slice(1)
    .map((name) => `, ${name.trim()}=None`)
  return text.slice(0, start) + inside.join('') + text.slice(end).replace(/^\]+/, '')
}
