/** Patterns that are translated to JavaScript's: random ones on random texts, each often enough, against CPython. */
import { maybe, same } from '../../support/same'

/** Prints all that can be seen of how random patterns match. `atoms`, `letters`: what patterns and texts are made of. */
const program = (seed: number, rounds: number, atoms: string, letters: string, flags: string) => `
import re, random
rnd = random.Random(${seed})
OPTIONAL = ['?', '??']
REPEATED = ['*', '+', '{2}', '{1,2}', '{0,3}', '{2,}', '*?', '+?', '{1,3}?']
def atom(depth):
    k = rnd.random()
    if depth <= 0 or k < .55: return rnd.choice(${atoms})
    if k < .62: return '(?:' + alternatives(depth - 1) + ')'
    if k < .85: return '(' + alternatives(depth - 1) + ')'
    if k < .9: return rnd.choice(['(?=', '(?!']) + alternatives(depth - 1) + ')'
    if k < .94: return rnd.choice(['(?<=', '(?<!']) + rnd.choice(['a', 'ab', '[ab]', '^a', 'b|c', r'\\\\b.']) + ')'
    if k < .96: return '(?P<n%d>' % rnd.randrange(10**6) + alternatives(depth - 1) + ')'
    if k < .98: return r'\\\\1'
    return '(?>' + alternatives(depth - 1) + ')'
def piece(depth):
    a = atom(depth)
    # Repeats of repeats can take forever, here and in CPython.
    nested = a[:1] == '(' and any(q in a for q in '*+{')
    if rnd.random() < .45: a += rnd.choice(OPTIONAL if nested else OPTIONAL + REPEATED)
    return a
def sequence(depth): return ''.join(piece(depth) for _ in range(rnd.choice([1, 1, 2, 2, 3])))
def alternatives(depth): return '|'.join(sequence(depth) for _ in range(rnd.choice([1, 1, 1, 2, 3])))
def text(): return ''.join(rnd.choice(${letters}) for _ in range(rnd.choice([0, 1, 2, 3, 4, 5, 6, 8, 12])))
def seen(m): return m and (m.group(), m.groups(), [m.span(i) for i in range(m.re.groups + 1)], m.regs, m.lastindex, m.lastgroup, m.groupdict(), m.pos, m.endpos)
made = 0
while made < ${rounds}:
    source = alternatives(3)
    try: p = re.compile(source, rnd.choice(${flags}))
    except (re.error, OverflowError): continue
    made += 1
    for _ in range(3): p.search('ab'); p.match('ab'); p.fullmatch('ab'); p.findall('ab')
    for _ in range(4):
        t = text(); i = rnd.randrange(len(t) + 1); j = rnd.choice([99, 99, rnd.randrange(i, len(t) + 1)])
        print(ascii((source, p.flags, t, i, j, seen(p.search(t)), seen(p.match(t)), seen(p.fullmatch(t)), seen(p.search(t, i, j)), seen(p.match(t, i, j)), seen(p.fullmatch(t, i, j)),
            p.findall(t), [seen(m) for m in p.finditer(t)], p.split(t), p.subn('<>', t), p.subn(r'[\\\\g<0>]', t, 2), p.sub(lambda m: repr(m.groups()), t),
            p.sub('<$&$1>', t), p.sub(r'[\\g<0>]$', t), p.sub(r'\\g<%d>0-' % p.groups, t), p.sub('\\ude00', t), p.sub('-', t, 1), p.split(t, 1), p.findall(t, i, j))))
        s = p.scanner(t)
        while m := rnd.choice([s.search, s.match])(): print(m.span(), m.lastindex)
`

const PLAIN = String.raw`['a', 'b', 'ab', 'c', '.', '[ab]', '[^a]', '[b-d]', '[^\\n]', '^', '$', r'\\A', r'\\Z', r'\\n', ' ', '']`
const KINDS = String.raw`['a', 'b', 'K', r'\\d', r'\\D', r'\\w', r'\\W', r'\\s', r'\\S', r'\\b', r'\\B', r'[\\w.]', r'[^\\d_]', r'[^\\W_]', '_', '1', '.', '[a-k]', '[A-Z_]', '$', '^']`
const seed = Number(process.env.DXPY_SEED ?? 1)
const rounds = Number(process.env.DXPY_ROUNDS ?? 1) * 400

maybe(
  'random patterns, plain texts',
  () => {
    const flags = '[0, 0, re.M, re.S, re.M | re.S, re.I]'
    same(program(seed, rounds, PLAIN, String.raw`'aaabbbccd\\n '`, flags))
  },
  120_000,
)

maybe(
  'random patterns, kinds of characters, texts of ASCII',
  () => {
    const flags = '[0, 0, re.I, re.A, re.A | re.I, re.M]'
    same(program(seed + 1, rounds, KINDS, String.raw`'aabbKk_11. \\n\\x1c\\t'`, flags))
  },
  120_000,
)

maybe(
  'random patterns, texts of all sorts',
  () => {
    const atoms = `${PLAIN.slice(0, -1)}, 'é', '[é-ü]', '[^é]', '\u{1F600}', '\\\\ud83d', r'\\\\w', r'\\\\b', 'ſ', '[a-é]']`
    same(
      program(
        seed + 2,
        rounds,
        atoms,
        String.raw`['a', 'b', 'é', 'É', 'ſ', 's', '\\U0001F600', '\\ud83d', '\\n', '\\u2028', '\\r']`,
        '[0, 0, re.I, re.M, re.A]',
      ),
    )
  },
  120_000,
)
