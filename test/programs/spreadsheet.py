"""A spreadsheet: formulas parsed by precedence climbing, dependencies, cycles, ranges, recalculation in topological order."""
import math
import re
import statistics
from collections import OrderedDict, deque
from contextlib import contextmanager
from functools import cached_property, lru_cache, singledispatchmethod
from graphlib import CycleError, TopologicalSorter
from string import ascii_uppercase

SCAN = re.compile(r'\s*(?:(?P<num>\d+\.?\d*(?:[eE][-+]?\d+)?)|(?P<cell>\$?[A-Z]{1,2}\$?\d+)|(?P<name>[A-Za-z_]+)|(?P<str>"[^"]*")|(?P<op><=|>=|<>|[-+*/^&=<>(),:%]))')
BINARY = {'=': 1, '<>': 1, '<': 1, '>': 1, '<=': 1, '>=': 1, '&': 2, '+': 3, '-': 3, '*': 4, '/': 4, '^': 6}


class FormulaError(ValueError):
    code = '#ERR'


class DivisionError(FormulaError):
    code = '#DIV/0!'


class NameProblem(FormulaError):
    code = '#NAME?'


class CircularError(FormulaError):
    code = '#CIRC'


@lru_cache(maxsize=None)
def position(name):
    letters, digits = re.fullmatch(r'\$?([A-Z]+)\$?(\d+)', name).groups()
    col = 0
    for ch in letters:
        col = col * 26 + ascii_uppercase.index(ch) + 1
    return col, int(digits)


def name_of(col, row):
    letters = ''
    while col:
        col, r = divmod(col - 1, 26)
        letters = ascii_uppercase[r] + letters
    return f'{letters}{row}'


class Node:
    def cells(self):
        return set().union(*(child.cells() for child in self.children()))

    def children(self):
        return ()


class Number(Node):
    def __init__(self, value): self.value = value
    def evaluate(self, sheet): return self.value


class Ref(Node):
    def __init__(self, name): self.name = name.replace('$', '')
    def cells(self): return {self.name}
    def evaluate(self, sheet): return sheet.value(self.name)


class Range(Node):
    def __init__(self, a, b): self.a, self.b = a, b

    @cached_property
    def names(self):
        (c0, r0), (c1, r1) = position(self.a.name), position(self.b.name)
        return [name_of(c, r) for r in range(min(r0, r1), max(r0, r1) + 1) for c in range(min(c0, c1), max(c0, c1) + 1)]

    def cells(self): return set(self.names)
    def evaluate(self, sheet): return [v for n in self.names if (v := sheet.value(n)) is not None]


class Unary(Node):
    def __init__(self, op, x): self.op, self.x = op, x
    def children(self): return (self.x,)
    def evaluate(self, sheet):
        v = self.x.evaluate(sheet)
        return -v if self.op == '-' else v / 100 if self.op == '%' else v


class Binary(Node):
    def __init__(self, op, a, b): self.op, self.a, self.b = op, a, b
    def children(self): return self.a, self.b
    def evaluate(self, sheet):
        a, b = self.a.evaluate(sheet), self.b.evaluate(sheet)
        a, b = (0 if a is None else a), (0 if b is None else b)
        match self.op:
            case '+': return a + b
            case '-': return a - b
            case '*': return a * b
            case '/':
                try: return a / b
                except ZeroDivisionError: raise DivisionError(f'{a}/{b}') from None
            case '^': return a ** b
            case '&': return f'{a:g}' * isinstance(a, (int, float)) + (a if isinstance(a, str) else '') + str(b)
            case '=': return a == b
            case '<>': return a != b
            case '<': return a < b
            case '>': return a > b
            case '<=': return a <= b
            case '>=': return a >= b


class Call(Node):
    table = {
        'SUM': lambda *a: math.fsum(a), 'AVERAGE': lambda *a: statistics.fmean(a), 'MIN': min, 'MAX': max,
        'COUNT': lambda *a: len(a), 'SQRT': math.sqrt, 'ROUND': lambda x, n=0: round(x, int(n)), 'MEDIAN': lambda *a: statistics.median(a),
        'ABS': abs, 'LEN': len, 'UPPER': str.upper, 'STDEV': lambda *a: statistics.stdev(a),
    }

    def __init__(self, name, args):
        self.name, self.args = name.upper(), args

    def children(self): return self.args

    def evaluate(self, sheet):
        if self.name == 'IF':
            test, *rest = self.args
            return rest[0 if test.evaluate(sheet) else 1].evaluate(sheet)
        if self.name not in self.table:
            raise NameProblem(self.name)
        flat = []
        for arg in self.args:
            v = arg.evaluate(sheet)
            flat.extend(v) if isinstance(v, list) else flat.append(v)
        return self.table[self.name](*flat)


class Parser:
    def __init__(self, text):
        self.items = deque()
        pos = 0
        while pos < len(text.rstrip()):
            m = SCAN.match(text, pos)
            if m is None:
                raise FormulaError(f'at {pos}: {text[pos:]!r}')
            pos = m.end()
            self.items.append((m.lastgroup, m.group(m.lastgroup)))
        self.items.append((None, ''))

    def take(self, value=None):
        if value is not None and self.items[0][1] != value:
            raise FormulaError(f'expected {value!r}, got {self.items[0][1]!r}')
        if self.items[0][0] is None:
            raise FormulaError('incomplete')
        return self.items.popleft()

    def parse(self):
        node = self.binary(1)
        if self.items[0][0] is not None:
            raise FormulaError(f'left over: {self.items[0][1]}')
        return node

    def binary(self, least):
        left = self.unary()
        while (level := BINARY.get(self.items[0][1], 0)) >= least:
            op = self.take()[1]
            left = Binary(op, left, self.binary(level if op == '^' else level + 1))
        return left

    def unary(self):
        if self.items[0][1] in ('-', '+'):
            return Unary(self.take()[1], self.unary())
        node = self.primary()
        while self.items[0][1] == '%':
            node = Unary(self.take()[1], node)
        return node

    def primary(self):
        kind, text = self.take()
        if kind == 'num': return Number(float(text) if '.' in text or 'e' in text.lower() else int(text))
        if kind == 'str': return Number(text[1:-1])
        if kind == 'cell':
            ref = Ref(text)
            if self.items[0][1] == ':':
                self.take()
                return Range(ref, Ref(self.take()[1]))
            return ref
        if kind == 'name':
            self.take('(')
            args = []
            if self.items[0][1] != ')':
                args.append(self.binary(1))
                while self.items[0][1] == ',':
                    self.take()
                    args.append(self.binary(1))
            self.take(')')
            return Call(text, args)
        if text == '(':
            node = self.binary(1)
            self.take(')')
            return node
        raise FormulaError(f'unexpected {text!r}')


class Sheet:
    def __init__(self):
        self.formulas = {}
        self.values = {}
        self.undo = []
        self.stats = OrderedDict(evaluations=0, errors=0)

    @singledispatchmethod
    def set(self, value, name):
        raise TypeError(type(value).__name__)

    @set.register(int)
    @set.register(float)
    def _(self, value, name):
        self.formulas.pop(name, None)
        self.values[name] = value

    @set.register
    def _(self, value: str, name):
        if value.startswith('='):
            self.formulas[name] = Parser(value[1:]).parse()
        else:
            self.values[name] = value

    def value(self, name):
        v = self.values.get(name)
        if isinstance(v, FormulaError):
            raise v
        return v

    def recalculate(self):
        graph = {n: f.cells() & self.formulas.keys() for n, f in self.formulas.items()}
        try:
            order = list(TopologicalSorter(graph).static_order())
        except CycleError as e:
            cycle = e.args[1]
            for n in cycle:
                self.values[n] = CircularError('->'.join(sorted(set(cycle))))
            order = list(TopologicalSorter({n: d - set(cycle) for n, d in graph.items() if n not in cycle}).static_order())
        for n in order:
            self.stats['evaluations'] += 1
            try:
                self.values[n] = self.formulas[n].evaluate(self)
            except FormulaError as e:
                self.stats['errors'] += 1
                self.values[n] = e
            except (TypeError, ValueError) as e:
                self.values[n] = FormulaError(type(e).__name__)
        return self

    @contextmanager
    def transaction(self):
        before = dict(self.values), dict(self.formulas)
        try:
            yield self
            self.recalculate()
            if any(isinstance(v, CircularError) for v in self.values.values()):
                raise CircularError('refused')
        except CircularError:
            self.values, self.formulas = before
            raise
        finally:
            self.undo.append(before)

    def __str__(self):
        rows = max(position(n)[1] for n in self.values)
        cols = max(position(n)[0] for n in self.values)
        out = []
        for r in range(1, min(rows, 8) + 1):
            cells = []
            for c in range(1, cols + 1):
                v = self.values.get(name_of(c, r))
                cells.append(f'{getattr(v, "code", None) or ("" if v is None else f"{v:.2f}" if isinstance(v, float) else v)!s:>10}')
            out.append('|'.join(cells))
        return '\n'.join(out)


def build(rows):
    s = Sheet()
    for r in range(1, rows + 1):
        s.set(r * 37 % 101, f'A{r}')
        s.set(r / 7, f'B{r}')
        s.set(f'=A{r}*B{r}+IF(A{r}>50, SQRT(A{r}), -B{r}^2)', f'C{r}')
        s.set(f'=ROUND(SUM(A$1:C{min(r, 12)})/COUNT(B1:B{min(r, 12)}), 2)' if r % 2 else f'=AVERAGE(C{max(1, r - 5)}:C{r})%', f'D{r}')
        s.set('="n"&A%d' % r if r % 3 else f'=C{r}/(A{r}-A{r})', f'E{r}')
    return s


for rows in (6, 60, 120):
    sheet = build(rows).recalculate()
    print(sheet)
    print(dict(sheet.stats))
for bad in ('=1+', '=FOO(1)', '=A1:', '=(1', '=1 2', '=@', '=LEN(5)', '=SQRT(-1)'):
    try:
        sheet.set(bad, 'F1')
        sheet.recalculate()
        print(bad, getattr(sheet.values['F1'], 'code', '?'), sheet.values['F1'])
    except (FormulaError, AttributeError) as e:
        print(bad, type(e).__name__, e)
sheet.formulas.pop('F1', None)
try:
    with sheet.transaction() as t:
        t.set('=G2+1', 'G1')
        t.set('=G1*2', 'G2')
except CircularError as e:
    print('circular', e, 'G1' in sheet.values, len(sheet.undo))
with sheet.transaction() as t:
    t.set('=STDEV(A1:A60)&" of "&MEDIAN(B1:B60)', 'H1')
print(sheet.values['H1'], name_of(703, 1), position('AB12'))
try:
    sheet.set([], 'A1')
except TypeError as e:
    print('TypeError', e)
