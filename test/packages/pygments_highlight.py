"""pygments: lexers of several languages, formatters, filters."""
# needs: pygments

from pygments import highlight, lex
from pygments.filters import VisibleWhitespaceFilter
from pygments.formatters import HtmlFormatter, LatexFormatter, NullFormatter, TerminalFormatter
from pygments.lexers import get_all_lexers, get_lexer_by_name, get_lexer_for_filename, guess_lexer

with open(__file__, encoding='utf-8') as file:
    own = file.read()

samples = {
    'python': own,
    'c': '#include <stdio.h>\nint main(void) { /* say */ printf("%d\\n", 0x1fUL); return 0; }\n',
    'javascript': 'const f = async (x) => `a ${x ?? /re+/gi} b`; // done\nclass A extends B { #p = 1n }\n',
    'json': '{"a": [1, -2.5e3, null, true], "b\\u00e9": {}}',
    'html': '<!DOCTYPE html><p class="x">a &amp; b<script>var a = 1 < 2;</script><style>p { color: #fff }</style>',
    'sql': "SELECT a, COUNT(*) FROM t WHERE b LIKE 'x%' -- why\nGROUP BY a;",
    'rust': "fn main() { let v: Vec<u8> = vec![1, 2]; println!(\"{:?}\", v); 'a: loop { break 'a } }",
    'bash': 'for f in *.txt; do echo "${f%.txt}" | sed -e \'s/a/b/\' > $HOME/x; done\n',
    'yaml': 'a: &x\n  - 1\n  - {b: c}\nd: *x\ne: |\n  text\n',
    'haskell': "main :: IO ()\nmain = print $ map (\\x -> x * 2) [1..10] -- list\n",
}
for name, text in samples.items():
    lexer = get_lexer_by_name(name)
    for kind, value in lex(text, lexer):
        if value.strip():
            print(str(kind)[6:], repr(value), end=' ')
    print()
    print(highlight(text, lexer, TerminalFormatter()).encode('unicode_escape').decode())
print(highlight(own, get_lexer_by_name('python3'), HtmlFormatter(linenos='table', hl_lines=[2, 3], anchorlinenos=True)))
print(HtmlFormatter(style='monokai').get_style_defs('.code'))
print(highlight(samples['c'], get_lexer_by_name('c'), LatexFormatter(full=False)))
lexer = get_lexer_for_filename('x.py')
lexer.add_filter(VisibleWhitespaceFilter(spaces=True, tabs=True))
print(highlight('if a:\n\tb = 1\n', lexer, NullFormatter()))
print(guess_lexer('#!/usr/bin/python\nprint(1)').name, len(list(get_all_lexers())))
