/**
 * Binding of arguments to the parameters of builtin functions. One place makes the TypeErrors that CPython makes in Argument
 * Clinic and getargs.c.
 */
import { typeError } from './exceptions'
import type { Value } from './object'
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
  makeDict: (names: string[], values: Value[]) => Value,
  skip: number,
  owner: string | null,
): (Value | Value[] | undefined)[] {
  if (native.min < 0) native.prepare()
  const parameters = native.parameters
  const bound: (Value | Value[] | undefined)[] = new Array(parameters.length).fill(undefined)
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
  if (given > native.max && !varargs) throw tooMany(native, given, skip, owner, names !== null)
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
      } else if (!parameters.some((p) => p.kind === 'positional' || p.kind === 'keyword-only'))
        throw typeError(`${display(native, owner)}() takes no keyword arguments`)
      else throw typeError(`${display(native, null)}() got an unexpected keyword argument '${name}'`)
    }
  }
  if (varkw >= 0) bound[varkw] = extraNames === null ? null : makeDict(extraNames, extraValues!)
  for (let i = 0; i < parameters.length; i++) {
    const p = parameters[i]!
    if (bound[i] === undefined && p.default === null && p.kind !== 'varargs' && p.kind !== 'varkeywords') {
      if (p.kind === 'keyword-only')
        throw typeError(`${display(native, null)}() missing required keyword-only argument: '${p.name}'`)
      if (native.parameters.every((q) => q.kind !== 'positional' && q.kind !== 'keyword-only'))
        throw tooFew(native, given, skip, owner)
      throw typeError(`${display(native, null)}() missing required argument '${p.name}' (pos ${i + 1 - skip})`)
    }
  }
  return bound
}

function display(native: NativeFunction, owner: string | null): string {
  return owner === null ? native.name : `${owner}.${native.name}`
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
  if (max === 0 && !keywords) return typeError(`${display(native, owner)}() takes no arguments (${n} given)`)
  if (native.parameters.some((p) => p.kind === 'positional' || p.kind === 'keyword-only')) {
    const positionalOnly = native.parameters.some((p) => p.kind === 'keyword-only')
    const bound = min === max ? 'exactly' : 'at most'
    return typeError(
      `${native.name}() takes ${bound} ${max} ${positionalOnly ? 'positional ' : ''}argument${max === 1 ? '' : 's'} (${n} given)`,
    )
  }
  if (min === 1 && max === 1) return typeError(`${display(native, owner)}() takes exactly one argument (${n} given)`)
  const bound = min === max ? '' : 'at most '
  return typeError(`${native.name} expected ${bound}${max} argument${max === 1 ? '' : 's'}, got ${n}`)
}

/** The TypeError for too few positional arguments of a function without keyword parameters. Counts include self. */
export function tooFew(native: NativeFunction, given: number, skip: number, owner: string | null): Value {
  if (native.min < 0) native.prepare()
  const n = given - skip
  const min = native.min - skip
  const max = native.max - skip
  if (n < 0) return typeError(`unbound method ${display(native, owner)}() needs an argument`)
  const named = native.parameters[given]
  if (named !== undefined && native.parameters.some((p) => p.kind === 'positional'))
    return typeError(`${native.name}() missing required argument '${named.name}' (pos ${given + 1 - skip})`)
  if (min === 1 && max === 1) return typeError(`${display(native, owner)}() takes exactly one argument (${n} given)`)
  const bound = min === max && native.direct ? '' : 'at least '
  return typeError(`${native.name} expected ${bound}${min} argument${min === 1 ? '' : 's'}, got ${n}`)
}
