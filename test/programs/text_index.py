"""A text search index: tokens, stemming, postings, boolean and phrase queries, ranking, snippets, persistence."""
import bisect
import csv
import heapq
import io
import json
import math
import pickle
import re
import textwrap
import zlib
from array import array
from collections import Counter, defaultdict
from itertools import chain, islice, pairwise, product
from operator import attrgetter, itemgetter

WORDS = '''river stone castle winter summer market bridge soldier painter garden window silver golden letter
morning evening shadow thunder whisper running walked singing quickly happiness darkness bakery baker
children travelled stories ocean islands forgotten kingdoms dancing dancers theatre musical'''.split()
SUFFIXES = ('ingly', 'ness', 'ing', 'ers', 'ies', 'ed', 'ly', 'er', 's')


class Rand:
    def __init__(self, seed): self.state = seed
    def __call__(self, n):
        self.state ^= (self.state << 13) & 0xffffffff
        self.state ^= self.state >> 17
        self.state ^= (self.state << 5) & 0xffffffff
        return self.state % n


def documents(n, rand):
    for i in range(n):
        sentences = []
        for _ in range(3 + rand(5)):
            words = [WORDS[min(rand(len(WORDS)), rand(len(WORDS)))] for _ in range(4 + rand(9))]
            if rand(4) == 0: words.insert(rand(len(words)), 'the ' + WORDS[rand(5)])
            sentences.append(' '.join(words).capitalize() + '.!?'[rand(3)])
        yield f'doc-{i:03}', ' '.join(sentences)


def stem(word):
    for s in SUFFIXES:
        if word.endswith(s) and len(word) - len(s) >= 3:
            word = word.removesuffix(s)
            if s == 'ies': word += 'y'
            if len(word) > 3 and word[-1] == word[-2]: word = word[:-1]
            break
    return word


def tokens(text, pattern=re.compile(r"[a-z]+(?:'[a-z]+)?")):
    for position, m in enumerate(pattern.finditer(text.lower())):
        yield position, stem(m[0]), m.span()


class Postings:
    __slots__ = ('docs', 'positions')

    def __init__(self):
        self.docs = array('I')
        self.positions = []

    def add(self, doc, position):
        if not self.docs or self.docs[-1] != doc:
            self.docs.append(doc)
            self.positions.append(array('H'))
        self.positions[-1].append(position)

    def __contains__(self, doc):
        i = bisect.bisect_left(self.docs, doc)
        return i < len(self.docs) and self.docs[i] == doc

    def at(self, doc):
        return self.positions[bisect.bisect_left(self.docs, doc)] if doc in self else ()

    def __getstate__(self): return self.docs.tobytes(), [p.tobytes() for p in self.positions]

    def __setstate__(self, state):
        self.docs = array('I', state[0])
        self.positions = [array('H', p) for p in state[1]]


class Query:
    def __and__(self, other): return Op('and', self, other)
    def __or__(self, other): return Op('or', self, other)
    def __invert__(self): return Op('not', self)


class Term(Query):
    def __init__(self, word): self.word = stem(word.lower())
    def docs(self, index): return set(index.terms[self.word].docs) if self.word in index.terms else set()
    def words(self): yield self.word
    def __repr__(self): return self.word


class Phrase(Query):
    def __init__(self, *words): self.parts = [Term(w) for w in words]

    def docs(self, index):
        found = set.intersection(*(t.docs(index) for t in self.parts))
        return {d for d in found if any(all(p + k in index.terms[t.word].at(d) for k, t in enumerate(self.parts)) for p in index.terms[self.parts[0].word].at(d))}

    def words(self): return chain.from_iterable(t.words() for t in self.parts)
    def __repr__(self): return f'"{" ".join(map(repr, self.parts))}"'


class Op(Query):
    def __init__(self, op, *args): self.op, self.args = op, args

    def docs(self, index):
        first, *rest = (a.docs(index) for a in self.args)
        match self.op, rest:
            case 'and', [other]: return first & other
            case 'or', [other]: return first | other
            case 'not', []: return set(range(len(index.names))) - first
        raise AssertionError(self.op)

    def words(self): return chain.from_iterable(a.words() for a in self.args) if self.op != 'not' else iter(())
    def __repr__(self): return f'({f" {self.op} ".join(map(repr, self.args))})' if len(self.args) > 1 else f'-{self.args[0]!r}'


class Index:
    def __init__(self):
        self.terms = defaultdict(Postings)
        self.names, self.lengths, self.texts = [], [], []

    def add(self, name, text):
        doc = len(self.names)
        n = 0
        for n, (position, word, _) in enumerate(tokens(text), 1):
            self.terms[word].add(doc, position)
        self.names.append(name)
        self.lengths.append(n)
        self.texts.append(zlib.compress(text.encode()))

    def text(self, doc): return zlib.decompress(self.texts[doc]).decode()

    def score(self, doc, words, k=1.2, b=0.75):
        mean = sum(self.lengths) / len(self.lengths)
        total = 0.0
        for w in words:
            tf = len(self.terms[w].at(doc))
            df = len(self.terms[w].docs)
            idf = math.log(1 + (len(self.names) - df + 0.5) / (df + 0.5))
            total += idf * tf * (k + 1) / (tf + k * (1 - b + b * self.lengths[doc] / mean))
        return total

    def search(self, query, limit=3):
        words = sorted(set(query.words()))
        return heapq.nlargest(limit, ((round(self.score(d, words), 6), self.names[d]) for d in query.docs(self)))

    def snippet(self, doc, words, width=60):
        text = self.text(doc)
        spans = [s for _, w, s in tokens(text) if w in words]
        out, last = [], 0
        for a, b in spans:
            out += [text[last:a], '[', text[a:b], ']']
            last = b
        return textwrap.shorten(''.join(out) + text[last:], width, placeholder='…')


def parse(text):
    result = None
    for m in re.finditer(r'(-?)(?:"([^"]+)"|(\w+))', text):
        q = Phrase(*m[2].split()) if m[2] else Term(m[3])
        if m[1]: q = ~q
        result = q if result is None else result & q
    return result


index = Index()
for name, text in documents(250, Rand(2463534242)):
    index.add(name, text)
print(len(index.terms), sum(index.lengths), sorted(index.terms)[:8])
for q in (Term('running'), Phrase('the', 'stone'), Term('bakery') & ~Term('river'), Term('ocean') | Phrase('golden', 'letter'),
          parse('castle winter -market'), parse('"river stone" castle'), parse('nothing')):
    print(q, len(q.docs(index)), index.search(q))
best = index.search(parse('theatre dancing'))
for _, name in best:
    print(name, index.snippet(index.names.index(name), {stem('theatre'), stem('dancing')}))
copy = pickle.loads(pickle.dumps(index))
print(copy.search(parse('castle winter -market')) == index.search(parse('castle winter -market')), type(copy.terms).__name__)
pairs = Counter(chain.from_iterable(pairwise(w for _, w, _ in tokens(index.text(d))) for d in range(250)))
print(pairs.most_common(3))
out = io.StringIO()
writer = csv.DictWriter(out, ['term', 'df', 'total'], lineterminator='\n')
writer.writeheader()
for term, p in islice(sorted(index.terms.items(), key=lambda kv: (-len(kv[1].docs), kv[0])), 5):
    writer.writerow({'term': term, 'df': len(p.docs), 'total': sum(map(len, p.positions))})
print(out.getvalue(), end='')
print(json.dumps({w: list(index.terms[w].docs[:4]) for w in ('stone', 'wint')}), sum(a * b for a, b in product(range(30), repeat=2)))
