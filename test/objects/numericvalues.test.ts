/** Numeric values of all characters against CPython's unicodedata. */
import { expect, test } from 'bun:test'
import { numericValue } from '../../src/objects/numericvalues'
import { cpython, runCPython } from '../support/cpython'

test.skipIf(cpython() === null)(
  'every code point',
  () => {
    const program = `
import json, unicodedata
print(json.dumps({c: unicodedata.numeric(chr(c)) for c in range(0x110000) if chr(c).isnumeric()}))`
    const expected = JSON.parse(runCPython(program)) as Record<string, number>
    const got: Record<string, number> = {}
    for (let cp = 0; cp < 0x110000; cp++) {
      const v = numericValue(cp)
      if (v !== undefined) got[cp] = v
    }
    expect(got).toEqual(expected)
  },
  60_000,
)
