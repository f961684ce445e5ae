/**
 * Temporaries of a body share variables. Each is written once, before its uses, and is needed for a few lines only, but JavaScriptCore keeps a register for each
 * variable of the text, and what its optimising tier spends on a body grows with its blocks times its registers.
 */

/** A temporary; also a text, in which there is none. A property may have such a name. */
const NAME = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?<![.$\w])t\d+(?![$\w])/g

/** The text with its temporaries `t0`, `t1`, … as variables `w0`, `w1`, …, and the names of these, which are to be declared. */
export function shareTemporaries(text: string): { readonly text: string; readonly names: readonly string[] } {
  const lives = new Map<string, { readonly from: number; to: number }>()
  for (const { 0: name, index } of text.matchAll(NAME)) {
    if (!name.startsWith('t')) continue
    const life = lives.get(name)
    if (life === undefined) lives.set(name, { from: index, to: index })
    else life.to = index
  }
  // A Map has them in the order of their first uses. What begins outside a loop is not used in it: where ways meet, values are in variables of the stack.
  const given = new Map<string, string>()
  const names: string[] = []
  const free: string[] = []
  let taken: { readonly to: number; readonly variable: string }[] = []
  for (const [name, { from, to }] of lives) {
    const kept: typeof taken = []
    for (const one of taken) {
      if (one.to < from) free.push(one.variable)
      else kept.push(one)
    }
    taken = kept
    let variable = free.pop()
    if (variable === undefined) names.push((variable = `w${names.length}`))
    given.set(name, variable)
    taken.push({ to, variable })
  }
  return {
    text: text
      // What is declared alone is undefined where no way has written it; the variable may have had another value before.
      .replace(/\blet (t\d+(?:,t\d+)*);/g, (_all, declared: string) => `${declared.replaceAll(',', '=')}=undefined;`)
      .replace(/\b(?:const|let) (?=t\d+\b)/g, '')
      .replace(NAME, (name) => given.get(name) ?? name),
    names,
  }
}
