/** The tree of a regular expression between parsing and generating its code. */
import { Code, MAXREPEAT } from './codes'

/** A sequence of nodes, and how many characters it matches: both bounds are known once they are first asked for. */
export class Sequence {
  low = -1
  high = -1
  constructor(readonly nodes: Node[]) {}
}

/** One item of a set: a character, a range, a category or the sign that the set is the complement. */
export interface SetItem {
  readonly op: Code
  readonly low: number
  readonly high: number
}

/** One node; which fields count depends on the opcode. */
export interface Node {
  readonly op: Code
  /** A character, a place, a group, the direction of an assertion. */
  readonly value: number
  /** The content of groups, assertions, repeats; the first branch of a condition. */
  readonly body: Sequence | null
  /** The second branch of a condition. */
  readonly otherwise: Sequence | null
  readonly branches: readonly Sequence[] | null
  readonly set: readonly SetItem[] | null
  /** Bounds of a repeat; flags that a group switches on and off. */
  readonly first: number
  readonly second: number
}

export function node(
  op: Code,
  value: number,
  body: Sequence | null = null,
  first = 0,
  second = 0,
  otherwise: Sequence | null = null,
): Node {
  return { op, value, body, otherwise, branches: null, set: null, first, second }
}

export function setNode(set: readonly SetItem[]): Node {
  return { op: Code.IN, value: 0, body: null, otherwise: null, branches: null, set, first: 0, second: 0 }
}

export function branchNode(branches: readonly Sequence[]): Node {
  return { op: Code.BRANCH, value: 0, body: null, otherwise: null, branches, set: null, first: 0, second: 0 }
}

/** Group number of a group that captures nothing. */
export const NO_GROUP = -1

/** A group that is only there for precedence. */
export function isTransparent(n: Node): boolean {
  return n.op === Code.SUBPATTERN && n.value === NO_GROUP && n.first === 0 && n.second === 0
}

/** Whether two nodes are known to match the same; what contains sequences never is. */
export function sameNode(a: Node, b: Node): boolean {
  if (a === b) return true
  if (a.op !== b.op || a.value !== b.value) return false
  if (a.body !== null || b.body !== null || a.branches !== null || b.branches !== null) return false
  if (a.set === null || b.set === null) return a.set === b.set
  if (a.set.length !== b.set.length) return false
  for (let i = 0; i < a.set.length; i++) {
    const x = a.set[i]!
    const y = b.set[i]!
    if (x.op !== y.op || x.low !== y.low || x.high !== y.high) return false
  }
  return true
}

/** Drops items that occur before. */
export function withoutRepetitions(items: readonly SetItem[]): SetItem[] {
  if (items.length < 2) return items.slice()
  const kept: SetItem[] = []
  for (const item of items) {
    let seen = false
    for (const k of kept)
      if (k.op === item.op && k.low === item.low && k.high === item.high) {
        seen = true
        break
      }
    if (!seen) kept.push(item)
  }
  return kept
}

/** No width is larger. */
const MAXWIDTH = 2 ** 64

/** Sets the bounds of a sequence's width. `groups`: the sequences of closed groups, for references to them. */
export function measure(s: Sequence, groups: readonly (Sequence | null)[]): void {
  if (s.low >= 0) return
  let low = 0
  let high = 0
  for (const n of s.nodes) {
    switch (n.op) {
      case Code.LITERAL:
      case Code.NOT_LITERAL:
      case Code.ANY:
      case Code.IN:
        low++
        high++
        break
      case Code.SUBPATTERN:
      case Code.ATOMIC_GROUP:
        measure(n.body!, groups)
        low += n.body!.low
        high += n.body!.high
        break
      case Code.MIN_REPEAT:
      case Code.MAX_REPEAT:
      case Code.POSSESSIVE_REPEAT: {
        const body = n.body!
        measure(body, groups)
        low += body.low * n.first
        if (n.second === MAXREPEAT && body.high > 0) high = MAXWIDTH
        else high += body.high * n.second
        break
      }
      case Code.BRANCH: {
        let least = MAXWIDTH
        let most = 0
        for (const branch of n.branches!) {
          measure(branch, groups)
          least = Math.min(least, branch.low)
          most = Math.max(most, branch.high)
        }
        low += least
        high += most
        break
      }
      case Code.GROUPREF: {
        const group = groups[n.value]!
        low += group.low
        high += group.high
        break
      }
      case Code.GROUPREF_EXISTS: {
        const yes = n.body!
        measure(yes, groups)
        let most = yes.high
        if (n.otherwise !== null) {
          measure(n.otherwise, groups)
          low += Math.min(yes.low, n.otherwise.low)
          most = Math.max(most, n.otherwise.high)
        }
        high += most
        break
      }
    }
  }
  s.low = Math.min(low, MAXWIDTH)
  s.high = Math.min(high, MAXWIDTH)
}
