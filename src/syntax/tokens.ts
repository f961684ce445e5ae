/**
 * The token table: one private-use character per kind of token.
 *
 * The tokenizer writes these characters, `python.ohm` is matched against them: a terminal such as `"if"` in the grammar
 * stands for the character of that token. The order is chosen so that the classes the grammar needs (names, simple atoms,
 * binary operators, …) are ranges.
 */

/** The spelling of each token in `python.ohm`; the character is `FIRST_TOKEN` plus the index. */
export const tokenNames = [
  'ENDMARKER',
  'ERRORTOKEN',
  'NEWLINE',
  'INDENT',
  'DEDENT',
  'TYPE_COMMENT',
  'NUMBER',
  'True',
  'False',
  'None',
  '...',
  'NAME',
  'match',
  'case',
  'type',
  '_',
  'STRING',
  'FSTRING_START',
  'FSTRING_MIDDLE',
  'FSTRING_END',
  '(',
  '[',
  '{',
  ')',
  ']',
  '}',
  ',',
  ':',
  ':=',
  '.',
  ';',
  '->',
  '!',
  '=',
  'lambda',
  'yield',
  'await',
  'not',
  '~',
  '+',
  '-',
  '*',
  '**',
  '/',
  '//',
  '%',
  '@',
  '&',
  '|',
  '^',
  '<<',
  '>>',
  '==',
  '!=',
  '<',
  '>',
  '<=',
  '>=',
  'in',
  'not in',
  'is',
  'is not',
  'and',
  'or',
  '+=',
  '-=',
  '*=',
  '**=',
  '/=',
  '//=',
  '%=',
  '@=',
  '&=',
  '|=',
  '^=',
  '<<=',
  '>>=',
  'if',
  'for',
  'while',
  'try',
  'with',
  'def',
  'async',
  'class',
  'return',
  'import',
  'from',
  'raise',
  'global',
  'nonlocal',
  'del',
  'assert',
  'pass',
  'break',
  'continue',
  'as',
  'elif',
  'else',
  'except',
  'finally',
] as const

/** Spelling of a token kind in `python.ohm`. */
export type TokenName = (typeof tokenNames)[number]

/** The character of the first token kind: the start of Unicode's private use area. */
export const FIRST_TOKEN = 0xe000

const codes = new Map<string, number>(tokenNames.map((name, index) => [name, FIRST_TOKEN + index]))

/** The character code of a token kind. Throws for a spelling that no token has: a mistake in the grammar or in a table. */
export function tokenCode(name: string): number {
  const code = codes.get(name)
  if (code === undefined) throw new Error(`no token is spelled ${JSON.stringify(name)}`)
  return code
}

/** The spelling of a token's character code. */
export function tokenName(code: number): TokenName {
  return tokenNames[code - FIRST_TOKEN]
}

/** Words that are tokens of their own kind, soft keywords included. */
export const keywordNames: readonly TokenName[] = tokenNames.filter(
  (name) => name === '_' || (/^[A-Za-z]+$/.test(name) && name !== name.toUpperCase()),
)

export const ENDMARKER = 0xe000
export const ERRORTOKEN = 0xe001
export const NEWLINE = 0xe002
export const INDENT = 0xe003
export const DEDENT = 0xe004
export const TYPE_COMMENT = 0xe005
export const NUMBER = 0xe006
export const TRUE = 0xe007
export const FALSE = 0xe008
export const NONE = 0xe009
export const ELLIPSIS = 0xe00a
export const NAME = 0xe00b
export const MATCH = 0xe00c
export const CASE = 0xe00d
export const TYPE = 0xe00e
export const UNDERSCORE = 0xe00f
export const STRING = 0xe010
export const FSTRING_START = 0xe011
export const FSTRING_MIDDLE = 0xe012
export const FSTRING_END = 0xe013
export const LPAR = 0xe014
export const LSQB = 0xe015
export const LBRACE = 0xe016
export const RPAR = 0xe017
export const RSQB = 0xe018
export const RBRACE = 0xe019
export const COMMA = 0xe01a
export const COLON = 0xe01b
export const COLONEQUAL = 0xe01c
export const DOT = 0xe01d
export const SEMI = 0xe01e
export const RARROW = 0xe01f
export const EXCLAMATION = 0xe020
export const EQUAL = 0xe021
export const LAMBDA = 0xe022
export const YIELD = 0xe023
export const AWAIT = 0xe024
export const NOT = 0xe025
export const TILDE = 0xe026
export const PLUS = 0xe027
export const MINUS = 0xe028
export const STAR = 0xe029
export const DOUBLESTAR = 0xe02a
export const SLASH = 0xe02b
export const DOUBLESLASH = 0xe02c
export const PERCENT = 0xe02d
export const AT = 0xe02e
export const AMPER = 0xe02f
export const VBAR = 0xe030
export const CIRCUMFLEX = 0xe031
export const LEFTSHIFT = 0xe032
export const RIGHTSHIFT = 0xe033
export const EQEQUAL = 0xe034
export const NOTEQUAL = 0xe035
export const LESS = 0xe036
export const GREATER = 0xe037
export const LESSEQUAL = 0xe038
export const GREATEREQUAL = 0xe039
export const IN = 0xe03a
export const NOT_IN = 0xe03b
export const IS = 0xe03c
export const IS_NOT = 0xe03d
export const AND = 0xe03e
export const OR = 0xe03f
export const PLUSEQUAL = 0xe040
export const MINEQUAL = 0xe041
export const STAREQUAL = 0xe042
export const DOUBLESTAREQUAL = 0xe043
export const SLASHEQUAL = 0xe044
export const DOUBLESLASHEQUAL = 0xe045
export const PERCENTEQUAL = 0xe046
export const ATEQUAL = 0xe047
export const AMPEREQUAL = 0xe048
export const VBAREQUAL = 0xe049
export const CIRCUMFLEXEQUAL = 0xe04a
export const LEFTSHIFTEQUAL = 0xe04b
export const RIGHTSHIFTEQUAL = 0xe04c
export const IF = 0xe04d
export const FOR = 0xe04e
export const WHILE = 0xe04f
export const TRY = 0xe050
export const WITH = 0xe051
export const DEF = 0xe052
export const ASYNC = 0xe053
export const CLASS = 0xe054
export const RETURN = 0xe055
export const IMPORT = 0xe056
export const FROM = 0xe057
export const RAISE = 0xe058
export const GLOBAL = 0xe059
export const NONLOCAL = 0xe05a
export const DEL = 0xe05b
export const ASSERT = 0xe05c
export const PASS = 0xe05d
export const BREAK = 0xe05e
export const CONTINUE = 0xe05f
export const AS = 0xe060
export const ELIF = 0xe061
export const ELSE = 0xe062
export const EXCEPT = 0xe063
export const FINALLY = 0xe064
