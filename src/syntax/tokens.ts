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

const codes = new Map<string, number>()
for (let i = 0; i < tokenNames.length; i++) codes.set(tokenNames[i]!, FIRST_TOKEN + i)

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
export const keywordNames: readonly TokenName[] = words()

/** Spellings in capitals are kinds of tokens, and those of other characters and of two words operators. */
function words(): TokenName[] {
  const found: TokenName[] = []
  for (const name of tokenNames)
    if (name === '_' || (name !== name.toUpperCase() && !name.includes(' '))) found.push(name)
  return found
}

/** The token `ENDMARKER`. */
export const ENDMARKER = 0xe000
/** The token `ERRORTOKEN`. */
export const ERRORTOKEN = 0xe001
/** The token `NEWLINE`. */
export const NEWLINE = 0xe002
/** The token `INDENT`. */
export const INDENT = 0xe003
/** The token `DEDENT`. */
export const DEDENT = 0xe004
/** The token `TYPE_COMMENT`. */
export const TYPE_COMMENT = 0xe005
/** The token `NUMBER`. */
export const NUMBER = 0xe006
/** The token `True`. */
export const TRUE = 0xe007
/** The token `False`. */
export const FALSE = 0xe008
/** The token `None`. */
export const NONE = 0xe009
/** The token `...`. */
export const ELLIPSIS = 0xe00a
/** The token `NAME`. */
export const NAME = 0xe00b
/** The token `STRING`. */
export const STRING = 0xe010
/** The token `FSTRING_START`. */
export const FSTRING_START = 0xe011
/** The token `FSTRING_MIDDLE`. */
export const FSTRING_MIDDLE = 0xe012
/** The token `FSTRING_END`. */
export const FSTRING_END = 0xe013
/** The token `(`. */
export const LPAR = 0xe014
/** The token `[`. */
export const LSQB = 0xe015
/** The token `{`. */
export const LBRACE = 0xe016
/** The token `)`. */
export const RPAR = 0xe017
/** The token `]`. */
export const RSQB = 0xe018
/** The token `}`. */
export const RBRACE = 0xe019
/** The token `,`. */
export const COMMA = 0xe01a
/** The token `:`. */
export const COLON = 0xe01b
/** The token `:=`. */
export const COLONEQUAL = 0xe01c
/** The token `.`. */
export const DOT = 0xe01d
/** The token `;`. */
export const SEMI = 0xe01e
/** The token `->`. */
export const RARROW = 0xe01f
/** The token `!`. */
export const EXCLAMATION = 0xe020
/** The token `=`. */
export const EQUAL = 0xe021
/** The token `not`. */
export const NOT = 0xe025
/** The token `~`. */
export const TILDE = 0xe026
/** The token `+`. */
export const PLUS = 0xe027
/** The token `-`. */
export const MINUS = 0xe028
/** The token `*`. */
export const STAR = 0xe029
/** The token `**`. */
export const DOUBLESTAR = 0xe02a
/** The token `/`. */
export const SLASH = 0xe02b
/** The token `//`. */
export const DOUBLESLASH = 0xe02c
/** The token `%`. */
export const PERCENT = 0xe02d
/** The token `@`. */
export const AT = 0xe02e
/** The token `&`. */
export const AMPER = 0xe02f
/** The token `|`. */
export const VBAR = 0xe030
/** The token `^`. */
export const CIRCUMFLEX = 0xe031
/** The token `<<`. */
export const LEFTSHIFT = 0xe032
/** The token `>>`. */
export const RIGHTSHIFT = 0xe033
/** The token `==`. */
export const EQEQUAL = 0xe034
/** The token `!=`. */
export const NOTEQUAL = 0xe035
/** The token `<`. */
export const LESS = 0xe036
/** The token `>`. */
export const GREATER = 0xe037
/** The token `<=`. */
export const LESSEQUAL = 0xe038
/** The token `>=`. */
export const GREATEREQUAL = 0xe039
/** The token `in`. */
export const IN = 0xe03a
/** The token `not in`. */
export const NOT_IN = 0xe03b
/** The token `is`. */
export const IS = 0xe03c
/** The token `is not`. */
export const IS_NOT = 0xe03d
/** The token `and`. */
export const AND = 0xe03e
/** The token `+=`. */
export const PLUSEQUAL = 0xe040
/** The token `-=`. */
export const MINEQUAL = 0xe041
/** The token `*=`. */
export const STAREQUAL = 0xe042
/** The token `**=`. */
export const DOUBLESTAREQUAL = 0xe043
/** The token `/=`. */
export const SLASHEQUAL = 0xe044
/** The token `//=`. */
export const DOUBLESLASHEQUAL = 0xe045
/** The token `%=`. */
export const PERCENTEQUAL = 0xe046
/** The token `@=`. */
export const ATEQUAL = 0xe047
/** The token `&=`. */
export const AMPEREQUAL = 0xe048
/** The token `|=`. */
export const VBAREQUAL = 0xe049
/** The token `^=`. */
export const CIRCUMFLEXEQUAL = 0xe04a
/** The token `<<=`. */
export const LEFTSHIFTEQUAL = 0xe04b
/** The token `>>=`. */
export const RIGHTSHIFTEQUAL = 0xe04c
/** The token `global`. */
export const GLOBAL = 0xe059
/** The token `pass`. */
export const PASS = 0xe05d
/** The token `break`. */
export const BREAK = 0xe05e
