/**
 * Every native module by name, loaded when it is first imported: `require` keeps them out of start-up. The one list that import,
 * `sys.builtin_module_names` and the documentation read.
 */
import type { NativeModule } from './definition'

/* eslint-disable */
const table: Readonly<Record<string, () => NativeModule>> = {
  builtins: () => require('./builtins').builtinsModule,
  sys: () => require('./sys').sysModule,
}

/** Names of all native modules, sorted. */
export function nativeModuleNames(): string[] {
  return Object.keys(table).sort()
}

/** Whether a module is native. */
export function isNativeModule(name: string): boolean {
  return Object.hasOwn(table, name)
}

/** The definition of a native module. */
export function nativeModule(name: string): NativeModule | null {
  return Object.hasOwn(table, name) ? table[name]!() : null
}
