"""pyparsing: arithmetic with precedence, a JSON parser, a small language, results names and errors."""
# needs: pyparsing

import pyparsing as pp
from pyparsing import pyparsing_common as ppc

pp.ParserElement.enable_packrat()
number = ppc.number()
name = ppc.identifier()
calls = {'max': max, 'min': min, 'len': lambda *a: len(a)}
expression = pp.Forward()
call = pp.Group(name('fn') + pp.Suppress('(') + pp.Optional(pp.delimited_list(expression))('args') + pp.Suppress(')'))
call.add_parse_action(lambda t: calls[t[0].fn](*t[0].args))
atom = call | number | pp.QuotedString('"')


def fold(tokens):
    left, *rest = tokens[0]
    for op, right in zip(rest[::2], rest[1::2]):
        left = {'+': lambda a, b: a + b, '-': lambda a, b: a - b, '*': lambda a, b: a * b, '/': lambda a, b: a / b, '**': pow}[op](left, right)
    return left


expression <<= pp.infix_notation(atom, [
    ('**', 2, pp.OpAssoc.RIGHT, lambda t: t[0][0] ** fold([t[0][2:]])),
    (pp.one_of('+ -'), 1, pp.OpAssoc.RIGHT, lambda t: -t[0][1] if t[0][0] == '-' else t[0][1]),
    (pp.one_of('* /'), 2, pp.OpAssoc.LEFT, fold),
    (pp.one_of('+ -'), 2, pp.OpAssoc.LEFT, fold),
])
for text in ('1 + 2 * 3', '(1 + 2) * -3', '2 ** 3 ** 2', 'max(1, 2 + 5, min(9, 4)) / 4', '"ab" * 2 + "c"', 'len()', '1 + ', '(2', '3 $ 4'):
    try:
        print(text, '=', expression.parse_string(text, parse_all=True)[0])
    except pp.ParseException as e:
        print(text, '->', e, '|', e.lineno, e.column, repr(e.line))

value = pp.Forward()
string = pp.dbl_quoted_string().set_parse_action(pp.remove_quotes)
pair = pp.Group(string + pp.Suppress(':') + value)
table = pp.Dict(pp.Suppress('{') + pp.Optional(pp.delimited_list(pair)) + pp.Suppress('}'), asdict=True)
array = pp.Group(pp.Suppress('[') + pp.Optional(pp.delimited_list(value)) + pp.Suppress(']'), aslist=True)
words = pp.MatchFirst([pp.Keyword(w).set_parse_action(pp.replace_with(v)) for w, v in (('true', True), ('false', False), ('null', None))])
value <<= string | number | table | array | words
print(value.parse_string('{"a": [1, 2.5, -3e2, []], "b": {"c": null, "d": true}, "e": "text"}')[0])

record = pp.Group(
    pp.Word(pp.alphas)('key') + pp.Suppress('=') + (ppc.iso8601_date | ppc.ipv4_address | ppc.fnumber | pp.Word(pp.alphanums))('value')
    + pp.Optional(pp.Suppress('#') + pp.rest_of_line('comment'))
)
config = pp.OneOrMore(record)('records').ignore(pp.c_style_comment)
found = config.parse_string('host = 10.0.0.1 # main\nsince = 2024-02-03\n/* rate = 1 */ rate = 2.5\nmode = fast')
for r in found.records:
    print(r.dump(), r.as_dict())
print(found.as_list())
print(pp.nested_expr('(', ')').parse_string('(a (b c) ((d)) "(e)")').as_list())
print(pp.counted_array(pp.Word(pp.alphas)).parse_string('3 a b c d').as_list(), list(pp.Word(pp.nums).scan_string('a1 bb22 333')))
print((pp.Literal('<') + pp.SkipTo('>')('inner') + '>').transform_string('x <y> z'), pp.Regex(r'(?P<h>\d+):(?P<m>\d+)').parse_string('12:30').as_dict())
block = pp.IndentedBlock(pp.Word(pp.alphas))
print((pp.Word(pp.alphas) + pp.Suppress(':') + block).parse_string('if:\n  a\n  b\nc').as_list())
print(pp.srange('[a-fA-F0-9]'), expression.matches('1+1'), pp.Combine(pp.Word('ab') + '.' + pp.Word('cd')).parse_string('ab.cd'), record)
marked = pp.original_text_for(pp.Word(pp.alphas)[2, ...]) + pp.FollowedBy('!') + pp.Char('!')
print(marked.parse_string('one  two three !').as_list(), (pp.Each([pp.Literal('x')('x'), pp.Literal('y')('y')])).parse_string('y x').as_dict())
record.run_tests(['a = 1', '= 2', 'b = 1.2.3.4 # c'], print_results=True)
