/**
 * Runs a Python script in a fresh interpreter and prints what it wrote: `bun test/support/run-script.ts FILE`. sys.stdout is a minimal
 * stream of this file's own, so that tests of the objects need none of the io module. The hash seed is 0.
 */
import { readFileSync, writeSync } from 'node:fs'
import { importing } from '../../src/interpreter/import'
import { setAttr } from '../../src/objects/attributes'
import { byteArrayType } from '../../src/objects/bytearray'
import { PyBaseException } from '../../src/objects/exceptions'
import { PyBuiltin } from '../../src/objects/function'
import { memoryViewType } from '../../src/objects/memoryview'
import type { Value } from '../../src/objects/object'
import { repr } from '../../src/objects/operators'
import { NativeFunction } from '../../src/objects/signature'
import { makeNamespace } from '../../src/objects/simplenamespace'
import { setHashSeed } from '../../src/objects/siphash'
import { asString } from '../../src/objects/str'
import { runSource, startInterpreter } from '../../src/runtime/create'

const parts: string[] = []
const write = (s: Value): Value => {
  parts.push(asString(s)!)
  return null
}
setHashSeed(0)
startInterpreter()
const stream = makeNamespace([['write', new PyBuiltin(new NativeFunction('write', write, '(text, /)'), undefined)]])
setAttr(importing.modules.getItem('sys')!, 'stdout', stream)
for (const type of [byteArrayType, memoryViewType]) setAttr(importing.builtins, type.name, type)
const file = process.argv[2]!
try {
  runSource(readFileSync(file), file)
} catch (e) {
  if (!(e instanceof PyBaseException)) throw e
  parts.push(`uncaught ${e.cls.name}(${e.args.map(repr).join(', ')})\n`)
}
writeSync(1, parts.join(''))
