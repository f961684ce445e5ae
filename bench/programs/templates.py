"""A template engine compiled to closures: tags, filters, loops, conditions; HTML tables and mails are rendered."""

import re
import string
import sys

TAG = re.compile(r'(\{\{.*?\}\}|\{%.*?%\})', re.S)

PAGE = """\
<h1>{{ title|upper }}</h1>
{% if user.admin %}<p class="admin">{{ user.name|escape }}</p>{% else %}<p>{{ user.name|escape|lower }}</p>{% end %}
<table>
{% for row in rows %}  <tr class="{{ loop.parity }}"><td>{{ row.id }}</td><td>{{ row.name|escape }}</td>
    <td>{{ row.price|money }}</td>{% if row.stock %}<td>{{ row.stock }}</td>{% else %}<td>sold out</td>{% end %}
    {% for tag in row.tags %}<span>{{ tag|title }}</span>{% end %}</tr>
{% end %}</table>
<p>{{ rows|length }} rows, {{ total|money }}</p>
"""

MAIL = string.Template('Dear $name,\nyour order $number of $count items ($amount) has left us.\n$$5 are returned.\n')


class TemplateError(Exception):
    pass


def escape(text):
    return text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;').replace('"', '&quot;')


FILTERS = {
    'upper': str.upper,
    'lower': str.lower,
    'title': str.title,
    'escape': escape,
    'length': len,
    'money': lambda value: f'${value:,.2f}',
}


def compile_path(path):
    first, *rest = path.split('.')

    def look_up(scope):
        for names in reversed(scope):
            if first in names:
                value = names[first]
                break
        else:
            raise TemplateError(f'no {first}')
        for name in rest:
            value = value[name] if isinstance(value, dict) else getattr(value, name)
        return value

    return look_up


def compile_expression(text):
    path, *names = text.strip().split('|')
    value_of = compile_path(path)
    try:
        filters = [FILTERS[name] for name in names]
    except KeyError as e:
        raise TemplateError(f'no filter {e.args[0]}') from None

    def evaluate(scope):
        value = value_of(scope)
        for apply in filters:
            value = apply(value)
        return value

    return evaluate


class Loop:
    def __init__(self):
        self.index = 0

    @property
    def parity(self):
        return 'even' if self.index % 2 == 0 else 'odd'


class Template:
    def __init__(self, source):
        self.parts = TAG.split(source)
        self.at = 0
        self.render_all = self.compile_block(())
        if self.at < len(self.parts):
            raise TemplateError('unexpected end')

    def compile_block(self, stops):
        steps = []
        while self.at < len(self.parts):
            part = self.parts[self.at]
            if part.startswith('{{'):
                self.at += 1
                steps.append(self.output(compile_expression(part[2:-2])))
            elif part.startswith('{%'):
                words = part[2:-2].split()
                if words[0] in stops:
                    break
                self.at += 1
                if words[0] == 'for':
                    steps.append(self.compile_for(words[1], compile_expression(words[3])))
                elif words[0] == 'if':
                    steps.append(self.compile_if(compile_expression(words[1])))
                else:
                    raise TemplateError(f'no tag {words[0]}')
            else:
                self.at += 1
                if part:
                    steps.append(self.text(part))

        def render(scope, out):
            for step in steps:
                step(scope, out)

        return render

    def end(self, *words):
        if self.at == len(self.parts):
            raise TemplateError(f'{" or ".join(words)} is missing')
        self.at += 1
        return self.parts[self.at - 1][2:-2].strip()

    def text(self, text):
        return lambda scope, out: out.append(text)

    def output(self, evaluate):
        return lambda scope, out: out.append(str(evaluate(scope)))

    def compile_for(self, name, items):
        body = self.compile_block(('end',))
        self.end('end')

        def render(scope, out):
            loop = Loop()
            scope.append({'loop': loop})
            for index, item in enumerate(items(scope)):
                loop.index = index
                scope[-1][name] = item
                body(scope, out)
            scope.pop()

        return render

    def compile_if(self, condition):
        body = self.compile_block(('else', 'end'))
        other = None
        if self.end('else', 'end') == 'else':
            other = self.compile_block(('end',))
            self.end('end')

        def render(scope, out):
            if condition(scope):
                body(scope, out)
            elif other is not None:
                other(scope, out)

        return render

    def render(self, **names):
        out = []
        self.render_all([names], out)
        return ''.join(out)


class User:
    def __init__(self, name, admin):
        self.name = name
        self.admin = admin


def rows(count, page):
    return [
        {
            'id': i,
            'name': f'Item <{i * 7 % 100}> & "co"',
            'price': (i * 37 % 1000) * 1.25,
            'stock': i * page % 9,
            'tags': ['new', 'red hot', 'last chance'][: i % 4],
        }
        for i in range(count)
    ]


def main(size):
    template = Template(PAGE)
    length = 0
    checksum = 0
    for page in range(size):
        items = rows(60, page)
        text = template.render(
            title=f'page {page}', user=User(f'Ann <{page}>', page % 3 == 0), rows=items, total=sum(r['price'] for r in items)
        )
        length += len(text)
        checksum = (checksum * 31 + text.count('sold out') + text.count('&lt;')) % 1000003
        for item in items[::4]:
            mail = MAIL.substitute(name=item['name'], number=item['id'], count=page, amount=f'{item["price"]:.2f}')
            length += len(mail)
    print(length, checksum)
    print(text[:400])
    print(mail, end='')
    for bad in ('{% for x in y %}', '{{ x|nothing }}', '{% while x %}'):
        try:
            Template(bad)
        except TemplateError as e:
            print(e)


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2400)
