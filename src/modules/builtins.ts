/** The module `builtins`. */
import { fillBuiltins } from '../builtins/registry'
import type { NativeModule } from './definition'

export const builtinsModule: NativeModule = {
  name: 'builtins',
  doc: 'Built-in functions, types, exceptions, and other objects.',
  setup: (module) => fillBuiltins(module.namespace),
}
