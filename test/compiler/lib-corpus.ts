/**
 * Compiles every `.py` of CPython's library, its tests included, and compares with CPython's own code objects.
 *
 * `bun test/compiler/lib-corpus.ts [--every N] [--show N]`. For each file: both accept or both refuse it; the unit passes the verifier; a DPB
 * file of it reads back to the same unit; and every code object has CPython's name, qualified name, first line, flags, argument counts, local, cell
 * and free variables, line numbers.
 */
import { readFileSync } from 'node:fs'
import { type CodeUnit, isCodeUnit, SlotKind } from '../../src/bytecode/code'
import { disassemble } from '../../src/bytecode/dis'
import { openDpb, writeDpb } from '../../src/bytecode/dpb'
import { compile } from '../../src/compiler/index'
import { parse } from '../../src/syntax'
import { cpython } from '../support/cpython'
import { decodeWithJavaScript } from '../syntax/ast-corpus'

const dump = `
import json, os, sys, types, warnings
warnings.simplefilter('ignore')
def tree(co):
    return dict(name=co.co_name, qualname=co.co_qualname, line=co.co_firstlineno, flags=co.co_flags,
      args=[co.co_argcount, co.co_posonlyargcount, co.co_kwonlyargcount], varnames=list(co.co_varnames),
      cells=sorted(co.co_cellvars), frees=list(co.co_freevars),
      lines=sorted({l for _, _, l in co.co_lines() if l} | {co.co_firstlineno}),
      nested=[tree(c) for c in co.co_consts if isinstance(c, types.CodeType)])
every = int(sys.argv[1])
lib = os.path.dirname(os.__file__)
paths = sorted(os.path.join(d, f) for d, _, fs in os.walk(lib) for f in fs if f.endswith('.py'))
for path in paths[::every]:
    with open(path, 'rb') as file: source = file.read()
    try: print(json.dumps([path, tree(compile(source, path, 'exec', dont_inherit=True))]))
    except (SyntaxError, ValueError): print(json.dumps([path, None]))
`

/** A code object as CPython shows it. */
interface Reference {
  readonly name: string
  readonly qualname: string
  readonly line: number
  readonly flags: number
  readonly args: readonly number[]
  readonly varnames: readonly string[]
  readonly cells: readonly string[]
  readonly frees: readonly string[]
  readonly lines: readonly number[]
  readonly nested: readonly Reference[]
}

/** What one run found. */
export interface CorpusResult {
  files: number
  codes: number
  /** Kind of difference to its first examples. */
  readonly differences: Map<string, string[]>
}

const HAS_DOCSTRING = 0x4000000

function compare(unit: CodeUnit, reference: Reference, path: string, result: CorpusResult): void {
  result.codes++
  const note = (kind: string, ours: unknown, theirs: unknown): void => {
    if (JSON.stringify(ours) === JSON.stringify(theirs)) return
    const list = result.differences.get(kind) ?? []
    list.push(`${path} ${unit.qualname}: ${JSON.stringify(ours)}, CPython ${JSON.stringify(theirs)}`)
    result.differences.set(kind, list)
  }
  const slots = (bit: number): string[] => unit.localsplus.filter((_, i) => unit.localsplusKinds[i]! & bit)
  note('name', unit.name, reference.name)
  note('qualname', unit.qualname, reference.qualname)
  note('first line', unit.firstlineno, reference.line)
  note('flags', unit.flags & ~HAS_DOCSTRING, reference.flags)
  note('argument counts', [unit.argcount, unit.posonlyargcount, unit.kwonlyargcount], reference.args)
  // A class body's comprehensions keep global names in hidden locals in CPython, for no effect.
  const isBody = (unit.flags & 2) === 0
  if (!isBody) note('locals', slots(SlotKind.LOCAL), reference.varnames)
  note('cells', slots(SlotKind.CELL).sort(), reference.cells)
  note('free variables', slots(SlotKind.FREE), reference.frees)
  const lines = new Set<number>([unit.firstlineno])
  for (let i = 0; i < unit.positions.length; i += 4) if (unit.positions[i]! > 0) lines.add(unit.positions[i]!)
  note(
    'lines',
    [...lines].sort((a, b) => a - b),
    reference.lines,
  )
  const rest = [...reference.nested]
  for (const child of unit.consts.filter(isCodeUnit)) {
    const at = rest.findIndex((r) => r.qualname === child.qualname && r.line === child.firstlineno)
    if (at < 0) note('nested code', child.qualname, null)
    else compare(child, rest.splice(at, 1)[0]!, path, result)
  }
  note(
    'nested code',
    [],
    rest.map((r) => r.qualname),
  )
}

/** Runs over every `every`-th file of the library. */
export function runCorpus(python: string, every: number): CorpusResult {
  const run = Bun.spawnSync([python, '-c', dump, String(every)], { stderr: 'inherit' })
  const result: CorpusResult = { files: 0, codes: 0, differences: new Map() }
  const note = (kind: string, text: string): void => {
    result.differences.set(kind, [...(result.differences.get(kind) ?? []), text])
  }
  for (const line of run.stdout.toString().split('\n')) {
    if (line === '') continue
    const [path, reference] = JSON.parse(line) as [string, Reference | null]
    result.files++
    const parsed = parse(readFileSync(path), { filename: path, mode: 'exec', decoder: decodeWithJavaScript })
    const compiled = parsed.andThen((p) => compile(p.tree, { filename: path }))
    if (compiled.isErr()) {
      if (reference !== null) note('refused', `${path}: ${compiled.error.message}`)
      continue
    }
    if (reference === null) {
      note('accepted', path)
      continue
    }
    const unit = compiled.value.unit
    const file = openDpb(writeDpb(unit))
    if (file.isErr()) note('verifier', `${path}: ${file.error.message}`)
    else if (disassemble(file.value.unit(0), { positions: true }) !== disassemble(unit, { positions: true }))
      note('DPB', `${path} reads back differently`)
    compare(unit, reference, path, result)
  }
  return result
}

if (import.meta.main) {
  const python = cpython()
  if (python === null) throw new Error('no CPython 3.13 found')
  const option = (name: string, otherwise: number): number => {
    const at = process.argv.indexOf(name)
    return at < 0 ? otherwise : Number(process.argv[at + 1])
  }
  const result = runCorpus(python, option('--every', 1))
  const show = option('--show', 3)
  for (const [kind, examples] of result.differences) {
    console.log(`${kind}: ${examples.length}`)
    for (const example of examples.slice(0, show)) console.log('  ' + example.slice(0, 400))
  }
  console.log(`${result.files} files, ${result.codes} code objects`)
}
