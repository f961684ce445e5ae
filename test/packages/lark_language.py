"""lark: LALR, Earley and CYK parsers, transformers, interpreters, ambiguity and errors."""
# needs: lark

from lark import Lark, Token, Transformer, Tree, UnexpectedInput, Visitor, v_args
from lark.indenter import Indenter
from lark.reconstruct import Reconstructor
from lark.visitors import Interpreter

GRAMMAR = r"""
    ?start: statement+
    ?statement: NAME "=" sum ";" -> assign
        | "print" "(" [sum ("," sum)*] ")" ";" -> show
        | "while" sum block -> loop
    block: "{" statement* "}"
    ?sum: product | sum "+" product -> add | sum "-" product -> sub
    ?product: power | product "*" power -> mul | product "/" power -> div
    ?power: unary ["^" power]
    ?unary: "-" unary -> neg | atom
    ?atom: NUMBER -> number | NAME -> var | "(" sum ")" | ESCAPED_STRING -> text
    NAME: /[a-z_]\w*/i
    COMMENT: /#[^\n]*/
    %import common.NUMBER
    %import common.ESCAPED_STRING
    %import common.WS
    %ignore WS
    %ignore COMMENT
"""
PROGRAM = 'n = 5; f = 1;\nwhile n { f = f * n; n = n - 1; } # factorial\nprint(f, -2 ^ 2, (1 + 2) * 3 / 2, "say \\"hi\\"");'


class Run(Interpreter):
    def __init__(self):
        self.names = {}

    def assign(self, tree):
        self.names[str(tree.children[0])] = self.visit(tree.children[1])

    def show(self, tree):
        print('out:', *(self.visit(c) for c in tree.children if c is not None))

    def loop(self, tree):
        while self.visit(tree.children[0]):
            self.visit(tree.children[1])

    def power(self, tree):
        base, exponent = tree.children
        return self.visit(base) if exponent is None else self.visit(base) ** self.visit(exponent)

    number = lambda self, t: float(t.children[0])
    text = lambda self, t: t.children[0][1:-1].replace('\\"', '"')
    var = lambda self, t: self.names[t.children[0]]
    neg = lambda self, t: -self.visit(t.children[0])
    add = lambda self, t: self.visit(t.children[0]) + self.visit(t.children[1])
    sub = lambda self, t: self.visit(t.children[0]) - self.visit(t.children[1])
    mul = lambda self, t: self.visit(t.children[0]) * self.visit(t.children[1])
    div = lambda self, t: self.visit(t.children[0]) / self.visit(t.children[1])


parser = Lark(GRAMMAR, parser='lalr', propagate_positions=True, maybe_placeholders=True)
tree = parser.parse(PROGRAM)
print(tree.pretty())
Run().visit(tree)
print([(t.type, str(t), t.line, t.column) for t in parser.lex('a = 1;')], tree.meta.end_line, tree.children[2].meta.column)
for bad in ('a = ;', 'a = 1', 'a $ 2;', 'while 1 { a = 1;'):
    try:
        parser.parse(bad)
    except UnexpectedInput as e:
        print(type(e).__name__, e.line, e.column, sorted(getattr(e, 'accepts', None) or getattr(e, 'allowed', None) or getattr(e, 'expected', ())), repr(e.get_context(bad)))

ambiguous = Lark('start: e\n e: e "+" e | /\\d/', parser='earley', ambiguity='explicit')
readings = ambiguous.parse('1+2+3').children[0]
print(readings.data, *sorted(reading.pretty() for reading in readings.children), sep='\n')
print(Lark('start: (A | B)+\nA: "a"\nB: /b+/', parser='cyk').parse('abba'))


@v_args(inline=True)
class Calculate(Transformer):
    from operator import add, mul
    number = float

    def __default_token__(self, token):
        return token.upper()


calculator = Lark('?start: s\n?s: p | s "+" p -> add\n?p: a | p "*" a -> mul\n?a: NUMBER -> number | "(" s ")"\n%import common.NUMBER\n%ignore " "', parser='lalr', transformer=Calculate())
print(calculator.parse('2 * (3 + 4) + 1'))


class Indent(Indenter):
    NL_type = '_NL'
    OPEN_PAREN_types = []
    CLOSE_PAREN_types = []
    INDENT_type = '_INDENT'
    DEDENT_type = '_DEDENT'
    tab_len = 8


outline = Lark('?start: _NL* item+\nitem: NAME _NL [_INDENT item+ _DEDENT]\n%import common.CNAME -> NAME\n%import common.WS_INLINE\n%declare _INDENT _DEDENT\n%ignore WS_INLINE\n_NL: /(\\r?\\n[\\t ]*)+/', parser='lalr', postlex=Indent())
print(outline.parse('\na\n    b\n    c\n        d\n        e\nf\n').pretty('. '))


class Count(Visitor):
    seen = 0

    def number(self, tree):
        self.seen += 1


count = Count()
count.visit(tree)
json = Lark('?start: value\n?value: object | array | ESCAPED_STRING | SIGNED_NUMBER\narray: "[" [value ("," value)*] "]"\nobject: "{" [pair ("," pair)*] "}"\npair: ESCAPED_STRING ":" value\n%import common (ESCAPED_STRING, SIGNED_NUMBER, WS)\n%ignore WS', parser='lalr', maybe_placeholders=False)
parsed = json.parse('{"a": [1, 2, {"b": []}], "c": -3.5e2}')
print(count.seen, Reconstructor(json).reconstruct(parsed), Tree('x', [Token('T', 'y')]), len(list(parsed.iter_subtrees())))
