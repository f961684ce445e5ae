/**
 * From how many bytes (characters of a str) on a method asks for an engine; below, its own loop is as fast. Measured with `bench/simd`
 * and `bench/simd/methods.ts` in warm code. What is not here is left to JavaScriptCore, which is as fast: finding a byte or a short text, comparing
 * and replacing strs, splitting a str at a separator, UTF-8 in both directions, hexadecimal text.
 */
export const Threshold = {
  /** bytes, bytearray, memoryview. */
  count: 32,
  find: 64,
  rfind: 64,
  equal: 64,
  mapCase: 32,
  translate: 64,
  replace: 64,
  split: 128,
  /** From here on the pieces of a split are places, until somebody looks into the list. */
  pieces: 1 << 16,
  lines: 64,
  words: 64,
  classes: 64,
  strip: 64,
  repr: 64,
  hex: 8,
  /** str: the text is copied into a buffer and, where the result is a text, back. */
  strCount: 512,
  /** Once it is known to be there more than a few times. */
  strCountMany: 64,
  strFind: 512,
  strReplace: 256,
  /** One character by another. */
  strReplaceUnit: 24,
  strCase: 256,
  /** The engine's own is slow here, even where nothing changes. */
  strLower: 48,
  /** Below, the characters are looked at one by one. */
  strSwapCase: 8,
  strAscii: 16,
  strTranslate: 512,
  strLines: 512,
  strWords: 256,
  strClasses: 256,
  /** From here on a text is worked on where it lies (`ffi/texts.ts`): to find it costs half a microsecond, as much as copying so many bytes. */
  strInPlace: 1 << 14,
  /** Comparing: JavaScriptCore takes eight bytes at a time. */
  strEqual: 1 << 16,
  /** Results: from here on they are written where they stay, in pages of their own. */
  strRoom: 1 << 22,
  /** Elements of an array. */
  numbers: 32,
  /** Ints in a set: from here on the table is one for ints. */
  intKeys: 256,
  /**
   * The same in a dict. Below some hundred thousand keys a Map costs two thirds of what the table does, before JavaScriptCore's last tier has compiled that:
   * 300,000 look-ups in a process of a tenth of a second.
   */
  intDict: 65_536,
  /** Ints or floats in a list: from here on they are put side by side for the kernels when they are asked for a second time. */
  simdList: 2048,
} as const
