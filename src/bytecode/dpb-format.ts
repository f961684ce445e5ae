/**
 * The numbers of the DPB format, for its writer (dpb-write.ts) and its reader (dpb.ts). README.md describes the format.
 */
import { SlotKind } from './code'

/** Bytes of the header. */
export const HEADER_SIZE = 64
/** `DPB\x01`, little-endian. */
export const MAGIC = 0x01425044
/** Changes with the format or the opcode table: files of another version are recompiled. */
export const FORMAT_VERSION = 2
/** Version of the language that the code implements, major << 8 | minor. */
export const PYTHON_VERSION = (3 << 8) | 13

/** Word indices in the header. */
export const H = {
  MAGIC: 0,
  VERSION: 1,
  FLAGS: 2,
  SOURCE_A: 3,
  SOURCE_B: 4,
  HASH_LOW: 5,
  HASH_HIGH: 6,
  SIZE: 7,
  CODE: 8,
  CONSTANTS: 9,
  NAMES: 10,
  SYMBOLS: 11,
  TYPES: 12,
  DEBUG: 13,
  CODE_COUNT: 14,
  SYMBOL_COUNT: 15,
} as const

/** Words of a code record, in order. */
export const R = {
  NAME: 0,
  QUALNAME: 1,
  FIRSTLINENO: 2,
  FLAGS: 3,
  ARGCOUNT: 4,
  POSONLY: 5,
  KWONLY: 6,
  NLOCALS: 7,
  STACKSIZE: 8,
  SLOT_COUNT: 9,
  SLOTS: 10,
  KINDS: 11,
  CODE: 12,
  CODE_LENGTH: 13,
  EXCEPTIONS: 14,
  EXCEPTIONS_LENGTH: 15,
  CONSTS: 16,
  CONSTS_LENGTH: 17,
  NAMES: 18,
  NAMES_LENGTH: 19,
  SITES: 20,
  SITES_LENGTH: 21,
  DEBUG: 22,
  DEBUG_LENGTH: 23,
} as const
/** Length of a code record in words. */
export const RECORD_WORDS = 24

/** Set beside Python's flags in a record whose locals include cells or free variables. */
export const HAS_CELLS = 1 << 31
export const CELL_OR_FREE = SlotKind.CELL | SlotKind.FREE

/** The symbol that is the file name. */
export const FILENAME_SYMBOL = 0

/** Nesting of code and of constant tuples that a reader accepts; the compiler stays below. */
export const MAX_NESTING = 4000

/** Kinds of a constant reference: the low four bits of its word; the rest is the payload. */
export const K = {
  SINGLETON: 0,
  INT: 1,
  STRING: 2,
  CODE: 3,
  FLOAT: 4,
  INT53: 5,
  BIGINT: 6,
  BYTES: 7,
  TUPLE: 8,
  FROZENSET: 9,
  COMPLEX: 10,
  WIDE: 11,
} as const

/** Bits of header word 2. */
export const Flag = { HASH_BASED: 1, CHECK_SOURCE: 2, OPTIMIZE_SHIFT: 4 } as const

/** How a file knows that its source changed (CPython: PEP 552). */
export type Invalidation =
  | { readonly kind: 'timestamp'; readonly mtime: number; readonly size: number }
  | { readonly kind: 'hash'; readonly hash: bigint; readonly checkSource: boolean }
