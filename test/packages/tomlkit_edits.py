"""tomlkit: editing documents in place, all value types, arrays of tables, and parse errors."""
# needs: tomlkit

import datetime

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Table

TEXT = '''# head
title = "TOML" # the title
"quoted key" = 'literal\\n'
a.b.c = 1
numbers = [ 1, +2, -3,
  0xff, 0o17, 0b1010, 1_000, # counted
  3.14, -1e3, inf, nan ]
text = """
one \\
   two\\tthree"""
raw = \'\'\'
as 'is'\'\'\'
when = [1979-05-27T07:32:00Z, 1979-05-27T00:32:00.999-07:00, 1979-05-27, 07:32:00.5]

[server]   # main
host = "x"
ports = [ 80 , 443 ]
inline = { x = 1, "y z" = [true, false], n = { m = 2 } }

[server.tls]
on = true

[[items]]
name = "one"
  [items.detail]
  size = 1

[[items]]
name = "two"

[x.y.z]
w = 1
'''
doc = tomlkit.parse(TEXT)
print(doc.as_string() == TEXT, doc.unwrap())
doc['title'] = 'New "title"'
doc['title'].comment('changed')
doc['server']['ports'].append(8080)
doc['server']['ports'].insert(0, 22)
doc['numbers'].multiline(True)
doc['server'].add('user', tomlkit.inline_table().append('name', 'é').append('age', 3))
doc['server']['tls']['versions'] = [1.2, 1.3]
del doc['a']
doc['items'].append(tomlkit.table().append('name', 'three'))
doc['items'][0]['detail']['size'] += 41
doc['server'].update({'host': 'y', 'fresh': datetime.date(2024, 1, 2)})
doc.add(tomlkit.nl())
doc.add(tomlkit.comment('the end'))
new = tomlkit.table()
new.add('k', tomlkit.string('multi\nline', multiline=True))
new.add(tomlkit.key(['dotted', 'key']), tomlkit.item([1, {'a': 2}]))
new.indent(2)
doc['new'] = new
print(doc.as_string())
print(isinstance(doc['server'], Table), doc['server'].get('none', 5), list(doc['server']), 'tls' in doc['server'], doc.get('x'), doc['x']['y'].unwrap())
built = tomlkit.document()
built.add('date', datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc))
built['list'] = []
for i in range(3):
    built['list'].append({'i': i})
aot = tomlkit.aot()
aot.append(tomlkit.item({'q': 1, 'nested': {'r': {'s': None or 'x'}}}))
built['tables'] = aot
print(tomlkit.dumps(built), tomlkit.dumps({'b': 1, 'a': {'c': [1.5, True], 'd': {}}}, sort_keys=True), tomlkit.loads(tomlkit.dumps(built)) == built)
for bad in ('a = ', 'a = 1\na = 2', '[x]\n[x]', 'a = [1', '= 1', 'a = "\\q"', 'a = 1979-13-01', 'x = {a = 1', 'a = 01', 'b = tru', 'a.b = 1\na = 2', '[[a]]\n[a]', 'a = "x\ny"', 'a = 1 b = 2'):
    try:
        print(repr(bad), tomlkit.parse(bad).unwrap())
    except (TOMLKitError, ValueError) as e:
        print(repr(bad), type(e).__name__, e)
