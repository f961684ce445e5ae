/**
 * Makes `src/modules/generated/importplan.ts`: which modules of the library may run their bodies late (src/modules/latebodies.ts), and what those bodies
 * import. The names below were read one by one: importing one of them does nothing that could be seen from outside but what is listed in `CHANGES`. What they
 * import is found by importing them with the executable.
 *
 *     node src/tools/bun.mjs src/tools/import-plan.ts [PATH TO dxpy]
 */
import { writeFileSync } from 'node:fs'
import { isNativeModule } from '../modules/registry'

const root = `${import.meta.dir}/../..`
const target = `${root}/src/modules/generated/importplan.ts`

/** Modules whose bodies only define what is theirs. */
const LATE = (
  '__future__ _collections_abc _colorize _compat_pickle _compression _weakrefset abc argparse ast base64 bisect calendar codecs codeop collections contextlib contextvars copy copyreg csv ' +
  'concurrent concurrent.futures concurrent.futures._base dataclasses datetime decimal difflib dis enum fnmatch fractions functools genericpath getopt gettext glob graphlib hashlib heapq hmac html html.entities importlib importlib.machinery inspect io ipaddress ' +
  'json json.decoder json.encoder json.scanner keyword linecache locale ntpath numbers opcode operator os pathlib pathlib._abc pathlib._local pickle pickletools posixpath pprint ' +
  'logging queue random re re._casefix re._compiler re._constants re._parser reprlib secrets selectors shlex shutil signal socket stat statistics string struct subprocess tempfile ' +
  'textwrap threading token tokenize traceback types typing unittest unittest.case unittest.loader unittest.main unittest.result unittest.runner unittest.signals ' +
  'unittest.suite unittest.util urllib urllib.parse uuid warnings weakref'
).split(' ')

const ASYNCIO =
  'base_events base_futures base_subprocess base_tasks constants coroutines events exceptions format_helpers futures locks log mixins protocols queues runners ' +
  'selector_events sslproto staggered streams subprocess taskgroups tasks threads timeouts transports trsock unix_events'
LATE.push('asyncio', ...ASYNCIO.split(' ').map((name) => `asyncio.${name}`))

/** What a body does to another module: register something there. */
const CHANGES: Readonly<Record<string, readonly string[]>> = {
  'asyncio.log': ['logging'],
  ast: ['_ast'],
  collections: ['_collections'],
  'concurrent.futures._base': ['logging'],
  csv: ['_csv'],
  logging: ['atexit'],
  re: ['copyreg'],
  threading: ['_thread'],
}

/** What else of the moment of importing a body sees: attributes of `sys` that programs replace, and the time, which it keeps in a global. */
const SEES: Readonly<Record<string, string>> = { 'concurrent.futures._base': '$stderr', logging: '@_startTime' }

/** Modules of the executable that are made at its start, or that CPython's own tests import to see them made. */
const NATIVE_AT_ONCE = /^(builtins|sys|_io|_frozen_.*|_test.*)$/

/** importlib's frozen modules, which are not there before something uses them. */
const IMPORTLIB = /^(_frozen_importlib|importlib\._bootstrap)/

/** What is imported without `__import__`: by native modules, and by those of the library that native code stands in for (src/modules/deferred.ts). */
const NATIVE_IMPORTS: Readonly<Record<string, readonly string[]>> = {
  _asyncio: ['weakref'],
  _decimal: ['collections', '_contextvars', 'numbers'],
  're._compiler': ['_sre', 're', 're._parser', 're._constants', 're._casefix'],
  're._constants': ['_sre'],
  're._parser': ['re', 're._constants'],
}

/** The text of the generated file, from what an executable imports. */
export function importPlanSource(dxpy: string): string {
  const script = `${root}/src/tools/import-plan.py`
  const run = Bun.spawnSync([dxpy, '-I', '-X', 'utf8', script, ...LATE])
  if (run.exitCode !== 0) throw new Error(`the modules cannot be imported: ${run.stderr}`)
  const found = JSON.parse(run.stdout.toString()) as { plans: Record<string, string[]>; packages: string[] }
  const plans = new Map<string, string[]>()
  const aliases = new Map<string, string>()
  for (const name of LATE)
    plans.set(
      name,
      (NATIVE_IMPORTS[name] ?? found.plans[name] ?? []).filter((item) => !IMPORTLIB.test(item)),
    )
  for (const imports of [...plans.values()])
    for (const item of imports)
      if (isNative(item) && !plans.has(item)) plans.set(item, [...(NATIVE_IMPORTS[item] ?? [])])
  for (const item of [...plans.values()].flat()) {
    const equals = item.indexOf('=')
    if (equals > 0) aliases.set(item.slice(0, equals), item.slice(equals + 1))
  }
  const edges = (name: string): string[] => {
    const parent = name.lastIndexOf('.')
    const imports = (NATIVE_IMPORTS[name] ?? found.plans[name] ?? []).filter(
      (item) => /^[^!=]*$/.test(item) && !IMPORTLIB.test(item),
    )
    return [...(parent < 0 ? [] : [name.slice(0, parent)]), ...imports].map((item) => aliases.get(item) ?? item)
  }
  const circles = circlesOf([...plans.keys()], edges)
  const lines: string[] = []
  const group = new Map<string, number>()
  let groups = 0
  for (const circle of circles) {
    // A body that has to run at once finds those of its circle half done, as ever.
    if (circle.some((name) => !plans.has(name))) for (const name of circle) plans.delete(name)
    else if (circle.length > 1) {
      groups++
      for (const name of circle) group.set(name, groups)
    }
  }
  for (const name of [...plans.keys()].sort()) {
    const kind = `${found.packages.includes(name) ? 'p' : ''}${group.get(name) ?? 0}`
    const changed = (CHANGES[name] ?? []).map((other) => `>${other}`)
    const sees = Object.hasOwn(SEES, name) ? [SEES[name]] : []
    lines.push([name, kind, ...plans.get(name)!, ...changed, ...sees].join(' '))
  }
  return `/** What the bodies of library modules import; made by src/tools/import-plan.ts, read by ../latebodies.ts. */\nexport const importPlan = \`${lines.join('\n')}\`\n`
}

function isNative(name: string): boolean {
  return isNativeModule(name) && !NATIVE_AT_ONCE.test(name)
}

/** Strongly connected components (Tarjan). */
function circlesOf(roots: readonly string[], edges: (name: string) => string[]): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const circles: string[][] = []
  const visit = (name: string): void => {
    index.set(name, index.size)
    low.set(name, index.get(name)!)
    stack.push(name)
    for (const next of edges(name)) {
      if (!index.has(next)) visit(next)
      if (stack.includes(next)) low.set(name, Math.min(low.get(name)!, low.get(next)!))
    }
    if (low.get(name) === index.get(name)) circles.push(stack.splice(stack.indexOf(name)))
  }
  for (const name of roots) if (!index.has(name)) visit(name)
  return circles
}

if (import.meta.main) writeFileSync(target, importPlanSource(process.argv[2] ?? `${root}/dist/dxpy`))
