"""rich: markup, tables, trees, panels, columns, syntax, Markdown, pretty printing and tracebacks on a recorded console."""
# needs: rich pygments commonmark

import io
from dataclasses import dataclass, field

from rich import box
from rich.align import Align
from rich.bar import Bar
from rich.columns import Columns
from rich.console import Console, Group
from rich.emoji import Emoji
from rich.json import JSON
from rich.layout import Layout
from rich.markdown import Markdown
from rich.markup import MarkupError, escape
from rich.padding import Padding
from rich.panel import Panel
from rich.pretty import Pretty, pretty_repr
from rich.progress_bar import ProgressBar
from rich.rule import Rule
from rich.style import Style
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text
from rich.theme import Theme
from rich.tree import Tree


@dataclass
class Item:
    name: str
    sizes: list = field(default_factory=lambda: list(range(12)))
    parent: 'Item | None' = None


for system in ('truecolor', 'standard', None):
    console = Console(file=io.StringIO(), width=72, force_terminal=system is not None, color_system=system, theme=Theme({'warn': 'bold red on white'}), legacy_windows=False, _environ={})
    console.print('[bold]bold[/] [warn]warn[/warn] :smiley: 123 "str" None 0x1f http://a.b/c?d=1 {"k": [1.5]}')
    table = Table(title='[b]Table[/b]', box=box.DOUBLE_EDGE, show_footer=True, row_styles=['', 'dim'], caption='cap')
    table.add_column('Name', style='cyan', no_wrap=True, footer='foot')
    table.add_column('日本', justify='right', ratio=1)
    table.add_column('Long', max_width=20)
    table.add_row('a', '1', 'word ' * 12)
    table.add_section()
    table.add_row('[red]b', Text('2', 'green'), Panel('in', expand=False), style='on blue')
    console.print(table)
    tree = Tree('root', guide_style='bold blue')
    branch = tree.add('[green]one')
    branch.add('deep\nlines')
    branch.add(Panel('p'))
    tree.add('two')
    console.print(tree, Rule('rule'), Columns([f'item {i}' for i in range(9)], equal=True), Align.center('mid'), Padding('pad', (1, 4), style='on red'))
    console.print(Syntax('def f(x: int) -> str:\n    """doc"""\n    return f"{x!r}" # é\n', 'python', line_numbers=True, theme='monokai', word_wrap=True))
    console.print(Markdown('# Title\n\nSome *em* **strong** `code` text\n\n1. one\n   - sub\n2. two\n\n> quote\n\n```python\nx = 1\n```\n\n---\n'))
    console.print(Pretty(Item('x', parent=Item('y', [])), max_length=5), JSON('{"a": [true, null, 1.5, "s"]}'), Bar(100, 20, 60, width=30), ProgressBar(100, 40, width=30))
    console.print(Group('g1', 'g2'), Emoji('heart'), Text.assemble(('a', 'bold'), 'b', ('c', Style(italic=True, color='rgb(1,2,3)'))), justify='right')
    layout = Layout()
    layout.split_row(Layout(Panel('left'), name='l', size=20), Layout(name='r'))
    layout['r'].split_column(Layout(Panel('top')), Layout(Panel('bottom')))
    console.print(layout, height=8)
    print(console.file.getvalue())
console = Console(record=True, width=50, file=io.StringIO(), force_terminal=True, color_system='truecolor', _environ={})
console.print('[red]exported[/] & <html>')
print(console.export_html(inline_styles=True, clear=False), console.export_text(styles=True))
print(pretty_repr({'k': {i: 'x' * i for i in range(6)}, 's': {1}, 't': (1,), 'd': Item('z')}, max_width=40), escape('[b]x[/b]'))
text = Text('hello wonderful world, 日本語 text')
text.highlight_words(['world'], 'bold')
text.highlight_regex(r'w\w+', 'red')
print([str(line) for line in text.wrap(console, 12)], text.markup, text.cell_len, [s.plain for s in text.split(',')], Style.parse('bold not italic red on #112233'), Style.parse('red') + Style(bold=True))
try:
    console.print('[/nope]')
except MarkupError as e:
    print(e)
