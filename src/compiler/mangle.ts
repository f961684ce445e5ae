/** Private names: `__x` in class `C` is `_C__x` (Python language reference, 6.2.1.1). */

/**
 * Mangles a name.
 * @param className the innermost class, or null outside classes
 * @param only where given, the only names that are mangled (type parameters of a generic class)
 */
export function mangle(className: string | null, only: ReadonlySet<string> | null, name: string): string {
  if (className === null || name.charCodeAt(0) !== 95 || name.charCodeAt(1) !== 95) return name
  if (only !== null && !only.has(name)) return name
  // Dunder names and dotted module names stay.
  if (name.endsWith('__') || name.includes('.')) return name
  let start = 0
  while (className.charCodeAt(start) === 95) start++
  return start === className.length ? name : '_' + className.slice(start) + name
}
