/**
 * What takes the place of the library's `re._compiler` and `re._parser`, which need longer to compile a pattern than most programs use it: the
 * same functions natively. The library's own are there for whoever looks at these modules, for DEBUG, for trees that were parsed in Python
 * code, and for patterns that end in an error or a warning.
 */
import { moduleFunctions } from '../builtins/registry'
import type { CodeObject } from '../bytecode/code'
import { findAndLoad } from '../interpreter/import'
import type { NativeBody } from '../interpreter/nativebody'
import { getAttr, setAttr } from '../objects/attributes'
import { bytesType, PyBytes } from '../objects/bytes'
import { context } from '../objects/context'
import { PyDict } from '../objects/dict'
import { exceptionType } from '../objects/exceptions'
import { PyBuiltin } from '../objects/function'
import type { MapKey } from '../objects/hashtable'
import { intType } from '../objects/int'
import { PyList } from '../objects/list'
import type { PyModule } from '../objects/module'
import type { Value } from '../objects/object'
import { asString, strType } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import { fromCodePoints } from '../objects/widestring'
import { makePattern, matchType, PyPattern, patternType } from './_sre'
import { classIn, definitionIn, type Provided } from './deferred'
import type { ExtraCases } from './sre/charset'
import { Flag } from './sre/codes'
import { generate } from './sre/generator'
import { NotHere, parsePattern } from './sre/parser'
import { charactersOf } from './sre/target'
import { parseTemplate } from './sre/template'

/** Functions of `re` with `flags=0` alone, and those that tell whether they were given count and flags. */
const PLAIN = ['match', 'fullmatch', 'search', 'findall', 'finditer', 'compile']
const COUNTING: Readonly<Record<string, string>> = {
  sub: '(pattern, repl, string, count=0, flags=0)',
  subn: '(pattern, repl, string, count=0, flags=0)',
  split: '(pattern, string, maxsplit=0, flags=0)',
}
const SPECIAL = '()[]{}?*+-|^$\\.&~# \t\n\r\v\f'

/** `re`: all but its flags, which are an enumeration, and what is hardly ever asked for. */
export function re(module: PyModule, code: CodeObject): Provided {
  const provided: Record<string, Value> = {}
  for (const name of PLAIN) {
    const f = definitionIn(module, code, name)
    f.defaults = [0]
    provided[name] = f
  }
  const sentinelClass = classIn(module, code, '_ZeroSentinel', intType)
  const sentinel = context.call0(sentinelClass)
  for (const name in COUNTING) {
    const f = definitionIn(module, code, name)
    f.kwdefaults = new PyDict()
    f.kwdefaults.setItem(name === 'split' ? 'maxsplit' : 'count', sentinel)
    f.kwdefaults.setItem('flags', sentinel)
    setAttr(f, '__text_signature__', COUNTING[name]!)
    provided[name] = f
  }
  const escapes = new PyDict()
  for (const c of SPECIAL) escapes.setItem(c.charCodeAt(0), `\\${c}`)
  const error = getAttr(findAndLoad('re._constants'), 'PatternError')
  return {
    ...provided,
    _ZeroSentinel: sentinelClass,
    _zero_sentinel: sentinel,
    _special_chars_map: escapes,
    escape: definitionIn(module, code, 'escape'),
    PatternError: error,
    error,
    Pattern: patternType,
    Match: matchType,
    _cache: new PyDict(),
    _cache2: new PyDict(),
    _MAXCACHE: 512,
    _MAXCACHE2: 256,
    _compile: definitionIn(module, code, '_compile'),
  }
}

/** The key of a compiled pattern in `_cache2`, by which that is asked without hashing a tuple; by the pattern's text, with its flags. */
interface KnownKey {
  readonly flags: number
  readonly key: MapKey
}
const knownKeys = new Map<string, KnownKey>()
const MOST_KEYS = 256

/** `re._compile`, where the caches have room. */
const compileCached: NativeBody = ([pattern, given], { globals }) => {
  const flags = given === globals.getItem('_zero_sentinel') ? 0 : given
  if (pattern instanceof PyPattern) return flags === 0 ? pattern : undefined
  const text = typeof pattern === 'string'
  if (!text && !(pattern instanceof PyBytes && pattern.cls === bytesType)) return undefined
  if (typeof flags !== 'number') return undefined
  const recent = globals.getItem('_cache2')
  if (!(recent instanceof PyDict)) return undefined
  if (text) {
    const mine = knownKeys.get(pattern)
    if (mine !== undefined && mine.flags === flags) {
      // Purged or not: the dict knows.
      const made = recent.map.get(mine.key as Value)
      if (made !== undefined) return made
    }
  }
  const caches = [recent, globals.getItem('_cache')] as PyDict[]
  const limits = [globals.getItem('_MAXCACHE2'), globals.getItem('_MAXCACHE')]
  if (!caches.every((cache, i) => cache instanceof PyDict && cache.size < Number(limits[i]))) return undefined
  const key = new PyTuple([text ? strType : bytesType, pattern as Value, flags])
  const [, all] = caches as [PyDict, PyDict]
  const found = recent.find(key)
  if (found !== undefined) {
    if (text) {
      if (knownKeys.size >= MOST_KEYS) knownKeys.clear()
      knownKeys.set(pattern, { flags, key: found })
    }
    return recent.map.get(found as Value)
  }
  const compiler = getAttr(findAndLoad('re._compiler'), 'compile')
  if (!(compiler instanceof PyBuiltin)) return undefined
  const made = all.getItem(key) ?? compilePattern(pattern as Value, flags)
  if (made === null) return undefined
  all.deleteItem(key)
  all.setItem(key, made)
  recent.setItem(key, made)
  return made
}

/** Native bodies of functions of `re`. */
export const reBodies: Readonly<Record<string, NativeBody>> = { _compile: compileCached }

/** `re._constants`: the exception. */
export function constants(module: PyModule, code: CodeObject): Provided {
  const error = classIn(module, code, 'PatternError', exceptionType)
  return { PatternError: error, error }
}

/** `re._parser` */
export function parser(_module: PyModule, _code: CodeObject, body: (name: string) => Value): Provided {
  findAndLoad('re._constants')
  const functions = new PyDict()
  moduleFunctions(functions, 're._parser', [
    [
      'parse_template',
      (source: Value, pattern: Value) =>
        templateParts(source, pattern) ?? context.call2(body('parse_template'), source, pattern),
      '(source, pattern)',
    ],
  ])
  return { parse_template: functions.getItem('parse_template')! }
}

/** `re._casefix` */
export function casefix(): Provided {
  return {}
}

/** `re._compiler` */
export function compiler(module: PyModule, code: CodeObject, body: (name: string) => Value): Provided {
  findAndLoad('re._parser')
  findAndLoad('re._casefix')
  const functions = new PyDict()
  moduleFunctions(functions, 're._compiler', [
    [
      'compile',
      (p: Value, flags: Value = 0) => compilePattern(p, flags) ?? context.call2(body('compile'), p, flags),
      '(p, flags=0)',
    ],
  ])
  return {
    SRE_FLAG_IGNORECASE: Flag.IGNORECASE,
    SRE_FLAG_LOCALE: Flag.LOCALE,
    SRE_FLAG_MULTILINE: Flag.MULTILINE,
    SRE_FLAG_DOTALL: Flag.DOTALL,
    SRE_FLAG_UNICODE: Flag.UNICODE,
    SRE_FLAG_VERBOSE: Flag.VERBOSE,
    SRE_FLAG_DEBUG: Flag.DEBUG,
    SRE_FLAG_ASCII: Flag.ASCII,
    PatternError: getAttr(findAndLoad('re._constants'), 'PatternError'),
    isstring: definitionIn(module, code, 'isstring'),
    compile: functions.getItem('compile')!,
  }
}

/** What is made of the characters of a str or bytes, or null where the library has to see to it. */
function readNatively(source: Value, read: (characters: ArrayLike<number>, isText: boolean) => Value): Value {
  const text = asString(source)
  if (text === undefined && !(source instanceof PyBytes)) return null
  try {
    return text === undefined ? read((source as PyBytes).bytes, false) : read(charactersOf(source, text), true)
  } catch (e) {
    if (e instanceof NotHere) return null
    throw e
  }
}

/** The pattern, or null where the library has to see to it. */
function compilePattern(p: Value, flags: Value): Value {
  if (typeof flags !== 'number' || flags < 0 || flags > 0xffff || flags & Flag.DEBUG) return null
  return readNatively(p, (characters, isText) => {
    const parsed = parsePattern(characters, isText, flags)
    const code = generate(parsed, extraCases)
    return makePattern(p, parsed.flags, Uint32Array.from(code), parsed.groups.length - 1, parsed.names)
  })
}

/** Literals and group numbers in turn, or null where the library has to see to it. */
function templateParts(source: Value, pattern: Value): Value {
  if (!(pattern instanceof PyPattern)) return null
  return readNatively(source, (characters, isText) => {
    const { literals, groups } = parseTemplate(characters, pattern.groups, (name) => {
      const group = pattern.groupindex.getItem(name)
      return typeof group === 'number' ? group : -1
    })
    const parts: Value[] = []
    literals.forEach((literal, i) => {
      parts.push(isText ? fromCodePoints(Uint32Array.from(literal)) : new PyBytes(Uint8Array.from(literal)))
      if (i < groups.length) parts.push(groups[i]!)
    })
    return new PyList(parts)
  })
}

let cases: ExtraCases | null = null

function extraCases(): ExtraCases {
  if (cases === null) {
    const made = new Map<number, readonly number[]>()
    const table = getAttr(findAndLoad('re._casefix'), '_EXTRA_CASES') as PyDict
    for (const key of table.keyList()) made.set(key as number, (table.getItem(key) as PyTuple).items as number[])
    cases = made
  }
  return cases
}
