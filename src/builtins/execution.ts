/** The builtins that compile and run code: compile, eval, exec, __build_class__, __import__ (CPython: Python/bltinmodule.c). */
import { CodeObject } from '../bytecode/code'
import { enterLoop } from '../interpreter/call'
import { acquireFrame, initCells, isGeneratorCode, thread } from '../interpreter/frame'
import { frameLocals, isOptimized } from '../interpreter/framelocals'
import { makeGenerator } from '../interpreter/generator'
import { lookupAttr } from '../objects/attributes'
import { bytesView } from '../objects/buffer'
import { PyBytes } from '../objects/bytes'
import { PyCell } from '../objects/cell'
import { context } from '../objects/context'
import { PyDict } from '../objects/dict'
import { runtimeError, typeError, valueError } from '../objects/exceptions'
import { PyFunction } from '../objects/function'
import { type MethodTable, PyType, typeOf, typeType, type Value } from '../objects/object'
import { asCInt, isTrue, repr, setItem } from '../objects/operators'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import { calculateMetaclass } from '../objects/type'
import { CompileFlag, compiler } from './compilehook'

function filenameText(v: Value): string {
  const text = asString(v)
  if (text !== undefined) return text
  if (v instanceof PyBytes) return asString(context.decodeFilename(v))!
  const path = lookupAttr(v, '__fspath__')
  if (path === undefined) throw typeError(`expected str, bytes or os.PathLike object, not ${typeOf(v).name}`)
  return filenameText(context.call0(path))
}

function isCode(v: Value): v is Value & CodeObject {
  return (v as unknown) instanceof CodeObject
}

function inheritedFlags(dontInherit: Value): number {
  const frame = thread.frame
  if (frame === null || isTrue(dontInherit)) return 0
  return frame.code.flags & CompileFlag.FUTURE_MASK
}

function compile(
  source: Value,
  filename: Value,
  mode: Value,
  flags: Value = 0,
  dontInherit: Value = false,
  optimize: Value = -1,
  featureVersion: Value = -1,
): Value {
  const modeText = asString(mode)
  if (modeText === undefined) throw typeError(`compile() argument 'mode' must be str, not ${typeOf(mode).name}`)
  const name = filenameText(filename)
  const bits = asCInt(flags)
  const known = CompileFlag.FUTURE_MASK | 0x200 | 0x400 | 0x1000 | 0x2000 | 0x4000 | 0x8000 | 0x10
  if (bits & ~known) throw valueError('compile(): unrecognised flags')
  const level = asCInt(optimize)
  if (level < -1 || level > 2) throw valueError('compile(): invalid optimize value')
  if (!['exec', 'eval', 'single', 'func_type'].includes(modeText))
    throw valueError("compile() mode must be 'exec', 'eval' or 'single'")
  if (modeText === 'func_type' && !(bits & CompileFlag.ONLY_AST))
    throw valueError("compile() mode 'func_type' requires flag PyCF_ONLY_AST")
  return compiler.compile(
    checkSource(source, 'compile'),
    name,
    modeText,
    bits | inheritedFlags(dontInherit),
    level,
    asCInt(featureVersion),
  ) as Value
}

/** Source as compile() takes it: text, bytes or an ast object. */
function checkSource(source: Value, f: string): Value {
  if (asString(source) !== undefined || isAst(source)) return source
  if (bytesView(source) !== null) return source
  throw typeError(`${f}() arg 1 must be a string, bytes or ${f === 'compile' ? 'AST' : 'code'} object`)
}

function isAst(v: Value): boolean {
  return typeOf(v).mro.some((t) => t.name === 'ast.AST')
}

/** Runs a module-like code object in namespaces. */
export function runCode(code: CodeObject, globals: PyDict, locals: Value, closure: PyCell[] | null = null): Value {
  const builtins = context.builtinsOf(globals)
  if (globals.getItem('__builtins__') === undefined) globals.setItem('__builtins__', builtins)
  const f = new PyFunction(code, globals, builtins)
  f.closure = closure
  const frame = acquireFrame(f, code)
  frame.locals = isOptimized(frame) ? null : locals
  // A frame with a namespace of its own is not reused: something may keep it by locals().
  frame.escaped = true
  if (code.cellSlots !== null || code.freeCount !== 0) initCells(frame, f)
  if (isGeneratorCode(code)) return makeGenerator(frame, f)
  return enterLoop(frame)
}

function namespaces(f: 'exec' | 'eval', globals: Value, locals: Value): [PyDict, Value] {
  if (globals === null) {
    const frame = thread.frame!
    return [frame.globals, locals === null ? frameLocals(frame) : locals]
  }
  if (!(globals instanceof PyDict)) {
    if (f === 'eval')
      throw typeError(
        typeOf(globals).proto.$__getitem__ !== undefined
          ? 'globals must be a real dict; try eval(code, {}, mapping)'
          : 'globals must be a dict',
      )
    throw typeError(`exec() globals must be a dict, not ${typeOf(globals).name}`)
  }
  const mapping = locals === null ? globals : locals
  if (!(mapping instanceof PyDict) && typeOf(mapping).proto.$__getitem__ === undefined)
    throw typeError(
      f === 'eval' ? 'locals must be a mapping' : `locals must be a mapping or None, not ${typeOf(locals).name}`,
    )
  return [globals, mapping]
}

function evaluate(source: Value, globals: Value = null, locals: Value = null): Value {
  const [g, l] = namespaces('eval', globals, locals)
  if (isCode(source)) {
    if (source.freeCount > 0) throw typeError('code object passed to eval() may not contain free variables')
    return runCode(source, g, l)
  }
  let text = checkSource(source, 'eval')
  if (typeof text === 'string') text = text.replace(/^[ \t]+/, '')
  return runCode(compiler.compile(text, '<string>', 'eval', inheritedFlags(false), -1) as CodeObject, g, l)
}

function execute(source: Value, globals: Value = null, locals: Value = null, closure: Value = null): Value {
  const [g, l] = namespaces('exec', globals, locals)
  if (isCode(source)) {
    let cells: PyCell[] | null = null
    if (source.freeCount === 0) {
      if (closure !== null) throw typeError('cannot use a closure with this code object')
    } else {
      const ok =
        closure instanceof PyTuple &&
        closure.items.length === source.freeCount &&
        closure.items.every((c) => c instanceof PyCell)
      if (!ok) throw typeError(`code object requires a closure of exactly length ${source.freeCount}`)
      cells = (closure as PyTuple).items as PyCell[]
    }
    runCode(source, g, l, cells)
    return null
  }
  if (closure !== null) throw typeError('closure can only be used when source is a code object')
  runCode(
    compiler.compile(checkSource(source, 'exec'), '<string>', 'exec', inheritedFlags(false), -1) as CodeObject,
    g,
    l,
  )
  return null
}

/** `__build_class__(func, name, *bases, metaclass=None, **kwds)` */
function buildClass(args: Value[], keywords: Value): Value {
  if (args.length < 2) throw typeError('__build_class__: not enough arguments')
  const [func, nameValue, ...original] = args
  if (!(func instanceof PyFunction)) throw typeError('__build_class__: func must be a function')
  const name = asString(nameValue!)
  if (name === undefined) throw typeError('__build_class__: name is not a string')
  const bases = resolveBases(original)
  const kwds = keywords === null ? new PyDict() : (keywords as PyDict)
  let metaclass: Value = kwds.getItem('metaclass') ?? null
  const explicit = metaclass !== null
  if (explicit) kwds.deleteItem('metaclass')
  else metaclass = bases.length > 0 ? typeOf(bases[0]!) : typeType
  if (metaclass instanceof PyType) metaclass = calculateMetaclass(metaclass, bases)
  const names = kwds.keyList() as string[]
  const values = kwds.valueList()
  const prepare = lookupAttr(metaclass, '__prepare__')
  const namespace =
    prepare === undefined ? new PyDict() : context.callKeywords(prepare, [name, new PyTuple(bases)], names, values)
  if (!(namespace instanceof PyDict) && typeOf(namespace).proto.$__getitem__ === undefined)
    throw typeError(
      `${metaclass instanceof PyType ? metaclass.name : '<metaclass>'}.__prepare__() must return a mapping, not ${typeOf(namespace).name}`,
    )
  const frame = acquireFrame(func, func.code)
  frame.locals = namespace
  frame.escaped = true
  if (func.code.cellSlots !== null || func.code.freeCount !== 0) initCells(frame, func)
  const cell = enterLoop(frame)
  if (bases.length !== original.length || bases.some((b, i) => b !== original[i]))
    setNamespace(namespace, '__orig_bases__', new PyTuple(original))
  const cls = context.callKeywords(metaclass, [name, new PyTuple(bases), namespace], names, values)
  if (cls instanceof PyType && cell instanceof PyCell) {
    if (cell.v === undefined)
      throw runtimeError(
        `__class__ not set defining '${name}' as ${repr(cls)}. Was __classcell__ propagated to type.__new__?`,
      )
    if (cell.v !== cls) throw typeError(`__class__ set to ${repr(cell.v)} defining '${name}' as ${repr(cls)}`)
  }
  return cls
}

function setNamespace(namespace: Value, key: string, value: Value): void {
  if (namespace instanceof PyDict) namespace.setItem(key, value)
  else setItem(namespace, key, value)
}

/** Replaces bases that are not classes by what their `__mro_entries__` gives (PEP 560). */
function resolveBases(bases: Value[]): Value[] {
  const resolved: Value[] = []
  const tuple = new PyTuple(bases)
  for (const base of bases) {
    if (base instanceof PyType) {
      resolved.push(base)
      continue
    }
    const entries = lookupAttr(base, '__mro_entries__')
    if (entries === undefined) {
      resolved.push(base)
      continue
    }
    const made = context.call1(entries, tuple)
    if (!(made instanceof PyTuple)) throw typeError('__mro_entries__ must return a tuple')
    resolved.push(...made.items)
  }
  return resolved
}

function importName(
  name: Value,
  globals?: Value,
  locals: Value = null,
  fromlist: Value = null,
  level: Value = 0,
): Value {
  void locals
  const text = asString(name)
  if (text === undefined) throw typeError(`module name must be a string`)
  return context.importName(text, globals, fromlist, asCInt(level))
}

/** The table of this file; registry.ts puts it into the module `builtins`. */
export const executionTable: MethodTable = [
  [
    '__build_class__',
    buildClass,
    '-(*args, **kwargs)',
    'What a class statement calls: func fills the namespace of the class to be made.',
  ],
  [
    '__import__',
    importName,
    '(name, globals=None, locals=None, fromlist=(), level=0)',
    'What an import statement calls; programs should call importlib.import_module.',
  ],
  [
    'compile',
    compile,
    '(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)',
    'The code object of a source text or syntax tree, for exec() or eval().',
  ],
  [
    'eval',
    evaluate,
    '(source, /, globals=None, locals=None)',
    'The value of an expression, its names looked up in locals, then in globals.',
  ],
  [
    'exec',
    execute,
    '(source, /, globals=None, locals=None, *, closure=None)',
    'Runs statements with these namespaces.',
  ],
]
