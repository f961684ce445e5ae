/**
 * `collections.namedtuple`, natively (interpreter/nativebody.ts), and before the body of `collections` has run. Names that are refused or replaced are left to
 * the library. The code of `__new__`, which the library compiles from text, is compiled when it is first run or looked into.
 */
import { compiler } from '../builtins/compilehook'
import { CodeFlags, CodeObject, type CodeUnit, SlotKind } from '../bytecode/code'
import { Assembler, type CodeParts, lazyCode } from '../bytecode/lazycode'
import { Op } from '../bytecode/opcodes'
import { findAndLoad, importing } from '../interpreter/import'
import { type NativeBody, standAtCall } from '../interpreter/nativebody'
import { makeFunction } from '../interpreter/rareopcodes'
import { getAttr } from '../objects/attributes'
import { bytesType } from '../objects/bytes'
import { PyCell } from '../objects/cell'
import { constantFactory } from '../objects/constants'
import { context } from '../objects/context'
import { dictType, PyDict } from '../objects/dict'
import { PyBuiltin, PyFunction } from '../objects/function'
import { listType, PyList } from '../objects/list'
import type { PyModule } from '../objects/module'
import { type PyType, typeOf, typeSetOwn, typeType, type Value } from '../objects/object'
import { setType } from '../objects/set'
import { strType } from '../objects/str'
import { PyTuple, tupleType } from '../objects/tuple'
import { makePlainClass } from '../objects/type'
import { register } from './_abc'
import { countElements, defaultDictType, dequeType, makeTupleGetter, tupleGetterType } from './_collections'
import { classIn, definitionIn, isIncomplete, type Provided } from './deferred'
import { IDENTIFIER, KEYWORDS, PUBLIC_IDENTIFIER } from './identifiers'
import { whenRun } from './latebodies'
import { orderedDictType } from './ordereddict'

/** `collections`, of which most programs want functions and classes that need no abstract collections. */
export function collections(module: PyModule, code: CodeObject): Provided {
  const f = definitionIn(module, code, 'namedtuple')
  f.kwdefaults = new PyDict()
  f.kwdefaults.setItem('rename', false)
  f.kwdefaults.setItem('defaults', null)
  f.kwdefaults.setItem('module', null)
  const abstract = findAndLoad('_collections_abc')
  whenRun(abstract, () => register(getAttr(abstract, 'MutableSequence'), dequeType))
  return {
    namedtuple: f,
    deque: dequeType,
    defaultdict: defaultDictType,
    OrderedDict: orderedDictType,
    Counter: classIn(module, code, 'Counter', dictType),
    _itemgetter: getAttr(findAndLoad('_operator'), 'itemgetter'),
  }
}

/** Types of which it is known that they are no mappings. */
const NO_MAPPINGS: ReadonlySet<PyType> = new Set([listType, tupleType, strType, bytesType, setType])

/** `Counter.update` with a sequence, where the body has not run and nobody can have said that sequences were mappings. */
const updateCounter: NativeBody = (args, frame) => {
  const [self, iterable, keywords] = args as [Value, Value, PyDict]
  if (keywords.size !== 0 || !isIncomplete(frame.globals)) return undefined
  if (iterable === null) return null
  if (!NO_MAPPINGS.has(typeOf(iterable))) return undefined
  standAtCall(frame, '_count_elements')
  countElements(self, iterable)
  return null
}

/** A list of names without any that the library would refuse or replace; null where it has to look. */
function namesOf(given: Value): string[] | null {
  let names: Value[]
  if (typeof given === 'string') {
    names = []
    for (const name of given.split(/[ ,\t\n\r\f\v]+/)) if (name !== '') names.push(name)
  } else if (given instanceof PyList && !given.cls.heap) names = given.items
  else if (given instanceof PyTuple && !given.cls.heap) names = given.items
  else return null
  const made: string[] = []
  for (const name of names) {
    if (typeof name !== 'string' || !PUBLIC_IDENTIFIER.test(name) || KEYWORDS.has(name) || made.includes(name))
      return null
    made.push(name)
  }
  return made
}

/** The code of `lambda _cls, a, b: _tuple_new(_cls, (a, b))`. */
function newCode(names: readonly string[], argumentList: string): CodeObject {
  const localsplus = ['_cls', ...names]
  const n = localsplus.length
  const header = {
    name: '<lambda>',
    qualname: '<lambda>',
    filename: '<string>',
    firstlineno: 1,
    flags: CodeFlags.OPTIMIZED | CodeFlags.NEWLOCALS,
    argcount: n,
    posonlyargcount: 0,
    kwonlyargcount: 0,
    localsplus,
    localsplusKinds: new Uint8Array(n).fill(SlotKind.LOCAL),
    nlocals: n,
    // A long tuple is made of a list.
    stacksize: names.length > 30 ? 4 : Math.max(n + 1, 3),
  }
  return lazyCode(
    header,
    constantFactory,
    () => {
      const text = `lambda _cls, ${argumentList}: _tuple_new(_cls, (${argumentList}))`
      return unitIn(compiler.compile(text, '<string>', 'eval', 0, -1) as CodeObject)
    },
    names.length === 0 || names.length > 30 ? null : () => assembleNew(n),
  )
}

/** What that text is compiled to, for `n` parameters. */
function assembleNew(n: number): CodeParts {
  const a = new Assembler()
  a.names.push('_tuple_new')
  a.op(Op.LOAD_GLOBAL, 0).load([...Array(n).keys()])
  return a
    .op(Op.BUILD_TUPLE, n - 1)
    .op(Op.CALL, 2)
    .op(Op.RETURN_VALUE)
}

/** The one function in compiled text. */
function unitIn(code: CodeObject): CodeUnit {
  for (const value of code.load().consts) if (value instanceof CodeObject) return value.body.unit()
  throw new Error('no function in the text')
}

/** The functions that the library defines in `namedtuple`, by name, with their closures of these variables. */
function innerFunctions(
  frame: { code: CodeObject; globals: PyDict; builtins: Value },
  variables: Record<string, Value>,
) {
  const cells = new Map<string, PyCell>()
  const made: Record<string, PyFunction> = {}
  for (const value of frame.code.consts) {
    if (!(value instanceof CodeObject) || value.name.startsWith('<')) continue
    const f = makeFunction(value, frame.globals, frame.builtins)
    const free = value.localsplus
    if (value.freeCount > 0) {
      f.closure = []
      for (let i = value.freeStart; i < free.length; i++) {
        let cell = cells.get(free[i]!)
        if (cell === undefined) cells.set(free[i]!, (cell = new PyCell(variables[free[i]!])))
        f.closure.push(cell)
      }
    }
    made[value.name] = f
  }
  return made
}

/** The globals that the function reads, and what they are unless somebody has changed them. */
function isOwn(globals: PyDict): boolean {
  const { map } = globals
  const getter = map.get('_tuplegetter')
  if (getter === undefined) return true
  const isKeyword = map.get('_iskeyword')
  return (
    getter === tupleGetterType && isKeyword instanceof PyBuiltin && map.get('_sys') === importing.modules.getItem('sys')
  )
}

const namedtuple: NativeBody = (args, frame) => {
  if (!isOwn(frame.globals)) return undefined
  const [typename, given, rename, defaults, module] = args
  const fieldsCell = given as unknown
  const names = namesOf(fieldsCell instanceof PyCell ? fieldsCell.v! : (given as Value))
  if (names === null || typeof typename !== 'string' || !IDENTIFIER.test(typename) || KEYWORDS.has(typename))
    return undefined
  if (typeof rename !== 'boolean' || (module !== null && typeof module !== 'string')) return undefined
  let values: Value[] | null = null
  if (defaults !== null) {
    if (!(defaults instanceof PyList || defaults instanceof PyTuple) || defaults.cls.heap) return undefined
    values = defaults.items.slice()
    if (values.length > names.length) return undefined
  }
  const fields = new PyTuple(names)
  const list = names.join(', ') + (names.length === 1 ? ',' : '')
  const tupleNew = tupleType.proto.$__new__!
  // `__new__`, which the library makes by eval.
  const globals = new PyDict()
  const builtins = new PyDict()
  globals.setItem('_tuple_new', tupleNew)
  globals.setItem('__builtins__', builtins)
  globals.setItem('__name__', `namedtuple_${typename}`)
  const make = new PyFunction(newCode(names, list), globals, builtins)
  make.name = '__new__'
  make.qualname = `${typename}.__new__`
  make.module = `namedtuple_${typename}`
  make.doc = `Create new instance of ${typename}(${list})`
  const fieldDefaults = new PyDict()
  if (values !== null) {
    make.defaults = values
    const first = names.length - values.length
    for (let i = 0; i < values.length; i++) fieldDefaults.setItem(names[first + i]!, values[i]!)
  }
  const inner = innerFunctions(frame, {
    tuple_new: tupleNew,
    num_fields: names.length,
    field_names: fields,
    repr_fmt: `(${names.map((name) => `${name}=%r`).join(', ')})`,
    _dict: context.builtin('dict'),
    _tuple: tupleType,
    _len: context.builtin('len'),
    _map: context.builtin('map'),
    _zip: context.builtin('zip'),
  })
  // It remembers what its function was called when it was made.
  const makeMethod = context.call1(context.builtin('classmethod'), inner._make!)
  inner._make!.doc = `Make a new ${typename} object from a sequence or iterable`
  inner._replace!.doc = `Return a new ${typename} object replacing specified fields with new values`
  for (const name in inner) inner[name]!.qualname = `${typename}.${name}`
  const ns = new PyDict()
  ns.setItem('__doc__', `${typename}(${list})`)
  ns.setItem('__slots__', new PyTuple([]))
  ns.setItem('_fields', fields)
  ns.setItem('_field_defaults', fieldDefaults)
  ns.setItem('__new__', make)
  ns.setItem('_make', makeMethod)
  ns.setItem('__replace__', inner._replace!)
  for (const name of ['_replace', '__repr__', '_asdict', '__getnewargs__']) ns.setItem(name, inner[name]!)
  ns.setItem('__match_args__', fields)
  for (let i = 0; i < names.length; i++) ns.setItem(names[i]!, makeTupleGetter(i, `Alias for field number ${i}`))
  const made = makePlainClass(typeType, typename, [tupleType], ns)
  const caller = frame.back === null ? null : (frame.back.globals.getItem('__name__') ?? null)
  typeSetOwn(made, '__module__', module ?? (caller === null || caller === '' ? '__main__' : caller))
  return made
}

/** By qualified name. */
export const collectionsBodies: Readonly<Record<string, NativeBody>> = { namedtuple, 'Counter.update': updateCounter }
