/** What `made.py` does with builtins prints what CPython prints. */
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { bothShells } from '../support/shell'

test('made.py', async () => {
  const both = await bothShells(`$PY ${join(import.meta.dir, 'made.py')}`)
  if (both !== null) expect(both.dxpy).toBe(both.cpython)
}, 60_000)
