/**
 * The methods of a dataclass as the library writes them. It writes text and compiles it. Here a method knows its parameters, and its text is written and
 * compiled when it is first looked into: the lines before it are left empty, so that its own are what they would be. The instructions of the methods
 * that most programs run are put together without that; they are those that the compiler makes, which a test compares.
 */
import { compiler } from '../builtins/compilehook'
import { CodeFlags, CodeObject, type CodeUnit, SlotKind } from '../bytecode/code'
import { Assembler, type CodeParts, lazyCode } from '../bytecode/lazycode'
import { Op } from '../bytecode/opcodes'
import { PyCell } from '../objects/cell'
import { constantFactory } from '../objects/constants'
import type { PyDict } from '../objects/dict'
import { PyFunction } from '../objects/function'
import type { Value } from '../objects/object'
import type { FieldPlan } from './dataclassfields'

/** A method that is written and compiled when it is needed. */
export interface Method {
  readonly name: string
  readonly positional: readonly string[]
  readonly keywordOnly: readonly string[]
  /** Variables of the function around it that it uses, in order. */
  readonly free: readonly string[]
  readonly stack: number
  /** Lines that the text has: the decorator's, the head's and the body's. */
  readonly lines: number
  readonly decorated: boolean
  /** The instructions, where they are put together here: the same as those that the text is compiled to. */
  readonly assemble: (() => CodeParts) | null
  /** The text of the parameters, and the lines of the body. */
  readonly write: () => readonly [parameters: string, body: readonly string[]]
}

/** Locals that an instruction which loads two of them can name. */
const MAX_LOCALS = 4095
/** Longer displays are put together piece by piece. */
const MAX_PIECES = 30

/** The methods of one class: what the library would have written as one text. */
export class Methods {
  private line = 2
  private readonly cells = new Map<string, PyCell>()

  constructor(
    private readonly globals: PyDict,
    private readonly builtins: Value,
    private readonly qualname: string,
  ) {}

  /** Adds one; the values of its free variables are in `values`. */
  add(method: Method, values: Readonly<Record<string, Value>>): PyFunction {
    const { line } = this
    this.line += method.lines
    const localsplus = [...method.positional, ...method.keywordOnly, ...method.free]
    const parameters = method.positional.length + method.keywordOnly.length
    const kinds = new Uint8Array(localsplus.length).fill(SlotKind.LOCAL, 0, parameters).fill(SlotKind.FREE, parameters)
    const code = lazyCode(
      {
        name: method.name,
        qualname: `__create_fn__.<locals>.${method.name}`,
        filename: '<string>',
        firstlineno: line,
        flags: CodeFlags.OPTIMIZED | CodeFlags.NEWLOCALS | CodeFlags.NESTED,
        argcount: method.positional.length,
        posonlyargcount: 0,
        kwonlyargcount: method.keywordOnly.length,
        localsplus,
        localsplusKinds: kinds,
        nlocals: parameters,
        stacksize: method.stack,
      },
      constantFactory,
      () => this.compile(method, line),
      method.assemble,
    )
    const f = new PyFunction(code, this.globals, this.builtins)
    const module = this.globals.getItem('__name__')
    if (module !== undefined) f.module = module
    f.qualname = `${this.qualname}.${method.name}`
    if (method.free.length > 0) {
      f.closure = []
      for (const name of method.free) {
        let cell = this.cells.get(name)
        if (cell === undefined) this.cells.set(name, (cell = new PyCell(values[name])))
        f.closure.push(cell)
      }
    }
    return f
  }

  /** The method's own part of the text, on its own line. */
  private compile(method: Method, line: number): CodeUnit {
    const [parameters, body] = method.write()
    const decorator = method.decorated ? ' @__dataclass_decorator__\n' : ''
    const variables = [...this.cells.keys(), '__dataclass_decorator__'].join(',')
    const text = `def __create_fn__(${variables}):${'\n'.repeat(line - 1)}${decorator} def ${method.name}(${parameters}):\n${body.join('\n')}\n`
    let code = compiler.compile(text, '<string>', 'exec', 0, -1) as CodeObject
    for (const name of ['__create_fn__', method.name])
      code = code.load().consts.find((c): c is CodeObject => c instanceof CodeObject && c.name === name)!
    return code.body.unit()
  }
}

/** The text of a tuple of an object's fields. */
export function tupleText(object: string, fields: readonly FieldPlan[]): string {
  return fields.length === 0 ? '()' : `(${fields.map((f) => `${object}.${f.name}`).join(',')},)`
}

/** The variable that stands for a default factory in the parameters. */
export const FACTORY_MARK = '__dataclass_HAS_DEFAULT_FACTORY__'
/** The variable that is `object`. */
export const OBJECT = '__dataclass_builtins_object__'
/** The variable that holds a field's default or default factory. */
export const defaultName = (f: FieldPlan) => `__dataclass_dflt_${f.name}__`

/** The value that `__init__` gives a field, as text; null where it gives none. */
function initialText(f: FieldPlan, slots: boolean): string | null {
  let value: string
  if (f.factory !== undefined)
    value = f.init ? `${defaultName(f)}() if ${f.name} is ${FACTORY_MARK} else ${f.name}` : `${defaultName(f)}()`
  else if (f.init) value = f.name
  else if (slots && f.initial !== undefined) value = defaultName(f)
  else return null
  return f.kind === 'initVar' ? null : value
}

/** `__init__` */
export function initMethod(
  fields: readonly FieldPlan[],
  standard: readonly FieldPlan[],
  keywordOnly: readonly FieldPlan[],
  frozen: boolean,
  slots: boolean,
  hasPostInit: boolean,
  self: string,
): Method {
  const free = new Set<string>()
  let assigned = 0
  for (const f of fields) {
    const text = initialText(f, slots)
    if (text === null) continue
    assigned++
    if (frozen) free.add(OBJECT)
    if (f.factory !== undefined) {
      free.add(defaultName(f))
      if (f.init) free.add(FACTORY_MARK)
    } else if (!f.init) free.add(defaultName(f))
  }
  const given = hasPostInit ? fields.filter((f) => f.kind === 'initVar') : []
  const positional = [self, ...standard.map((f) => f.name)]
  const keywords = keywordOnly.map((f) => f.name)
  const closure = [...free].sort()
  const locals = [...positional, ...keywords, ...closure]
  return {
    name: '__init__',
    positional,
    keywordOnly: keywords,
    free: closure,
    assemble: locals.length > MAX_LOCALS ? null : () => assembleInit(fields, given, locals, frozen, slots, hasPostInit),
    stack: Math.max(7, given.length + 3),
    lines: 1 + (hasPostInit ? assigned + 1 : Math.max(assigned, 1)),
    decorated: false,
    write: () => {
      const body: string[] = []
      for (const f of fields) {
        const value = initialText(f, slots)
        if (value === null) continue
        body.push(frozen ? `  ${OBJECT}.__setattr__(${self},'${f.name}',${value})` : `  ${self}.${f.name}=${value}`)
      }
      if (hasPostInit) body.push(`  ${self}.__post_init__(${given.map((f) => f.name).join(',')})`)
      if (body.length === 0) body.push('  pass')
      const parameter = (f: FieldPlan) => {
        const value =
          f.initial !== undefined ? `=__dataclass_dflt_${f.name}__` : f.factory === undefined ? '' : `=${FACTORY_MARK}`
        return `${f.name}:__dataclass_type_${f.name}__${value}`
      }
      const parameters = [self, ...standard.map(parameter)]
      if (keywordOnly.length > 0) parameters.push('*', ...keywordOnly.map(parameter))
      return [parameters.join(','), body]
    },
  }
}

/** What the text of `__init__` is compiled to. */
function assembleInit(
  fields: readonly FieldPlan[],
  given: readonly FieldPlan[],
  names: readonly string[],
  frozen: boolean,
  slots: boolean,
  hasPostInit: boolean,
): CodeParts {
  const a = new Assembler()
  const places = new Map(names.map((name, i) => [name, i]))
  const assigned = fields.filter((f) => initialText(f, slots) !== null)
  for (const f of assigned) {
    const parameter = places.get(f.name)!
    const store = () => {
      if (frozen) a.op(Op.CALL_METHOD, 3).op(Op.POP_TOP)
      else a.attribute(Op.STORE_ATTR, f.name)
    }
    const initial = places.get(defaultName(f))!
    const pushed = frozen ? a.constant(f.name) : 0
    if (frozen) {
      a.op(Op.LOAD_DEREF, places.get(OBJECT)!).attribute(Op.LOAD_METHOD, '__setattr__')
      a.op(Op.LOAD_FAST_CONST, pushed << 12)
    }
    if (f.factory !== undefined && f.init) {
      a.op(Op.LOAD_FAST, parameter).op(Op.LOAD_DEREF, places.get(FACTORY_MARK)!).op(Op.IS_OP)
      const otherwise = a.jump(Op.POP_JUMP_IF_FALSE)
      a.op(Op.LOAD_DEREF, initial).op(Op.CALL, 0)
      if (f === assigned.at(-1) && !hasPostInit) {
        // The compiler copies short ends.
        if (!frozen) a.load([0])
        store()
        a.op(Op.RETURN_CONST, 0)
        otherwise()
        a.op(Op.LOAD_FAST, parameter)
      } else {
        const join = a.jump(Op.JUMP)
        otherwise()
        a.op(Op.LOAD_FAST, parameter)
        join()
      }
      if (!frozen) a.load([0])
    } else if (f.init) a.load(frozen ? [parameter] : [parameter, 0])
    else {
      a.op(Op.LOAD_DEREF, initial)
      if (f.factory !== undefined) a.op(Op.CALL, 0)
      if (!frozen) a.load([0])
    }
    store()
  }
  if (hasPostInit) {
    a.load([0]).attribute(Op.LOAD_METHOD, '__post_init__')
    a.load(given.map((f) => places.get(f.name)!))
      .op(Op.CALL_METHOD, given.length)
      .op(Op.POP_TOP)
  }
  a.op(Op.RETURN_CONST, 0)
  return a
}

/** `__repr__` */
export function reprMethod(fields: readonly FieldPlan[]): Method {
  return {
    name: '__repr__',
    positional: ['self'],
    keywordOnly: [],
    free: [],
    stack: 2 * fields.length + 6,
    lines: 3,
    decorated: true,
    assemble: 2 * fields.length + 2 > MAX_PIECES ? null : () => assembleRepr(fields),
    write: () => {
      const parts = fields.map((f) => `${f.name}={self.${f.name}!r}`)
      return ['self', [`  return f"{self.__class__.__qualname__}(${parts.join(', ')})"`]]
    },
  }
}

function assembleRepr(fields: readonly FieldPlan[]): CodeParts {
  const a = new Assembler()
  a.load([0]).attribute(Op.LOAD_ATTR, '__class__').attribute(Op.LOAD_ATTR, '__qualname__').op(Op.FORMAT_SIMPLE)
  let text = '('
  for (const f of fields) {
    a.op(Op.LOAD_CONST, a.constant(`${text}${f.name}=`)).load([0])
    a.attribute(Op.LOAD_ATTR, f.name).op(Op.CONVERT_VALUE, REPR).op(Op.FORMAT_SIMPLE)
    text = ', '
  }
  a.op(Op.LOAD_CONST, a.constant(fields.length === 0 ? '()' : ')'))
  return a.op(Op.BUILD_STRING, 2 * fields.length + 2).op(Op.RETURN_VALUE)
}

/** `!r` */
const REPR = 2

/** A method of `self` and perhaps others that has a text known beforehand. */
export function plainMethod(
  name: string,
  parameters: readonly string[],
  stack: number,
  lines: number,
  write: () => readonly string[],
  free: readonly string[] = [],
): Method {
  const positional = parameters
  return {
    name,
    positional,
    keywordOnly: [],
    free,
    stack,
    lines: lines + 1,
    decorated: false,
    assemble: null,
    write: () => [parameters.join(','), write()],
  }
}

/** `__eq__` */
export function equalMethod(fields: readonly FieldPlan[]): Method {
  const method = plainMethod('__eq__', ['self', 'other'], 2, 5, () => [
    '  if self is other:',
    '   return True',
    '  if other.__class__ is self.__class__:',
    `   return ${fields.map((f) => `self.${f.name}==other.${f.name}`).join(' and ') || 'True'}`,
    '  return NotImplemented',
  ])
  return { ...method, assemble: () => assembleEqual(fields) }
}

function assembleEqual(fields: readonly FieldPlan[]): CodeParts {
  const a = new Assembler()
  a.names.push('NotImplemented')
  a.load([0, 1]).op(Op.IS_OP)
  const other = a.jump(Op.POP_JUMP_IF_FALSE)
  a.op(Op.RETURN_CONST, a.constant(true))
  other()
  a.load([1]).attribute(Op.LOAD_ATTR, '__class__').load([0]).attribute(Op.LOAD_ATTR, '__class__').op(Op.IS_OP)
  const stranger = a.jump(Op.POP_JUMP_IF_FALSE)
  const ends: (() => void)[] = []
  fields.forEach((f, i) => {
    a.load([0]).attribute(Op.LOAD_ATTR, f.name).load([1]).attribute(Op.LOAD_ATTR, f.name).op(Op.COMPARE_EQ)
    if (i + 1 < fields.length) ends.push(a.jump(Op.JUMP_IF_FALSE_OR_POP))
  })
  for (const end of ends) end()
  if (fields.length === 0) a.op(Op.RETURN_CONST, 1)
  else a.op(Op.RETURN_VALUE)
  stranger()
  return a.op(Op.LOAD_GLOBAL, 0).op(Op.RETURN_VALUE)
}

/** The methods that order, and their operators. */
export const ORDERS = [
  ['__lt__', '<'],
  ['__le__', '<='],
  ['__gt__', '>'],
  ['__ge__', '>='],
] as const

/** One of {@link ORDERS}. */
export function orderMethod(name: string, operator: string, fields: readonly FieldPlan[]): Method {
  return plainMethod(name, ['self', 'other'], 2 * fields.length + 4, 3, () => [
    '  if other.__class__ is self.__class__:',
    `   return ${tupleText('self', fields)}${operator}${tupleText('other', fields)}`,
    '  return NotImplemented',
  ])
}

/** `__setattr__` or `__delattr__` of a class that is frozen. */
export function frozenMethod(name: string, fields: readonly FieldPlan[]): Method {
  const set = name === '__setattr__'
  const parameters = set ? ['self', 'name', 'value'] : ['self', 'name']
  return plainMethod(
    name,
    parameters,
    8,
    3,
    () => {
      const names = fields.length === 0 ? '' : ` or name in {${fields.map((f) => `'${f.name}'`).join(', ')}}`
      return [
        `  if type(self) is cls${names}:`,
        `   raise FrozenInstanceError(f"cannot ${set ? 'assign to' : 'delete'} field {name!r}")`,
        `  super(cls, self).${name}(${parameters.slice(1).join(', ')})`,
      ]
    },
    ['FrozenInstanceError', 'cls'],
  )
}
