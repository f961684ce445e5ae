import { list } from './text'

function distance(a: string, b: string): number {
  if (a.length < b.length) [a, b] = [b, a]
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      current.push(Math.min(previous[j]! + 1, current[j - 1]! + 1, cost))
    }
    previous = current
  }
  return previous[previous.length - 1]!
}

class WordTree {
  private readonly children = new Map<number, WordTree>()

  constructor(readonly word: string) {}

  add(word: string): void {
    let node: WordTree = this
    for (;;) {
      const d = distance(word, node.word)
      if (d === 0) return
      const child = node.children.get(d)
      if (child === undefined) {
        node.children.set(d, new WordTree(word))
        return
      }
      node = child
    }
  }

  search(word: string, most: number): [number, string][] {
    const found: [number, string][] = []
    const todo: WordTree[] = [this]
    while (todo.length > 0) {
      const node = todo.pop()!
      const d = distance(word, node.word)
      if (d <= most) found.push([d, node.word])
      for (let k = d - most; k <= d + most; k++) {
        const child = node.children.get(k)
        if (child !== undefined) todo.push(child)
      }
    }
    return found.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1))
  }
}

function common(a: string[], b: string[]): [number, number][] {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  for (let i = a.length - 1; i >= 0; i--) {
    const row = table[i]!
    const below = table[i + 1]!
    for (let j = b.length - 1; j >= 0; j--)
      row[j] = a[i] === b[j] ? below[j + 1]! + 1 : Math.max(row[j + 1]!, below[j]!)
  }
  const pairs: [number, number][] = []
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) pairs.push([i++, j++])
    else if (table[i + 1]![j]! >= table[i]![j + 1]!) i++
    else j++
  }
  return pairs
}

function trigrams(word: string): Set<string> {
  const padded = `  ${word} `
  const grams = new Set<string>()
  for (let i = 0; i < padded.length - 2; i++) grams.add(padded.slice(i, i + 3))
  return grams
}

function similarity(a: Set<string>, b: Set<string>): number {
  let both = 0
  for (const gram of a) if (b.has(gram)) both++
  return both / (a.size + b.size - both)
}

function makeWords(count: number): string[] {
  const syllables = ['ba', 'con', 'de', 'fri', 'gu', 'ker', 'lo', 'mi', 'no', 'pra', 'sta', 'tel', 'ur', 'vo']
  let state = 8
  const words = new Set<string>()
  for (let w = 0; w < count; w++) {
    state = (state * 48271) % 2147483647
    let n = state
    let word = ''
    for (let i = 0; i < 2 + (state % 3); i++) {
      word += syllables[n % syllables.length]!
      n = Math.floor(n / syllables.length)
    }
    words.add(word)
  }
  return [...words]
}

export function main(size: number, print: (...values: unknown[]) => void): void {
  const words = makeWords(size)
  const tree = new WordTree(words[0]!)
  for (const word of words.slice(1)) tree.add(word)
  for (const wrong of ['bacan', 'stamiko', 'friguu', 'delonr']) {
    const found = tree.search(wrong, 2).slice(0, 5)
    print(wrong, list(found.map(([d, word]) => `(${d}, '${word}')`)))
  }
  const lines = Array.from({ length: size }, (_, i) => words[(i * 7) % words.length]!)
  const changed = [...lines.filter((_, i) => i % 11 !== 0), ...words.slice(0, 5)]
  const pairs = common(lines.slice(0, 400), changed.slice(0, 400))
  print(pairs.length, list(pairs[pairs.length - 1]!, '(', ')'))
  const grams = words.slice(0, 200).map((word): [string, Set<string>] => [word, trigrams(word)])
  let best: [number, string, string] = [-1, '', '']
  for (const [v, a] of grams)
    for (const [w, b] of grams) {
      if (v >= w) continue
      const s = similarity(a, b)
      if (s > best[0] || (s === best[0] && (v > best[1] || (v === best[1] && w > best[2])))) best = [s, v, w]
    }
  print(best[0].toFixed(4), best[1], best[2])
}
