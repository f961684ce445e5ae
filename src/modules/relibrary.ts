/**
 * What takes the place of the library's `re._compiler` and `re._parser`, which need longer to compile a pattern than most programs use it: the
 * same functions natively. The library's own are there for whoever looks at these modules, for DEBUG, for trees that were parsed in Python
 * code, and for patterns that end in an error or a warning.
 */
import { moduleFunctions } from '../builtins/registry'
import type { CodeObject } from '../bytecode/code'
import { findAndLoad, importing } from '../interpreter/import'
import { getAttr } from '../objects/attributes'
import { PyBytes } from '../objects/bytes'
import { context } from '../objects/context'
import { PyDict } from '../objects/dict'
import { exceptionType } from '../objects/exceptions'
import { PyList } from '../objects/list'
import type { PyModule } from '../objects/module'
import type { Value } from '../objects/object'
import { asString } from '../objects/str'
import type { PyTuple } from '../objects/tuple'
import { fromCodePoints } from '../objects/widestring'
import { makePattern, PyPattern } from './_sre'
import { definitionIn, type Provided } from './deferred'
import type { ExtraCases } from './sre/charset'
import { Flag } from './sre/codes'
import { generate } from './sre/generator'
import { NotHere, parsePattern } from './sre/parser'
import { charactersOf } from './sre/target'
import { parseTemplate } from './sre/template'

/** `re._constants`: the exception. */
export function constants(module: PyModule, code: CodeObject): Provided {
  const build = getAttr(importing.builtins, '__build_class__')
  const error = context.call(build, [definitionIn(module, code, 'PatternError'), 'PatternError', exceptionType])
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
