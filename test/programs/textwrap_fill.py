import textwrap
text = ' '.join(open('data/poem.txt').read().split())
print(textwrap.fill(text, 40)); print(textwrap.indent(textwrap.fill(text, 30, initial_indent='* ', subsequent_indent='  '), '> '))
print(textwrap.shorten(text, 50)); print(textwrap.dedent('''
    a
      b
    c'''))
