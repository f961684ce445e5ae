/** A whole body from the text of its blocks (lower.ts): how it is entered, how it is left, where its variables go then. */
import { isDrained } from './flowgraph'
import type { Lowering } from './lower'
import { bindNames } from './names'
import { shareTemporaries } from './temporaries'
import { MAX_STEPPED, T } from './values'

/** A called body makes its frame. */
export const OPEN = 'if(fr===undefined){fr=O(F);S=fr.slots}'

/** The forms of {@link Exit.raw}. */
const FORMS = [
  [1, T.Raw, false],
  [2, T.Number, true],
  [3, T.TextLine, false],
  [4, T.Raw, true],
] as const

/** The text of a body: what comes before its blocks, the blocks, and what all exits and returns share. */
export function assemble(l: Lowering, head: string, blocks: string, environment: ReadonlySet<string>): string {
  const { code, entry } = l
  const shared = shareTemporaries(blocks)
  const body = shared.text
  const text = head + body
  const n = code.slotCount
  const names: string[] = []
  const args: string[] = []
  const moves: string[] = []
  for (let i = 0; i < n; i++) {
    if (entry.call && i < code.parameters) args.push(`l${i}`)
    else names.push(`l${i}`)
  }
  const numbers = (table: string) => {
    const forms = new Map<number, number>()
    const note = (form: number, i: number) => {
      if (form > 0) forms.set(i, (forms.get(i) ?? 0) | (1 << form))
    }
    for (const e of l.exits) e.raw.forEach(note)
    for (const raw of l.rawAt.values()) raw.forEach(note)
    return { forms, head: forms.size > 0 ? `const r=${table};` : '' }
  }
  // Where a number is undefined on one way to what exits share, JavaScriptCore would keep it as any value on all.
  const numeric = new Set(`${head}\n${body}`.match(/\b[fg]\d+\b/g))
  for (let i = 0; i < n; i++) {
    if (numeric.has(`f${i}`)) names.push(`f${i}=NaN`)
    if (numeric.has(`g${i}`)) names.push(`g${i}`)
  }
  for (let j = 0; j < l.maxDepth; j++) names.push(`s${j}`)
  for (let j = 0; j < l.maxDepth; j++)
    for (const name of [`q${j}`, `p${j}`, `c${j}`]) if (text.includes(`${name}=`)) names.push(name)
  // Numbers on all ways, as above.
  for (let j = 0; j < l.maxDepth; j++)
    for (const name of [`a${j}`, `b${j}`, `z${j}`, `d${j}`]) if (text.includes(`${name}=`)) names.push(`${name}=0`)
  if (entry.call) {
    for (const i of code.cellSlots ?? []) moves.push(`l${i}=own?new PC(l${i}):S[${i}];`)
    for (let i = 0; i < code.freeCount; i++)
      moves.push(`l${code.freeStart + i}=own?F.closure[${i}]:S[${code.freeStart + i}];`)
  }
  const back = (table: string, key: string) => {
    const { forms, head: start } = numbers(`${table}[${key}]`)
    if (n === 0) return ''
    // Whose frame was looked into has been left at once: its variables are in it, and may have been written there.
    let text = `if(!fr.proxied){${start}`
    for (let i = 0; i < n; i++) {
      const found = forms.get(i) ?? 0
      let value = `l${i}`
      for (const [form, t, maybe] of FORMS)
        if ((found & (1 << form)) !== 0) value = `r[${i}]===${form}?${l.boxedLocal(i, t, maybe)}:${value}`
      text += `S[${i}]=${value};`
    }
    return `${text}}`
  }
  // Iterators in variables become objects again.
  const stackBack = (depth: number, table: string, key: string, all: Iterable<number>) => {
    const words = new Set(all)
    let text = ''
    for (let j = 0; j < depth; j++) {
      const here = new Set([...words].map((word) => (j < MAX_STEPPED ? (word >>> (3 * j)) & 7 : 0)))
      const form = `${table}[${key}]>>>${3 * j}&7`
      if (here.has(1)) text += `if((${form})===1)s${j}=Z.ranged(s${j},a${j},z${j},b${j});`
      if ([...here].some((n) => n > 4)) text += `if((${form})>4)s${j}=Z.enumerated(c${j},d${j},a${j});else `
      if ([...here].some((n) => n > 1)) text += `if((${form})>1)s${j}=Z.stepped(${form},s${j},c${j},d${j});`
      text += `S[${n + j}]=s${j};`
    }
    return text
  }
  const handlerDepth = l.hasHandlers ? Math.min(l.maxDepth, Math.max(0, ...l.handlerDepth)) : 0
  names.push(...shared.names)
  const variables = names.length > 0 ? `let ${names.join(',')};` : ''
  const opening = entry.call
    ? `const own=fr===undefined;let S,V,X=0,N=0,Y=0;${variables}
if(!own)S=fr.slots;else if(D.depth>=D.compiledLimit)return Z.deep(F${args.map((a) => `,${a}`).join('')});
${moves.join('')}`
    : `const S=fr.slots;${variables}let X=0,N=0,Y=0;`
  const open = entry.call ? OPEN : ''
  const failed = `catch(e){${open}${back('RP', 'fr.pc')}${stackBack(handlerDepth, 'GP', 'fr.pc', l.steppedAt.values())}return Z.raised(fr,e,${entry.call ? 'own' : 'false'})}`
  const bound = bindNames(
    `${opening}
${entry.call ? 'R:{' : head}
E:{try{
${entry.call ? head : ''}
${body}
}${failed}}
${open}${back('RX', 'X')}${stackBack(
  l.maxDepth,
  'GX',
  'X',
  l.exits.map((e) => e.stepped),
)}return Z.left(U,X,fr${entry.call ? ',own' : ''})}
${entry.call ? closing(l) : ''}`,
    environment,
  )
  const parameters = entry.call ? `F${args.map((a) => `,${a}`).join('')},fr` : isDrained(code) ? 'fr,sink' : 'fr'
  return `'use strict';${bound.outer}
function body(${parameters}){${bound.inner}
${bound.text}
${entry.call ? `function enter(fr){const S=fr.slots;return body(fr.func${args.map((_, i) => `,S[${i}]`).join('')},fr)}return{body,enter}` : 'return{body,enter:body}'}`
}

/** The end of a called body that has made its frame, with its value in V. */
function closing(l: Lowering): string {
  const { code } = l
  const n = code.slotCount
  const back = `if(!own){fr.pc--;fr.sp=${n + 1};S[${n}]=V;return P}`
  if (l.writesStack) return `${back}TH.frame=fr.back;Z.release(fr);return V}`
  // A value that a special method gave may be left at the bottom of the stack.
  const slots = [...l.written, n].map((i) => `S[${i}]=`).join('')
  return `${back}TH.frame=fr.back;if(fr.escaped)Z.release(fr);else{${slots}undefined;${code.freeCount > 0 ? 'fr.func=null;' : ''}C(fr)}return V}`
}
