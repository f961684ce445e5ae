"""jinja2: inheritance, macros, loops, filters, a sandbox, error positions; markupsafe without its accelerator."""
# needs: jinja2 markupsafe

import markupsafe
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateSyntaxError, UndefinedError, meta
from jinja2.sandbox import SandboxedEnvironment, SecurityError

templates = {
    'base.html': '<title>{% block title %}Base{% endblock %}</title>\n{% block body %}{% endblock %}\n{# nothing #}',
    'macros.html': "{% macro cell(value, tag='td') -%}<{{ tag }}{{ kwargs|xmlattr }}>{{ value }}</{{ tag }}>{%- endmacro %}",
    'page.html': """{% extends 'base.html' %}
{% from 'macros.html' import cell %}
{% block title %}{{ super() }}: {{ title|upper }}{% endblock %}
{% block body %}
{%- for name, group in rows|groupby('kind') %}
{{ loop.index }}/{{ loop.length }} {{ name }}{{ ' last' if loop.last }}
  {%- for row in group|sort(attribute='price', reverse=true) %}
  {{ cell(row.name, class='x' ~ loop.index0) }}{{ cell('%.2f'|format(row.price), 'th') }}{{ loop.cycle('odd', 'even') }}
  {%- else %}none{% endfor %}
{%- endfor %}
{% set ns = namespace(total=0) %}{% for row in rows if row.price > 1 %}{% set ns.total = ns.total + row.price %}{% endfor -%}
total {{ ns.total|round(1) }} {{ rows|map(attribute='name')|join(', ') }} {{ missing|default('nothing') }}
{{ '<b>'|e }} {{ '<b>'|safe }} {{ [1, 2, 3, 4, 5]|batch(2, '-')|list }} {{ {'b': 1, 'a': [1, none]}|tojson }}
{{ 'a long line of words that must be wrapped'|wordwrap(16) }} {{ 1234567|filesizeformat }} {{ 'x y'|urlencode }}
{% raw %}{{ untouched }}{% endraw %} {% filter title %}some words{% endfilter %} {{ 3 is odd }} {{ 7 // 2 in [3] }}
{% endblock %}""",
}
env = Environment(loader=DictLoader(templates), autoescape=True, trim_blocks=False)
env.filters['shout'] = lambda text: f'{text}!'
rows = [
    {'name': 'Tea & milk', 'kind': 'drink', 'price': 2.5},
    {'name': 'Bread', 'kind': 'food', 'price': 1},
    {'name': 'Wine', 'kind': 'drink', 'price': 9.75},
]
print(env.get_template('page.html').render(title='a <list>', rows=rows))
print(env.from_string("{% for a in x recursive %}[{{ a.n }}{{ loop(a.c) }}]{% endfor %}").render(
    x=[{'n': 1, 'c': [{'n': 2, 'c': []}, {'n': 3, 'c': []}]}]))
print(sorted(meta.find_undeclared_variables(env.parse('{{ a }}{% set b = c %}{{ b }}{% for d in e %}{{ d }}{% endfor %}'))))
print(markupsafe.Markup('<i>%s</i>') % '<', markupsafe.escape('a\'"&'), markupsafe.Markup('a &lt; <b>b</b>').striptags())
for source in ('{% for %}', '{{ a', 'x\n\n{% endif %}', '{{ a|nofilter }}'):
    try:
        env.from_string(source)
    except TemplateSyntaxError as e:
        print(type(e).__name__, e.lineno, e.message)
for make, source in ((Environment(undefined=StrictUndefined), '{{ a.b.c }}'), (SandboxedEnvironment(), '{{ "".__class__.mro() }}'),
                     (Environment(), '{{ 1 / 0 }}')):
    try:
        print(make.from_string(source).render())
    except (UndefinedError, SecurityError, ZeroDivisionError) as e:
        print(type(e).__name__, e, e.__traceback__.tb_next.tb_next is not None)
print(env.compile('{% if a %}{{ b|shout }}{% endif %}', raw=True))
