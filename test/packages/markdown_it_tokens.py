"""markdown-it, mistune and commonmark: one text through three parsers, with plugins, renderers and trees."""
# needs: markdown_it mdurl mistune commonmark

import json

import commonmark
import mistune
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

TEXT = '''# Head *em* `code`

Setext **strong**
---

Para with [link](http://example.org/a?b=c&d "t\\"itle"), ![img *alt*](<a b.png>), <http://auto.link>, [ref], [ref][other], [^n]\\
hard  
break &copy; &#35; \\* <b>html</b> ***both*** _a_b_ **a*b*c** ~~del~~ http://bare.org

> quote
lazy
> - list in quote
>
>   with para

1. one
   * sub
     more

       code in list
2. two

10) ten

- [ ] task
- [x] done

```python title
x = "<&>"
```

~~~
tilde
~~~

    indented

<div class="x">
*raw*
</div>

| a | b\\|c |
|:--|:-:|
| 1 | `x` |

***

[ref]: <http://ref.org/(x)> 'title'
[other]: /other
[^n]: note é
'''
for preset, enabled in (('commonmark', []), ('js-default', []), ('default', ['table', 'strikethrough']), ('zero', ['emphasis'])):
    md = MarkdownIt(preset, {'typographer': True, 'linkify': False} if preset != 'zero' else {}).enable(enabled + (['replacements', 'smartquotes'] if preset == 'js-default' else []))
    print(preset, md.render(TEXT), sep='\n')
md = MarkdownIt().enable('table')
tokens = md.parse(TEXT)
print([(t.type, t.tag, t.nesting, t.map, t.level, t.markup, t.info, t.attrs) for t in tokens])
print(json.dumps([t.as_dict() for t in tokens[:3]], sort_keys=True), md.get_active_rules())
print(SyntaxTreeNode(tokens).pretty(indent=2, show_text=True))


def render_em_open(self, tokens, idx, options, env):
    return '<EM>'


md.add_render_rule('em_open', render_em_open)
md.disable(['link', 'html_block'])
print(md.renderInline('*x* [a](b)'), md.render('<div>\n*a*\n</div>'))
print(mistune.html(TEXT))
parser = mistune.create_markdown(renderer='ast', plugins=['strikethrough', 'footnotes', 'table', 'task_lists', 'url'])
print(json.dumps(parser(TEXT), sort_keys=True, ensure_ascii=False))
print(mistune.create_markdown(plugins=['strikethrough', 'footnotes', 'table', 'task_lists', 'url', 'def_list', 'abbr'])(TEXT + '\nterm\n: def\n\n*[HTML]: Hyper\n\nHTML'))
tree = commonmark.Parser().parse(TEXT)
print(commonmark.HtmlRenderer({'sourcepos': True}).render(tree), commonmark.dumpJSON(tree), sep='\n')
print(commonmark.commonmark(TEXT, 'rst'))
print([(node.t, entering) for node, entering in commonmark.Parser().parse('a *b* [c](d)').walker()])
