/** The format mini-language against CPython: results and error messages. */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import '../../src/objects/all'
import { PyBaseException } from '../../src/objects/exceptions'
import { formatComplex, formatFloatValue, formatInt, formatStr } from '../../src/objects/formatspec'
import { cpython, runCPython } from '../support/cpython'

const spec = fc
  .tuple(
    fc.constantFrom('', '', '<', '>', '^', '=', '*<', 'x^', '0=', 'é>', '\u{1f600}^'),
    fc.constantFrom('', '', '+', '-', ' '),
    fc.constantFrom('', '', '', 'z'),
    fc.constantFrom('', '', '#'),
    fc.constantFrom('', '', '0'),
    fc.constantFrom('', '', '1', '8', '12', '25'),
    fc.constantFrom('', '', ',', '_', ',_'),
    fc.constantFrom('', '', '.0', '.1', '.5', '.', '.20'),
    fc.constantFrom('', 'd', 'x', 'X', 'o', 'b', 'c', 'n', 'e', 'f', 'g', 'E', 'F', 'G', '%', 's', 'y', 'é', 'dd'),
  )
  .map((parts) => parts.join(''))

type Case =
  | ['int', string, string]
  | ['float', number, string]
  | ['complex', [number, number], string]
  | ['str', string, string]

const oneCase: fc.Arbitrary<Case> = fc.oneof(
  fc.tuple(fc.constant('int' as const), fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(String), spec),
  fc.tuple(fc.constant('int' as const), fc.integer({ min: -2000, max: 2000 }).map(String), spec),
  fc.tuple(
    fc.constant('float' as const),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x || 0),
    spec,
  ),
  fc.tuple(
    fc.constant('float' as const),
    fc.integer({ min: -100000, max: 100000 }).map((n) => n / 64),
    spec,
  ),
  fc.tuple(
    fc.constant('complex' as const),
    fc.tuple(
      fc.integer().map((n) => n / 8),
      fc.integer().map((n) => n / 16),
    ),
    spec,
  ),
  fc.tuple(fc.constant('str' as const), fc.constantFrom('', 'a', 'abcdef', 'é\u{1f600}x'), spec),
)

function format(c: Case): string {
  try {
    switch (c[0]) {
      case 'int': {
        const n = BigInt(c[1])
        return formatInt(Number.isSafeInteger(Number(n)) ? Number(n) : n, c[2])
      }
      case 'float':
        return formatFloatValue(c[1], c[2])
      case 'complex':
        return formatComplex(c[1][0], c[1][1], c[2])
      default:
        return formatStr(c[1], c[2])
    }
  } catch (e) {
    if (e instanceof PyBaseException) return `${e.cls.name}: ${e.args[0]}`
    throw e
  }
}

test.skipIf(cpython() === null)('6,000 random specifications', () => {
  const cases = fc.sample(oneCase, { numRuns: 6000, seed: 42 }).filter((c) => c[2] !== '')
  const program = `
import sys, json
out = []
for kind, value, spec in json.loads(sys.stdin.read()):
    v = int(value) if kind == 'int' else float(value) if kind == 'float' else complex(*value) if kind == 'complex' else value
    try: out.append(format(v, spec))
    except Exception as e: out.append(f'{type(e).__name__}: {e}')
print(json.dumps(out))`
  const expected = JSON.parse(runCPython(program, JSON.stringify(cases))) as string[]
  const wrong: unknown[] = []
  cases.forEach((c, i) => {
    const got = format(c)
    if (got !== expected[i]) wrong.push([...c, got, expected[i]])
  })
  expect(wrong.slice(0, 10)).toEqual([])
})
