/** Tests of shell lines that CPython and dxpy must answer alike: output, exit code. */
import { expect, test } from 'bun:test'
import { cpython } from '../support/cpython'
import { bothShells } from '../support/shell'

/** A test for each line; `before` runs in the same shell. */
export function testLines(lines: readonly string[], before = ''): void {
  for (const line of lines)
    test.skipIf(cpython() === null)(
      line,
      async () => {
        const both = await bothShells(before + line)
        expect(both!.dxpy).toBe(both!.cpython)
      },
      60_000,
    )
}
