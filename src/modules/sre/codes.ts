/** The numbers of the code of regular expressions (CPython: Lib/re/_constants.py). */

/** Opcodes of the compiled pattern. */
export enum Code {
  FAILURE,
  SUCCESS,
  ANY,
  ANY_ALL,
  ASSERT,
  ASSERT_NOT,
  AT,
  BRANCH,
  CATEGORY,
  CHARSET,
  BIGCHARSET,
  GROUPREF,
  GROUPREF_EXISTS,
  IN,
  INFO,
  JUMP,
  LITERAL,
  MARK,
  MAX_UNTIL,
  MIN_UNTIL,
  NOT_LITERAL,
  NEGATE,
  RANGE,
  REPEAT,
  REPEAT_ONE,
  SUBPATTERN,
  MIN_REPEAT_ONE,
  ATOMIC_GROUP,
  POSSESSIVE_REPEAT,
  POSSESSIVE_REPEAT_ONE,
  GROUPREF_IGNORE,
  IN_IGNORE,
  LITERAL_IGNORE,
  NOT_LITERAL_IGNORE,
  GROUPREF_LOC_IGNORE,
  IN_LOC_IGNORE,
  LITERAL_LOC_IGNORE,
  NOT_LITERAL_LOC_IGNORE,
  GROUPREF_UNI_IGNORE,
  IN_UNI_IGNORE,
  LITERAL_UNI_IGNORE,
  NOT_LITERAL_UNI_IGNORE,
  RANGE_UNI_IGNORE,
  /** These two are only in trees. */
  MIN_REPEAT,
  MAX_REPEAT,
}

/** Operands of AT: places in a text. */
export enum Place {
  BEGINNING,
  BEGINNING_LINE,
  BEGINNING_STRING,
  BOUNDARY,
  NON_BOUNDARY,
  END,
  END_LINE,
  END_STRING,
  LOC_BOUNDARY,
  LOC_NON_BOUNDARY,
  UNI_BOUNDARY,
  UNI_NON_BOUNDARY,
}

/** Operands of CATEGORY: kinds of characters; each is followed by its opposite. */
export enum Kind {
  DIGIT = 0,
  SPACE = 2,
  WORD = 4,
  LINEBREAK = 6,
  LOC_WORD = 8,
  /** Where those of Unicode begin, in the order of the first four. */
  UNI_DIGIT = 10,
}

/** Flags of patterns. */
export enum Flag {
  IGNORECASE = 2,
  LOCALE = 4,
  MULTILINE = 8,
  DOTALL = 16,
  UNICODE = 32,
  VERBOSE = 64,
  DEBUG = 128,
  ASCII = 256,
}

/** What an INFO block holds. */
export enum Info {
  PREFIX = 1,
  LITERAL = 2,
  CHARSET = 4,
}

/** The largest repeat count: without limit. */
export const MAXREPEAT = 4294967295
