/**
 * Writes out the constructors that classes inherit, in the sources that are bundled. A derived class without a constructor has
 * `constructor(...args) { super(...args) }`: JavaScriptCore makes the array and spreads it at each `new` in all tiers but its last, which compiles the runtime's
 * functions late (tierdefaults.ts). `constructor(a, b) { super(a, b) }` does the same without it: iterators and sets are made two to three times as fast.
 */
import ts from 'typescript'

/** A class of the sources. */
interface ClassOf {
  readonly file: string
  readonly base: string | null
  /** The parameters of its own constructor; null where it has none, `undefined` where one of them is no plain name. */
  readonly parameters: readonly string[] | null | undefined
  /** Where a constructor can be put: before the brace that closes the class. */
  readonly end: number
}

function classesOf(file: string, text: string): Map<string, ClassOf> {
  const classes = new Map<string, ClassOf>()
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext)
  for (const node of source.statements) {
    if (!ts.isClassDeclaration(node) || node.name === undefined) continue
    const clause = node.heritageClauses?.find((c) => c.token === ts.SyntaxKind.ExtendsKeyword)
    const parent = clause?.types[0]?.expression
    if (parent !== undefined && !ts.isIdentifier(parent)) continue
    const own = node.members.find((member) => ts.isConstructorDeclaration(member))
    classes.set(node.name.text, {
      file,
      base: parent === undefined ? null : parent.text,
      parameters: own === undefined ? null : namesOf(own),
      end: node.members.end,
    })
  }
  return classes
}

function namesOf(constructor: ts.ConstructorDeclaration): readonly string[] | undefined {
  const names: string[] = []
  for (const parameter of constructor.parameters) {
    if (parameter.dotDotDotToken !== undefined || !ts.isIdentifier(parameter.name)) return undefined
    names.push(parameter.name.text)
  }
  return names
}

/** The sources, by file, with the constructors written out; those that stay as they are, are not in it. */
export function withConstructors(sources: ReadonlyMap<string, string>): Map<string, string> {
  const byFile = new Map<string, Map<string, ClassOf>>()
  const byName = new Map<string, ClassOf | null>()
  for (const [file, text] of sources) {
    const classes = classesOf(file, text)
    byFile.set(file, classes)
    // A name that several files use is looked for in the class's own file only.
    for (const [name, found] of classes) byName.set(name, byName.has(name) ? null : found)
  }

  /** What the constructor that a class inherits takes; undefined where that is not known. */
  const inherited = (derived: ClassOf): readonly string[] | undefined => {
    for (let at = derived; at.base !== null; ) {
      const base = byFile.get(at.file)!.get(at.base) ?? byName.get(at.base)
      if (base === undefined || base === null || base.parameters === undefined) return undefined
      if (base.parameters !== null) return base.parameters
      at = base
    }
    return []
  }

  const changed = new Map<string, string>()
  for (const [file, classes] of byFile) {
    const text = sources.get(file)!
    let made = ''
    let from = 0
    for (const found of classes.values()) {
      const parameters = found.base === null || found.parameters !== null ? undefined : inherited(found)
      if (parameters === undefined) continue
      const names = parameters.join(', ')
      made += `${text.slice(from, found.end)}\nconstructor(${names}) { super(${names}) }\n`
      from = found.end
    }
    if (from > 0) changed.set(file, made + text.slice(from))
  }
  return changed
}
