/**
 * The names that the text of a body uses for what lies outside it. Each use of a variable of the surrounding function is two instructions of
 * JavaScriptCore's bytecode, and one more where it might not be initialised yet: what is used several times is kept in a variable of the body, and the
 * support functions are variables of their own. `undefined` is a variable too: `void 0` is none. Less bytecode is compiled sooner.
 */

/** Uses from which a name is worth a variable of the body. */
const WORTH_KEEPING = 4

/** Strings, which are left as they are, and identifiers that are no property names. */
const IDENTIFIERS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?<![.$\w])(?:Z\.\w+|[A-Z][A-Z]?|k\d+|undefined)(?![\w$])/g

/** The text of a body and of what surrounds it. */
export interface BoundText {
  /** Declarations of the surrounding function. */
  readonly outer: string
  /** Declarations at the start of the body. */
  readonly inner: string
  readonly text: string
}

/**
 * Declares what a text refers to: `Z.name` for support functions, `k0` … for constants, and the names of `environment`.
 */
export function bindNames(text: string, environment: ReadonlySet<string>): BoundText {
  const uses = new Map<string, number>()
  const isOuter = (name: string) => name.startsWith('Z.') || name.startsWith('k') || environment.has(name)
  for (const [name] of text.matchAll(IDENTIFIERS))
    if (!name.startsWith('"') && !name.startsWith("'") && isOuter(name)) uses.set(name, (uses.get(name) ?? 0) + 1)
  const outer: string[] = []
  const inner: string[] = []
  const bound = new Map<string, string>()
  for (const [name, n] of uses) {
    const plain = name.replace('.', '_')
    outer.push(name.startsWith('k') ? `${name}=K[${name.slice(1)}]` : `${plain}=R.${name}`)
    if (n >= WORTH_KEEPING) inner.push(`${plain}_=${plain}`)
    bound.set(name, n >= WORTH_KEEPING ? `${plain}_` : plain)
  }
  return {
    outer: outer.length > 0 ? `var ${outer.join(',')};` : '',
    inner: inner.length > 0 ? `const ${inner.join(',')};` : '',
    text: text.replace(IDENTIFIERS, (name) => (name === 'undefined' ? 'void 0' : (bound.get(name) ?? name))),
  }
}
