"""markdown: a page with all the usual elements and extensions."""
# needs: markdown

import markdown

SOURCE = """# Head *line* {#top .big}

A paragraph with `code`, **strong _nested_**, <em>html</em>, ![image](a.png "t"), [link](http://x.org/?a=1&b=2 'title')
and [ref][r] and <http://auto.link> and a hard  
break & an entity &copy; and \\*escaped\\*.

[r]: /there (Reference)

* item one
* item two

    second paragraph of it

    1. deep
    2. deeper

> quote
> > nested
> - list in quote

    indented code <b>

---

Setext
======

| left | right |
|:-----|------:|
| a    | `b|c` |

```python
def f(x): return x < 1
```

Term
:   Meaning[^1], with HTML.

[^1]: The *note*.

*[HTML]: Hyper Text

!!! warning "Mind"
    this text

<div markdown="1">
inside *this*
</div>

Ends "here" -- with dots... and 'quotes'.
"""
for extensions in ([], ['extra', 'toc', 'admonition', 'smarty', 'sane_lists', 'nl2br'], ['tables', 'fenced_code', 'meta', 'wikilinks']):
    converter = markdown.Markdown(extensions=extensions, output_format='html')
    print(converter.convert(SOURCE))
    print(getattr(converter, 'toc', None), getattr(converter, 'toc_tokens', None))
    print(sorted(converter.references.items()))
converter = markdown.Markdown(extensions=['meta', 'codehilite'], extension_configs={'codehilite': {'linenums': True}})
print(converter.convert('Title: x\nAuthors: a\n    b\n\n    :::python\n    print(1)\n'), converter.Meta)


class Strike(markdown.extensions.Extension):
    def extendMarkdown(self, md):
        md.inlinePatterns.register(markdown.inlinepatterns.SimpleTagInlineProcessor(r'()~~(.*?)~~', 'del'), 'del', 175)


print(markdown.markdown('a ~~b~~ c', extensions=[Strike()]))
