/**
 * Compiles the pure-Python library of CPython 3.13 (from the npm package `pyodide`, and what is ours in `src/library`) into the archives that are embedded in the
 * executable: modules that most programs import, the rest, and all sources for tracebacks and `inspect`.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { writeArchive } from '../bytecode/archive'
import { writeDpb } from '../bytecode/dpb'
import { markNativeBodies } from '../bytecode/nativeentry'
import { nativeNames } from '../bytecode/nativenames'
import { compile } from '../compiler/index'
import { parse } from '../syntax/index'
import { readZip } from './zip'

const root = `${import.meta.dir}/../..`
const out = `${root}/build/library`

/** Modules that are not part of the language's library. */
const LEFT_OUT = /^(_pyodide|pyodide|_sysconfigdata.*|pyodide_js|_emscripten.*)(\/|\.py$)/

/**
 * Modules that most programs use, those that many do, and what tools use. An archive is read as a whole when one of its modules is first used, and what is
 * read counts towards the next garbage collection: with one archive of all these (4.6 MB) `argparse` at work had two of them, an eighth of its time.
 */
const GROUPS: readonly (readonly [file: string, modules: ReadonlySet<string>])[] = [
  [
    'core',
    '__future__ _collections_abc _weakrefset abc argparse bisect codecs collections contextlib copy copyreg enum functools genericpath gettext heapq io json ' +
      'json.decoder json.encoder json.scanner keyword operator os posixpath re re._casefix re._compiler re._constants re._parser reprlib stat token types ' +
      'weakref',
  ],
  [
    'common',
    '_compat_pickle _compression base64 bz2 calendar csv dataclasses datetime difflib encodings encodings.aliases encodings.ascii encodings.latin_1 ' +
      'encodings.utf_8 fnmatch glob hashlib linecache locale logging ntpath numbers pathlib pathlib._abc pathlib._local pickle pprint queue random selectors ' +
      'shutil signal socket string struct subprocess tempfile textwrap threading tokenize traceback typing urllib urllib.parse warnings _colorize',
  ],
  [
    'tools',
    '_pydatetime _strptime ast dis importlib importlib._abc importlib._bootstrap importlib._bootstrap_external importlib.abc importlib.machinery importlib.util ' +
      'inspect opcode unittest unittest._log unittest.async_case unittest.case unittest.loader unittest.main unittest.result unittest.runner ' +
      'unittest.signals unittest.suite unittest.util zipfile zipimport',
  ],
].map(([file, names]) => [file!, new Set(names!.split(' '))] as const)

const own = `${root}/src/library`
const entries = [
  ...readZip(readFileSync(`${root}/node_modules/pyodide/python_stdlib.zip`)),
  // What that library lacks.
  ...readdirSync(own, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.py'))
    .sort()
    .map((name) => ({ name, data: new Uint8Array(readFileSync(`${own}/${name}`)) })),
]
const rest: Parameters<typeof writeArchive>[0][number][] = []
const sources: typeof rest = []
const groups = GROUPS.map((): typeof rest => [])
let failed = 0
for (const { name: path, data } of entries) {
  if (!path.endsWith('.py') || LEFT_OUT.test(path)) continue
  const isPackage = path.endsWith('/__init__.py')
  const name = path.replace(/(\/__init__)?\.py$/, '').replaceAll('/', '.')
  const filename = `/$dxpy/lib/python3.13/${path}`
  const parsed = parse(data, { filename, mode: 'exec' })
  if (parsed.isErr()) {
    console.error(`${path}: ${parsed.error.message}`)
    failed++
    continue
  }
  const compiled = compile(parsed.value.tree, { filename, optimize: 0 })
  if (compiled.isErr()) {
    console.error(`${path}: ${compiled.error.message}`)
    failed++
    continue
  }
  markNativeBodies(compiled.value.unit, nativeNames[name] ?? [])
  const dpb = writeDpb(compiled.value.unit)
  const group = GROUPS.findIndex(([, names]) => names.has(name))
  if (group >= 0) groups[group]!.push({ name, isPackage, dpb })
  else rest.push({ name, isPackage, dpb, compress: true })
  sources.push({ name, isPackage, dpb: data, compress: true })
}
if (failed > 0) process.exit(1)
mkdirSync(out, { recursive: true })
const written = [...GROUPS.map(([file], i) => [file, groups[i]!] as const), ['rest', rest] as const]
for (const [file, modules] of written) writeFileSync(`${out}/${file}.txt`, writeArchive(modules))
writeFileSync(`${out}/sources.txt`, writeArchive(sources))
// Which archive has a module; a slash marks packages.
const index = written.map(([, modules]) => modules.map((m) => (m.isPackage ? `${m.name}/` : m.name)).join(' '))
writeFileSync(`${out}/index.txt`, index.join('\n'))
console.log(`library: ${written.map(([file, modules]) => `${file} ${modules.length}`).join(', ')}`)
