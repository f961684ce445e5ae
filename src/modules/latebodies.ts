/**
 * Bodies of library modules that run when the module is first used, not when it is imported.
 *
 * Most of what an import brings in is never used by the program: `import dataclasses` alone leads to thirty modules. Of those in
 * `generated/importplan.ts` it is known what their bodies import and that they do nothing else that could be seen outside. Importing one of them makes
 * the module, does the imports of its body and leaves the body for later; anything that is asked of the module runs it (objects/module.ts). So that nobody can tell:
 *
 * - A body waits only where all that it imports are modules of the executable, found without Python code, and as absent as they were when the plan was made.
 * - Its imports give what they would have given then, whatever has become of `sys.modules`.
 * - Modules that import each other run as one, in the order in which they would have run.
 * - Before a module of the library is changed, or given away to be changed, and before a trace function, an audit hook or `__subclasses__()` looks on, all
 *   that waits runs.
 * - What a body does to another module (`re` to `copyreg`) happens before the other can be looked at.
 */
import { findAndLoad, importing, recordedImports } from '../interpreter/import'
import { setAttr } from '../objects/attributes'
import { lateBodies, recursion } from '../objects/context'
import type { PyDict } from '../objects/dict'
import { normalise } from '../objects/int'
import { advanceModule, completeModule, PyModule } from '../objects/module'
import type { Value } from '../objects/object'
import { asString } from '../objects/str'
import { config, LIBRARY_PATH } from './config'
import { bodyWaits, hasStandIn } from './deferred'
import { importPlan } from './generated/importplan'

/** What is known of a module's body. */
interface Plan {
  readonly isPackage: boolean
  /** Modules that import each other have the same number; 0 where there are none. */
  readonly group: number
  /**
   * The names that the body imports, in order: `!name` is one that is not there, `name=other` a second name for a module in `sys.modules`, `>name` a
   * module that the body changes, `$name` an attribute of `sys` that it reads and programs set, `@name` a global that holds the time of importing.
   */
  readonly imports: readonly string[]
}

/** Modules of a circle that were imported together. */
interface Group {
  /** The first of them that was imported, whose body comes first. */
  readonly first: PyModule
  readonly members: Set<Value>
}

interface Late {
  readonly name: string
  readonly module: PyModule
  readonly group: Group | null
  readonly imports: Map<string, Value>
  /** Runs the body. */
  readonly execute: () => void
  /** Native code has done its part. */
  readonly begun: boolean
  /** Submodules that were bound before then, in their order: the body would have bound all with the first. */
  readonly children: readonly (readonly [name: string, module: Value])[]
  /** What other bodies have to do to this module. */
  readonly visitors: (() => void)[]
  /** Attributes of `sys` that the body reads, out of {@link PROGRAMS_OWN}. */
  readonly reads: string[]
  /** Globals that hold the time of importing, in nanoseconds. */
  readonly times: [name: string, time: Value][]
}

/** Tells where importing would find a name. `inLibraryToo` is false for names that the library is known not to have. */
export type Places = (name: string, inLibraryToo: boolean) => 'executable' | 'elsewhere' | null

/** A line of the plan is taken apart when its module is asked for. */
let plans: Map<string, string | Plan> | null = null
/** What waits, by module, in the order of importing. */
const waiting = new Map<Value, Late>()
/** Groups of which the first module is being imported. */
const opened = new Map<number, Group>()
/** Names that may be postponed without asking again, while one import brings in others. */
let settled: Set<string> | null = null
/** Number of late bodies that run now. */
let running = 0
/** What is to be done to modules whose bodies have run, when no other body runs. */
const visitors: (() => void)[] = []
/** `__import__` of a fresh interpreter. */
let ownImport: Value | undefined

/** Begins anew: another interpreter has started. */
export function forgetLateBodies(): void {
  waiting.clear()
  opened.clear()
  visitors.length = 0
  settled = null
  ownImport = (importing.builtins as PyModule).namespace.getItem('__import__')
  lateBodies.touched = lateBodies.settle = null
  lateBodies.watched = false
}

function planOf(name: string): Plan | null {
  if (plans === null) {
    plans = new Map()
    for (const line of importPlan.split('\n')) plans.set(line.slice(0, line.indexOf(' ')), line)
  }
  const plan = plans.get(name)
  if (typeof plan !== 'string') return plan ?? null
  const words = plan.split(' ')
  const kind = words[1]!
  const isPackage = kind[0] === 'p'
  const made = { isPackage, group: Number(isPackage ? kind.slice(1) : kind), imports: words.slice(2) }
  plans.set(name, made)
  return made
}

/** Whether a module of the plan is a package; undefined for a name that is not in the plan. */
export function plannedPackage(name: string): boolean | undefined {
  return planOf(name)?.isPackage
}

/** Whether a name has been found to stand for a module of the executable by the import that goes on. */
export function isSettled(name: string): boolean {
  return settled?.has(name) === true
}

/**
 * Leaves a module's body for later where it is known how, after importing what the body imports; false where it has to run now.
 * @param places where names are found; null where only importlib can tell
 */
export function postpone(module: PyModule, name: string, execute: () => void, places: () => Places | null): boolean {
  if (lateBodies.watched) return false
  const plan = planOf(name)
  if (plan === null) return false
  if (plan.group !== 0 && !config.noSite) beginAtOs(plan.group)
  const outer = settled
  if (outer === null || !outer.has(name)) {
    const checked = check(name, places)
    if (checked === null) return false
    settled = checked
  }
  let group = plan.group === 0 ? null : (opened.get(plan.group) ?? null)
  const opens = plan.group !== 0 && group === null
  if (opens) opened.set(plan.group, (group = { first: module, members: new Set() }))
  group?.members.add(module)
  const imports = new Map<string, Value>()
  const made: Late = {
    name,
    module,
    group,
    imports,
    execute,
    begun: false,
    children: [],
    visitors: [],
    reads: [],
    times: [],
  }
  let atOnce = false
  module.bound = []
  try {
    module.namespace.deleteItem('__doc__')
    for (const item of plan.imports) {
      const equals = item.indexOf('=')
      if (equals > 0) importing.modules.setItem(item.slice(0, equals), imports.get(item.slice(equals + 1))!)
      else if (item[0] === '>') {
        const visited = waiting.get(imports.get(item.slice(1))!)
        if (visited === undefined) atOnce = true
        else visited.visitors.push(() => complete(module))
      } else if (item[0] === '$') made.reads.push(item.slice(1))
      else if (item[0] === '@') made.times.push([item.slice(1), normalise(BigInt(Date.now()) * 1_000_000n)])
      else if (item[0] !== '!') imports.set(item, findAndLoad(item))
    }
  } finally {
    settled = outer
    if (opens) opened.delete(plan.group)
  }
  waiting.set(module, made)
  lateBodies.touched = touched
  lateBodies.settle = settle
  module.pending = () => run(made)
  if (atOnce) completeModule(module)
  return true
}

/** In CPython `site` has imported `os` before any program runs: a circle that it belongs to never begins elsewhere, where it would fail. */
function beginAtOs(group: number): void {
  if (group === planOf('os')?.group && importing.modules.getItem('os') === undefined) findAndLoad('os')
}

/** The names of all that importing a module brings in, where every body may wait; null where this one may not. */
function check(name: string, places: () => Places | null): Set<string> | null {
  if ((importing.builtins as PyModule).namespace.getItem('__import__') !== ownImport) return null
  const place = places()
  if (place === null || place(name, true) !== 'executable') return null
  const names = new Set<string>()
  return visit(name, place, names) ? names : null
}

function visit(name: string, place: Places, names: Set<string>): boolean {
  names.add(name)
  const plan = planOf(name)
  // Its body runs at once, and decides for itself.
  if (plan === null) return true
  for (const item of plan.imports) {
    const equals = item.indexOf('=')
    if (equals > 0) {
      names.add(item.slice(0, equals))
      continue
    }
    if (item[0] === '>') {
      // What has been looked at already must be changed at once.
      const other = importing.modules.getItem(item.slice(1))
      if (other !== undefined && !waiting.has(other!)) return false
      continue
    }
    if (item[0] === '$' || item[0] === '@') continue
    const absent = item[0] === '!'
    const wanted = absent ? item.slice(1) : item
    if (names.has(wanted)) continue
    const present = importing.modules.getItem(wanted)
    if (absent) {
      if (present === undefined ? place(wanted, false) !== null : present !== null) return false
    } else if (present !== undefined) {
      if (!isOwn(present)) return false
    } else if (place(wanted, true) !== 'executable' || !visit(wanted, place, names)) return false
  }
  return true
}

/** Whether what `sys.modules` holds is a module of the executable. */
function isOwn(module: Value): boolean {
  if (!(module instanceof PyModule)) return false
  const file = module.namespace.getItem('__file__')
  return file === undefined || (typeof file === 'string' && file.startsWith(LIBRARY_PATH))
}

/** Runs a body that has waited. */
function run(late: Late): void {
  const { module, group } = late
  if (group !== null && group.first !== module && waiting.has(group.first)) {
    // It imports this one, mostly.
    module.pending = () => run(late)
    advanceModule(group.first)
    if (!waiting.has(module)) return
    module.pending = null
  }
  const ns = module.namespace
  const bound = (module.bound ?? []).map((child) => [child, ns.getItem(child)!] as const)
  // Taken out, so that they get their places in the order of the body.
  for (const [child] of bound) ns.deleteItem(child)
  restoreDoc(ns)
  const { modules } = importing
  const registered = modules.getItem(late.name)
  if (registered !== module) modules.setItem(late.name, module)
  const spec = ns.getItem('__spec__')!
  setAttr(spec, '_initializing', true)
  recordedImports.set(ns, (name) => recorded(late, name))
  waiting.delete(module)
  const { depth, native } = recursion
  recursion.depth = recursion.native = 0
  running++
  try {
    // Native code that stands in for a body does no imports.
    if (!late.begun && hasStandIn(late.name)) for (const item of late.imports.keys()) recorded(late, item)
    late.execute()
    const remains = module.pending !== null && bodyWaits(late.name)
    if (remains) leaveRest(late, module.pending!, bound)
    for (const [global, time] of late.times) ns.setItem(global, time)
    bindInPackage(late.name, module)
    module.bound = remains ? bound.map(([child]) => child) : null
    visitors.push(...late.visitors)
    // What another body needs of this module is not what its visitors do, and they may need what that one has not done yet.
    while (running === 1 && visitors.length > 0) visitors.shift()!()
  } catch (e) {
    waiting.set(module, late)
    throw e
  } finally {
    running--
    recursion.depth = depth
    recursion.native = native
    for (const [child, sub] of bound) if (ns.getItem(child) === undefined) ns.setItem(child, sub)
    recordedImports.delete(ns)
    setAttr(spec, '_initializing', false)
    if (registered === undefined) modules.deleteItem(late.name)
    else if (registered !== module) modules.setItem(late.name, registered)
    if (waiting.size === 0) lateBodies.touched = lateBodies.settle = null
  }
}

function complete(module: PyModule): void {
  if (waiting.has(module)) completeModule(module)
}

/** Does something to a module as soon as its body has run: at once, where that does not wait. */
export function whenRun(module: Value, action: () => void): void {
  const late = waiting.get(module)
  if (late === undefined) action()
  else late.visitors.push(action)
}

/** Native code has provided a part of a module: the rest waits as the whole did. */
function leaveRest(late: Late, execute: () => void, children: Late['children']): void {
  const rest: Late = { ...late, execute, begun: true, children, visitors: [] }
  waiting.set(late.module, rest)
  late.module.pending = () => run(rest)
}

/** Puts `__doc__`, which was not to be found while the body waited, in its place. */
function restoreDoc(ns: PyDict): void {
  if (ns.getItem('__doc__') !== undefined) return
  const [first, ...others] = ns.keyList().map((key) => [key, ns.getItem(key)!] as const)
  ns.setItem('__doc__', null)
  for (const [key, value] of others) {
    if (key === first![0]) continue
    ns.deleteItem(key)
    ns.setItem(key, value)
  }
}

/** What a body that runs now gets for an import. */
function recorded(late: Late, name: string): Value | undefined {
  const module = late.imports.get(name)
  if (module === undefined) return undefined
  // Within a circle bodies run where they are imported. One of which native code has provided a part goes on when it is asked for more.
  if (module instanceof PyModule && late.group?.members.has(module) && waiting.get(module)?.begun === false)
    advanceModule(module)
  if (late.begun && name.startsWith(`${late.name}.`))
    for (const [child, sub] of late.children) bind(late.module, child, sub)
  bindInPackage(name, module)
  return module
}

/** Binds a submodule in its package while the body of that runs. */
function bindInPackage(name: string, module: Value): void {
  const dot = name.lastIndexOf('.')
  if (dot < 0) return
  const parent = importing.modules.getItem(name.slice(0, dot))
  if (!(parent instanceof PyModule) || !recordedImports.has(parent.namespace)) return
  bind(parent, name.slice(dot + 1), module)
}

function bind(parent: PyModule, child: string, module: Value): void {
  if (parent.namespace.getItem(child) === undefined) parent.namespace.setItem(child, module)
}

/** Runs a body that waits, or what native code provides in its place. */
function finish(late: Late): void {
  if (bodyWaits(late.name)) completeModule(late.module)
  else advanceModule(late.module)
}

/** Runs everything that waits, or what is asked for of it. */
function settle(wanted: (late: Late) => boolean = () => true): void {
  for (const late of [...waiting.values()]) if (waiting.has(late.module) && wanted(late)) finish(late)
}

/** Attributes of `sys` that programs set, and that no body reads but where the plan says so. */
const PROGRAMS_OWN = new Set(
  'argv displayhook dont_write_bytecode excepthook last_exc last_traceback last_type last_value path ps1 ps2 stderr stdin stdout tracebacklimit unraisablehook'.split(
    ' ',
  ),
)

function touched(module: PyModule, name: string | null): void {
  // What the library does to itself is not meant here.
  if (running > 0) return
  const ns = module.namespace
  const file = ns.getItem('__file__') ?? null
  const own = asString(ns.getItem('__name__') ?? null)
  // A module of the program: nothing in the library reads it.
  if (own === '__main__' || (typeof file === 'string' && !file.startsWith(LIBRARY_PATH))) return
  if (own === 'sys' && name !== null && PROGRAMS_OWN.has(name)) {
    settle((late) => late.reads.includes(name))
    return
  }
  // importlib's own are filled when it is loaded, which no other body can tell.
  if (own?.startsWith('_frozen_importlib')) return
  settle()
}
