/**
 * Compiles the pure-Python library of CPython 3.13 (from the npm package `pyodide`, and what is ours in `src/library`) into the archives that are embedded in the
 * executable: modules that most programs import, the rest, and all sources for tracebacks and `inspect`.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { writeArchive } from '../bytecode/archive'
import { writeDpb } from '../bytecode/dpb'
import { compile } from '../compiler/index'
import { parse } from '../syntax/index'
import { readZip } from './zip'

const root = `${import.meta.dir}/../..`
const out = `${root}/build/library`

/** Modules that are not part of the language's library. */
const LEFT_OUT = /^(_pyodide|pyodide|_sysconfigdata.*|pyodide_js|_emscripten.*)(\/|\.py$)/

/** Packages and modules of the first archive, by prefix. */
const COMMON = new Set(
  (
    '__future__ _collections_abc _compat_pickle _compression _pydatetime _strptime _weakrefset abc argparse ast base64 bisect calendar codecs ' +
    'collections contextlib copy copyreg csv dataclasses datetime difflib dis encodings encodings.aliases encodings.utf_8 encodings.ascii ' +
    'encodings.latin_1 enum fnmatch functools genericpath gettext glob hashlib heapq inspect io importlib importlib._bootstrap ' +
    'importlib._bootstrap_external importlib.machinery importlib.util importlib._abc importlib.abc json json.decoder json.encoder json.scanner ' +
    'keyword linecache locale logging ntpath numbers opcode operator os pathlib pathlib._abc pathlib._local pickle posixpath pprint queue random re ' +
    're._casefix re._compiler re._constants re._parser reprlib selectors shutil signal socket stat string struct subprocess tempfile textwrap ' +
    'threading token tokenize traceback types typing unittest unittest.case unittest.loader unittest.main unittest.result unittest.runner ' +
    'unittest.signals unittest.suite unittest.util unittest._log unittest.async_case urllib urllib.parse warnings weakref zipfile zipimport _colorize'
  ).split(' '),
)

const own = `${root}/src/library`
const entries = [
  ...readZip(readFileSync(`${root}/node_modules/pyodide/python_stdlib.zip`)),
  // What that library lacks.
  ...readdirSync(own, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.py'))
    .sort()
    .map((name) => ({ name, data: new Uint8Array(readFileSync(`${own}/${name}`)) })),
]
const common: Parameters<typeof writeArchive>[0][number][] = []
const rest: typeof common = []
const sources: typeof common = []
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
  const dpb = writeDpb(compiled.value.unit)
  if (COMMON.has(name)) common.push({ name, isPackage, dpb })
  else rest.push({ name, isPackage, dpb, compress: true })
  sources.push({ name, isPackage, dpb: data, compress: true })
}
if (failed > 0) process.exit(1)
mkdirSync(out, { recursive: true })
writeFileSync(`${out}/common.txt`, writeArchive(common))
writeFileSync(`${out}/rest.txt`, writeArchive(rest))
writeFileSync(`${out}/sources.txt`, writeArchive(sources))
console.log(`library: ${common.length} common modules, ${rest.length} others`)
