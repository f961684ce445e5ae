"""A little Markdown to HTML."""
import html
import re

SOURCE = """# Title

Some *emphasis*, some **strong** words and `code < here`.

- one
- two [link](http://example.org/?a=1&b=2)

1 < 2 & 3
""" * 40


def inline(text):
    text = html.escape(text, quote=False)
    text = re.sub(r'`([^`]+)`', r'<code>\1</code>', text)
    text = re.sub(r'\*\*([^*]+)\*\*', r'<strong>\1</strong>', text)
    text = re.sub(r'\*([^*]+)\*', r'<em>\1</em>', text)
    return re.sub(r'\[([^\]]+)\]\(([^)]+)\)', lambda m: f'<a href="{m[2]}">{m[1]}</a>', text)


out = []
for block in SOURCE.split('\n\n'):
    block = block.strip()
    if block.startswith('#'):
        level = len(block) - len(block.lstrip('#'))
        out.append(f'<h{level}>{inline(block[level:].strip())}</h{level}>')
    elif block.startswith('- '):
        out.append('<ul>' + ''.join(f'<li>{inline(line[2:])}</li>' for line in block.splitlines()) + '</ul>')
    elif block:
        out.append(f'<p>{inline(block)}</p>')
print('\n'.join(out[:4]))
print(len(out), sum(map(len, out)))
