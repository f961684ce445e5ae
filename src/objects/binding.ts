/**
 * Binding of arguments to the parameters of builtin functions. One place makes the TypeErrors that CPython makes in Argument
 * Clinic and getargs.c.
 */
import { typeError } from './exceptions'
import { bareName, objectType, PyType, typeOf, type Value } from './object'
import type { NativeFunction } from './signature'

/**
 * Binds positional and keyword arguments to JavaScript parameters. `args` includes a method's self. `makeDict` makes the dict
 * of surplus keywords. `skip` counts leading parameters (self, cls) that messages do not count.
 */
export function bindNative(
  native: NativeFunction,
  args: readonly Value[],
  names: readonly string[] | null,
  values: readonly Value[],
  makeDict: (names: readonly string[], values: readonly Value[]) => Value,
  skip: number,
  owner: string | null,
): (Value | Value[] | undefined)[] {
  if (native.min < 0) native.prepare()
  const { rest } = native
  if (rest >= 0 && args.length >= rest && (names === null || native.restKeywords)) {
    const bound: (Value | Value[])[] = []
    for (let i = 0; i < rest; i++) bound.push(args[i]!)
    bound.push(args.slice(rest))
    if (native.restKeywords) bound.push(names === null || names.length === 0 ? null : makeDict(names, values))
    return bound
  }
  const parameters = native.parameters
  const bound: (Value | Value[] | undefined)[] = []
  for (let i = 0; i < parameters.length; i++) bound.push(undefined)
  const given = args.length
  let extraNames: string[] | null = null
  let extraValues: Value[] | null = null
  let varargs = false
  let varkw = -1
  for (let i = 0, at = 0; i < parameters.length; i++) {
    const kind = parameters[i]!.kind
    if (kind === 'positional' || kind === 'positional-only') {
      if (at < given) bound[i] = args[at++]
    } else if (kind === 'varargs') {
      varargs = true
      bound[i] = args.slice(at)
    } else if (kind === 'varkeywords') varkw = i
  }
  if (given > native.max && !varargs) {
    // A function without keyword parameters refuses keywords before it counts arguments.
    if (names !== null && varkw < 0 && constructedType(native) === null && !takesKeywords(native))
      throw typeError(`${display(native, owner)}() takes no keyword arguments`)
    throw tooMany(native, given, skip, owner, names !== null)
  }
  if (names !== null) {
    for (let k = 0; k < names.length; k++) {
      const name = names[k]!
      let i = 0
      for (; i < parameters.length; i++) {
        const p = parameters[i]!
        if (p.name === name && (p.kind === 'positional' || p.kind === 'keyword-only')) break
      }
      if (i < parameters.length) {
        if (bound[i] !== undefined)
          throw typeError(
            `argument for ${display(native, owner)}() given by name ('${name}') and position (${i + 1 - skip})`,
          )
        bound[i] = values[k]
      } else if (varkw >= 0) {
        ;(extraNames ??= []).push(name)
        ;(extraValues ??= []).push(values[k]!)
      } else if (ignoresKeywords(native, args)) continue
      else if (!takesKeywords(native)) throw typeError(`${display(native, owner)}() takes no keyword arguments`)
      else throw typeError(`${shortName(native)}() got an unexpected keyword argument '${name}'`)
    }
  }
  if (varkw >= 0) bound[varkw] = extraNames === null ? null : makeDict(extraNames, extraValues!)
  for (let i = 0; i < parameters.length; i++) {
    const p = parameters[i]!
    if (bound[i] === undefined && p.default === null && p.kind !== 'varargs' && p.kind !== 'varkeywords') {
      if (p.kind === 'keyword-only')
        throw typeError(`${shortName(native)}() missing required keyword-only argument: '${p.name}'`)
      if (native.parameters.every((q) => q.kind !== 'positional' && q.kind !== 'keyword-only'))
        throw tooFew(native, given, skip, owner)
      throw typeError(`${shortName(native)}() missing required argument '${p.name}' (pos ${i + 1 - skip})`)
    }
  }
  return bound
}

/** Whether some parameter may be given by name. */
function takesKeywords(native: NativeFunction): boolean {
  return native.parameters.some((p) => p.kind === 'positional' || p.kind === 'keyword-only')
}

function display(native: NativeFunction, owner: string | null): string {
  const type = constructedType(native)
  if (type !== null) return type
  return owner === null ? native.name : `${owner}.${native.name}`
}

/** What messages without a class call a function: a constructor by its type. */
function shortName(native: NativeFunction): string {
  return constructedType(native) ?? native.name
}

/** Name of the builtin type whose `__new__` or `__init__` this is, or null. Only asked for a message, so it searches. */
function constructedType(native: NativeFunction): string | null {
  if (native.name !== '__new__' && native.name !== '__init__') return null
  const pending: PyType[] = [objectType]
  for (let type = pending.pop(); type !== undefined; type = pending.pop()) {
    const own = type.heap ? undefined : type.ns.get(native.name)
    if ((own as { native?: NativeFunction } | undefined)?.native === native) return bareName(type)
    for (const ref of type.subclasses) {
      const sub = ref.deref()
      if (sub !== undefined && !sub.heap) pending.push(sub)
    }
  }
  return null
}

/**
 * A builtin `__init__` ignores keywords where the class has a `__new__` in Python, and the other way round: they are meant for that
 * one.
 */
function ignoresKeywords(native: NativeFunction, args: readonly Value[]): boolean {
  if (args.length === 0) return false
  if (native.name === '__init__') {
    const type = typeOf(args[0]!)
    // set alone always refuses.
    return type.heap && !('native' in (type.proto.$__new__ as object)) && constructedType(native) !== 'set'
  }
  if (native.name !== '__new__') return false
  const type = args[0]
  return type instanceof PyType && type.heap && !('native' in (type.proto.$__init__ as object))
}

/** Methods that fill a type slot: their messages name no function. */
const SLOT =
  /^__(?:[ri]?(?:add|sub|mul|matmul|truediv|floordiv|mod|divmod|pow|lshift|rshift|and|or|xor)|l[te]|eq|ne|g[te]|(?:get|set|del)item|contains|len|iter|next|hash|repr|str|bool|neg|pos|abs|invert|int|float|index|getattribute|(?:set|del)attr|get|set|delete)__$/

/** The TypeError of a slot method for a wrong number of arguments, or null for any other function. `__set_name__` counts as Python functions do. */
function slotMessage(native: NativeFunction, n: number, min: number, max: number): Value | null {
  if (native.name === '__set_name__')
    return typeError(`__set_name__() takes ${max} positional arguments but ${n} were given`)
  if (!SLOT.test(native.name)) return null
  const limit = n < min ? min : max
  const bound = min === max ? '' : n < min ? 'at least ' : 'at most '
  return typeError(`expected ${bound}${limit} argument${limit === 1 ? '' : 's'}, got ${n}`)
}

/** The TypeError for too many positional arguments. Counts include self. */
export function tooMany(
  native: NativeFunction,
  given: number,
  skip: number,
  owner: string | null,
  keywords = false,
): Value {
  if (native.min < 0) native.prepare()
  const n = given - skip
  const max = native.max - skip
  const min = native.min - skip
  const slot = slotMessage(native, n, min, max)
  if (slot !== null) return slot
  if (max === 0 && native.parameters.some((p) => p.kind === 'keyword-only'))
    return typeError(`${shortName(native)}() takes no positional arguments`)
  if (max === 0 && !keywords) return typeError(`${display(native, owner)}() takes no arguments (${n} given)`)
  if (native.parameters.some((p) => p.kind === 'positional' || p.kind === 'keyword-only')) {
    const positionalOnly = native.parameters.some((p) => p.kind === 'keyword-only')
    // Without keywords these constructors count their arguments as functions of positional ones do.
    const type = keywords ? null : constructedType(native)
    if (type === 'str' || type === 'int') return typeError(`${type} expected at most ${max} arguments, got ${n}`)
    const bound = min === max ? 'exactly' : 'at most'
    return typeError(
      `${shortName(native)}() takes ${bound} ${max} ${positionalOnly ? 'positional ' : ''}argument${max === 1 ? '' : 's'} (${n} given)`,
    )
  }
  if (min === 1 && max === 1) return typeError(`${display(native, owner)}() takes exactly one argument (${n} given)`)
  const bound = min === max ? '' : 'at most '
  return typeError(`${shortName(native)} expected ${bound}${max} argument${max === 1 ? '' : 's'}, got ${n}`)
}

/** The TypeError for too few positional arguments of a function without keyword parameters. Counts include self. */
export function tooFew(native: NativeFunction, given: number, skip: number, owner: string | null): Value {
  if (native.min < 0) native.prepare()
  const n = given - skip
  const min = native.min - skip
  const max = native.max - skip
  const slot = n < 0 ? null : slotMessage(native, n, min, max)
  if (slot !== null) return slot
  if (n < 0) return typeError(`unbound method ${display(native, owner)}() needs an argument`)
  const named = native.parameters[given]
  if (named !== undefined && native.parameters.some((p) => p.kind === 'positional'))
    return typeError(`${shortName(native)}() missing required argument '${named.name}' (pos ${given + 1 - skip})`)
  if (native.parameters.some((p) => p.kind === 'keyword-only'))
    return typeError(
      `${shortName(native)}() takes ${min === max ? 'exactly' : 'at least'} ${min} positional argument${min === 1 ? '' : 's'} (${n} given)`,
    )
  if (min === 1 && max === 1) return typeError(`${display(native, owner)}() takes exactly one argument (${n} given)`)
  const bound = min === max && native.direct ? '' : 'at least '
  return typeError(`${shortName(native)} expected ${bound}${min} argument${min === 1 ? '' : 's'}, got ${n}`)
}
