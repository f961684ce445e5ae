/** The functions of the library that have native bodies (modules/nativebodies.ts), by module: what the build has to know. */
export const nativeNames: Readonly<Record<string, readonly string[]>> = {
  collections: ['namedtuple'],
  dataclasses: ['field', '_process_class'],
  enum: ['EnumDict.__setitem__', 'EnumType.__prepare__', 'EnumType.__new__'],
}
