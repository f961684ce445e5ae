/** The list of native modules and what loads them. */
import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isNativeModule, nativeModule, nativeModuleNames } from '../../src/modules/registry'

test('every name of the list is loaded, and nothing else', () => {
  const source = readFileSync(join(import.meta.dir, '../../src/modules/registry.ts'), 'utf8')
  const cases = [...source.matchAll(/case '(.+)':/g)].map((found) => found[1]!)
  expect(cases.sort()).toEqual(nativeModuleNames())
  expect(isNativeModule('no_such_module')).toBe(false)
  expect(nativeModule('no_such_module')).toBeNull()
  for (const name of ['_abc', 'math', 'zlib', '_sysconfigdata__linux_x86_64-linux-gnu'])
    expect(nativeModule(name)!.name).toBe(name)
})
