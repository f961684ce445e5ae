/**
 * Rewrites classes in the sources that are bundled, for what JavaScriptCore makes of them; what they do stays the same.
 *
 * - It looks for the fields of an object in the constructor that makes it, which for a derived class is its root's, and where it finds none it makes room for
 *   six: a float of one field took 64 bytes instead of 32, and a frame of 27 was moved three times while it was made. So a class whose bases have no fields
 *   is made a root itself, and put below its base by `Object.setPrototypeOf`. The room is decided at the first `new`, and to few fields the engine adds what
 *   it finds in the prototype, which later is full of Python's attributes: where that shows nothing else, an instance is made at once.
 * - A derived class without a constructor has `constructor(...args) { super(...args) }`, which makes the array and spreads it at each `new` in all tiers but the
 *   last, which compiles the runtime's functions late (tierdefaults.ts): `constructor(a, b) { super(a, b) }` is written out.
 */
import ts from 'typescript'

/** A class of the sources. */
interface ClassOf {
  readonly file: string
  readonly node: ts.ClassDeclaration
  readonly name: string
  readonly base: string | null
  /** The parameters of its own constructor; null where it has none, `undefined` where one of them is no plain name. */
  readonly parameters: readonly string[] | null | undefined
  /** Its constructor; null where it has none. */
  readonly own: ts.ConstructorDeclaration | null
}

/** A piece of text to be replaced. */
interface Edit {
  readonly from: number
  readonly to: number
  readonly text: string
}

function classesOf(file: string, text: string): Map<string, ClassOf> {
  const classes = new Map<string, ClassOf>()
  for (const node of ts.createSourceFile(file, text, ts.ScriptTarget.ESNext).statements) {
    if (!ts.isClassDeclaration(node) || node.name === undefined) continue
    const parent = extendsClause(node)?.types[0]?.expression
    if (parent !== undefined && !ts.isIdentifier(parent)) continue
    const own = node.members.find((member) => ts.isConstructorDeclaration(member) && member.body !== undefined) ?? null
    const name = node.name.text
    classes.set(name, {
      file,
      node,
      name,
      base: parent === undefined ? null : parent.text,
      parameters: own === null ? null : namesOf(own as ts.ConstructorDeclaration),
      own: own as ts.ConstructorDeclaration | null,
    })
  }
  return classes
}

function extendsClause(node: ts.ClassDeclaration): ts.HeritageClause | undefined {
  return node.heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword)
}

function namesOf(constructor: ts.ConstructorDeclaration): readonly string[] | undefined {
  const names: string[] = []
  for (const parameter of constructor.parameters) {
    if (parameter.dotDotDotToken !== undefined || !ts.isIdentifier(parameter.name)) return undefined
    names.push(parameter.name.text)
  }
  return names
}

/** Whether instances get fields from the class itself. */
function hasFields({ node, own }: ClassOf): boolean {
  return (
    own !== null ||
    node.members.some(
      (member) =>
        ts.isPropertyDeclaration(member) &&
        member.initializer !== undefined &&
        !member.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.StaticKeyword),
    )
  )
}

function isSuperCall(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword
}

function countSuperCalls(node: ts.Node): number {
  let count = isSuperCall(node) ? 1 : 0
  ts.forEachChild(node, (child) => {
    count += countSuperCalls(child)
  })
  return count
}

/** Whether an expression has a value whatever the arguments are, and does nothing but give it. */
function isHarmless(node: ts.Expression, parameters: readonly string[]): boolean {
  if (ts.isAsExpression(node) || ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node))
    return isHarmless(node.expression, parameters)
  if (ts.isPrefixUnaryExpression(node)) return ts.isNumericLiteral(node.operand)
  if (ts.isArrayLiteralExpression(node)) return node.elements.length === 0
  // A member of an enumeration.
  if (ts.isPropertyAccessExpression(node))
    return (
      /^[A-Z]/.test(node.name.text) && ts.isIdentifier(node.expression) && !parameters.includes(node.expression.text)
    )
  if (ts.isIdentifier(node)) return node.text === 'undefined' || parameters.includes(node.text)
  return (
    ts.isNumericLiteral(node) ||
    ts.isStringLiteral(node) ||
    [ts.SyntaxKind.NullKeyword, ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword].includes(node.kind)
  )
}

/** Whether an instance can be made of nothing, and nothing is to be seen of it. */
function isPlainlyMade({ node, own, parameters }: ClassOf): boolean {
  if (node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.AbstractKeyword) || parameters === undefined)
    return false
  for (const member of node.members)
    if (ts.isPropertyDeclaration(member) && member.initializer && !isHarmless(member.initializer, [])) return false
  if (own === null) return true
  for (const { initializer } of own.parameters)
    if (initializer && !isHarmless(initializer, parameters ?? [])) return false
  return own.body!.statements.every((statement) => {
    if (!ts.isExpressionStatement(statement)) return false
    const { expression } = statement
    if (isSuperCall(expression)) return true
    return (
      ts.isBinaryExpression(expression) &&
      expression.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isPropertyAccessExpression(expression.left) &&
      expression.left.expression.kind === ts.SyntaxKind.ThisKeyword &&
      isHarmless(expression.right, parameters ?? [])
    )
  })
}

/** The sources, by file, with their classes rewritten; those that stay as they are, are not in it. */
export function withConstructors(sources: ReadonlyMap<string, string>): Map<string, string> {
  const byFile = new Map<string, Map<string, ClassOf>>()
  const byName = new Map<string, ClassOf | null>()
  for (const [file, text] of sources) {
    const classes = classesOf(file, text)
    byFile.set(file, classes)
    // A name that several files use is looked for in the class's own file only.
    for (const [name, found] of classes) byName.set(name, byName.has(name) ? null : found)
  }

  const baseOf = (derived: ClassOf): ClassOf | null =>
    byFile.get(derived.file)!.get(derived.base!) ?? byName.get(derived.base!) ?? null

  /** What the constructor that a class inherits takes; undefined where that is not known. */
  const inherited = (derived: ClassOf): readonly string[] | undefined => {
    for (let at = derived; at.base !== null; ) {
      const base = baseOf(at)
      if (base === null || base.parameters === undefined) return undefined
      if (base.parameters !== null) return base.parameters
      at = base
    }
    return []
  }

  /** Whether no base of a class gives its instances fields. */
  const isFirstWithFields = (derived: ClassOf): boolean => {
    for (let at = derived; at.base !== null; ) {
      const base = baseOf(at)
      if (base === null || hasFields(base)) return false
      at = base
    }
    return true
  }

  const editsOf = (found: ClassOf): Edit[] => {
    const { node, own, name, base } = found
    if (base === null) return []
    if (hasFields(found) && isFirstWithFields(found)) {
      const clause = extendsClause(node)!
      const cut = { from: clause.pos, to: clause.end, text: '' }
      const below = `\nObject.setPrototypeOf(${name}.prototype, ${base}.prototype);\nObject.setPrototypeOf(${name}, ${base});\n${isPlainlyMade(found) ? `new ${name}();\n` : ''}`
      const put = { from: node.end, to: node.end, text: below }
      if (own === null) return [cut, put]
      const first = own.body!.statements[0]
      const isPlain =
        first !== undefined &&
        ts.isExpressionStatement(first) &&
        isSuperCall(first.expression) &&
        first.expression.arguments.length === 0
      if (isPlain && countSuperCalls(own.body!) === 1) return [cut, { from: first.pos, to: first.end, text: '' }, put]
      return []
    }
    const parameters = own !== null ? undefined : inherited(found)
    if (parameters === undefined) return []
    const names = parameters.join(', ')
    const at = node.members.end
    return [{ from: at, to: at, text: `\nconstructor(${names}) { super(${names}) }\n` }]
  }

  const changed = new Map<string, string>()
  for (const [file, classes] of byFile) {
    const text = sources.get(file)!
    let made = ''
    let from = 0
    for (const found of classes.values())
      for (const edit of editsOf(found)) {
        made += text.slice(from, edit.from) + edit.text
        from = edit.to
      }
    if (from > 0) changed.set(file, made + text.slice(from))
  }
  return changed
}
