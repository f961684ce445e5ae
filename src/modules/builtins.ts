/** The module `builtins`. */
import { fillBuiltins } from '../builtins/registry'
import type { NativeModule } from './definition'

export const builtinsModule: NativeModule = {
  name: 'builtins',
  doc: 'The names every scope can see.',
  setup: (module) => fillBuiltins(module.namespace),
}
