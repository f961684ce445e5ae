/** Where the library of `native/text.c` lies: in the executable, or below `build` where the sources run. */
// @ts-expect-error: not a module of TypeScript
import path from '../../build/native/text.lib' with { type: 'file' }

/** @public */
export const textPath: string = path
