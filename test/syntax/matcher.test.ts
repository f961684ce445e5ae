/**
 * The compiled matcher: the committed file is what the tool makes of the grammar, and it parses as ohm-js parses.
 */
import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import type { Grammar, Node as OhmNode } from 'ohm-js'
import { match, tape } from '../../src/syntax/generated/matcher'
import { loadGrammars } from '../../src/syntax/grammar'
import { tokenize } from '../../src/syntax/tokenizer'
import { Analysis, type Expression, generateErrorRules, generateMatcher, kindOf } from '../../src/tools/compile-grammar'
import { mutate, randomSource } from './mutations'
import { samples } from './samples'

const generated = (name: string): string =>
  readFileSync(new URL(`../../src/syntax/generated/${name}`, import.meta.url), 'utf8')

describe('compile-grammar', () => {
  test('matcher.ts is up to date', () => {
    expect(generateMatcher()).toBe(generated('matcher.ts'))
  })

  test('error-rules.ts is up to date', () => {
    expect(generateErrorRules()).toBe(generated('error-rules.ts'))
  })
})

/** Reads the tape against the rules: every rule application with its extent. */
function applications(analysis: Analysis, start: string): string[] {
  const found: string[] = []
  let t = 0
  const read = (e: Expression, p: number): number => {
    if (kindOf(e) === 'apply') {
      const at = found.push('') - 1
      const end = read(analysis.rules[e.ruleName!].body, p)
      found[at] = `${e.ruleName} ${p} ${end}`
      return end
    }
    if (analysis.isToken(e)) return p + 1
    switch (kindOf(e)) {
      case 'seq':
        return e.factors!.reduce((at, factor) => read(factor, at), p)
      case 'alt':
        return read(e.terms![tape[t++]], p)
      case 'opt':
        return tape[t++] === 1 ? read(e.expr!, p) : p
      case 'plus':
        p = read(e.expr!, p)
        while (tape[t++] === 1) p = read(e.expr!, p)
        return p
      case 'star':
        while (tape[t++] === 1) p = read(e.expr!, p)
        return p
      default:
        return p
    }
  }
  read({ ruleName: start, __proto__: applyPrototype } as Expression, 0)
  return found
}

let applyPrototype: object

/** The same from ohm-js; null when it does not match. */
function ohmApplications(grammar: Grammar, text: string, start: string): string[] | null {
  const result = grammar.match(text, start)
  if (result.failed()) return null
  const found: string[] = []
  const visit = (node: OhmNode): void => {
    const { startIdx, endIdx } = node.source
    if (node.isNonterminal()) found.push(`${node.ctorName} ${startIdx} ${endIdx}`)
    node.children.forEach(visit)
  }
  const semantics = grammar.createSemantics().addOperation<null>('collect', {
    _nonterminal(...children: OhmNode[]) {
      void children
      visit(this as unknown as OhmNode)
      return null
    },
    _iter() {
      return null
    },
    _terminal() {
      return null
    },
  })
  semantics(result).collect()
  return found
}

describe('the compiled matcher and ohm-js', () => {
  const { Python } = loadGrammars()
  const analysis = new Analysis(Python)
  // An application to start from, made as Ohm makes its own.
  const anyRule = Object.values(analysis.rules)
    .flatMap((rule) => rule.body.factors ?? [])
    .find((e) => kindOf(e) === 'apply')!
  applyPrototype = Object.getPrototypeOf(anyRule)

  const compare = (source: string): void => {
    const tokens = tokenize(source)
    const text = String.fromCharCode(...tokens.kinds.subarray(0, tokens.count))
    const matched = match(tokens.kinds, 'file', 1000)
    const expected = ohmApplications(Python, text, 'file')
    expect(matched).toBe(expected !== null)
    // Ohm's tree lists a repetition column by column, so only the set of applications can be compared.
    if (expected !== null) expect(applications(analysis, 'file').sort()).toEqual(expected.sort())
  }

  for (const [name, source] of Object.entries(samples)) {
    test(`make the same decisions on ${name}`, () => compare(source))
  }

  test('agree on mutated samples', () => {
    const random = randomSource(20)
    for (const source of Object.values(samples)) {
      for (let i = 0; i < 4; i++) compare(`${mutate(source, random)}\n`)
    }
  })
})
