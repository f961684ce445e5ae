/** Where the library of kernels lies: in the executable, or below `build` where the sources run. */
// @ts-expect-error: not a module of TypeScript
import path from '../../build/native/kernels.lib' with { type: 'file' }

/** @public */
export const kernelsPath: string = path
