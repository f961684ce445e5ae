/**
 * Compiling, writing, opening and loading a module of 2,600 lines: `bun bench/bytecode/dpb.bench.ts [FILE.py]`. Without a file, argparse of the CPython
 * that the tests compare with.
 */
import { readFileSync } from 'node:fs'
import { bench, do_not_optimize, group, run } from 'mitata'
import { openArchive, writeArchive } from '../../src/bytecode/archive'
import { CodeObject } from '../../src/bytecode/code'
import { openDpb, writeDpb } from '../../src/bytecode/dpb'
import { verify } from '../../src/bytecode/verify'
import { compile } from '../../src/compiler/index'
import { parse } from '../../src/syntax'
import { runCPython } from '../../test/support/cpython'

const path = process.argv[2] ?? runCPython('import argparse; print(argparse.__file__)').trim()
const source = readFileSync(path)
const factory = { convert: (value: unknown) => value }
const tree = () => parse(source, { filename: path, mode: 'exec' })._unsafeUnwrap().tree
const unit = compile(tree(), { filename: path })._unsafeUnwrap().unit
const dpb = writeDpb(unit)
const archive = openArchive(writeArchive([{ name: 'm', isPackage: false, dpb }]))._unsafeUnwrap()

function loadAll(code: CodeObject): void {
  code.load()
  for (const value of code.consts) if (value instanceof CodeObject) loadAll(value)
}

console.log(`${path}: source ${source.length} bytes, DPB ${dpb.length} bytes`)
group('source', () => {
  bench('parse', () => do_not_optimize(tree()))
  bench('parse and compile', () => do_not_optimize(compile(tree(), { filename: path })))
})
group('file', () => {
  bench('write', () => do_not_optimize(writeDpb(unit)))
  bench('verify', () => do_not_optimize(verify(unit)))
  bench('open, trust none', () => do_not_optimize(openDpb(dpb, { trust: 'none' })))
  bench('open, trust hash', () => do_not_optimize(openDpb(dpb, { trust: 'hash' })))
  bench('open, trust verify', () => do_not_optimize(openDpb(dpb)))
  bench('open from an archive', () => do_not_optimize(archive.open('m')))
})
group('load', () => {
  bench('the module only', () => openDpb(dpb, { trust: 'none' })._unsafeUnwrap().module(factory).load())
  bench('all its code', () => loadAll(openDpb(dpb, { trust: 'none' })._unsafeUnwrap().module(factory)))
})
await run()
