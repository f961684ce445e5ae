"""PyYAML: loading and dumping of every construct, tags, anchors, events, nodes and errors."""
# needs: yaml

import datetime
import io

import yaml

TEXT = '''%YAML 1.1
---
plain: a text with # no comment
quoted: ["single ''", 'it''s', "tab\\t\\u263A \\x41"]
numbers: [1, -2, 0x1F, 0o17, 017, 1_000, 3.14, 1e3, .inf, -.INF, .NaN, 190:20:30, 0b101]
words: [yes, No, on, ~, null, True, y]
dates: [2001-12-14, 2001-12-14t21:59:43.10-05:00, 2001-12-15 2:59:43.10]
literal: |
  line one
    indented
  last
folded: >-
  some
  folded

  text
kept: |+2
    two

base: &base {a: 1, b: [x, y]}
derived:
  <<: *base
  b: 3
? |
  a block
  as key
: - nested
  -
    - deeper
  - ? set
binary: !!binary R0lGODlhDAAMAIQAAP//9/X1
set: !!set {one, two}
ordered: !!omap [a: 1, b: 2]
pairs: !!pairs [a: 1, a: 2]
tuple: !!python/tuple [1, 2]
...
---
second
'''
for document in yaml.load_all(TEXT.replace('!!python/tuple ', ''), yaml.SafeLoader):
    print(document)
print(yaml.full_load('!!python/tuple [1, 2]'), yaml.unsafe_load('!!python/name:len'), yaml.unsafe_load('!!python/object/apply:fractions.Fraction [3, 4]'))
for kind in (yaml.scan, yaml.parse):
    print([str(e)[:70] for e in kind('a: &x [1, "two"]\nb: *x\n', yaml.SafeLoader)])
print(yaml.serialize(yaml.compose('a: {b: [1, 2]}')), yaml.emit(yaml.parse('{x: !t y}')))

shared = [1, 2]
data = {
    'text': 'multi\nline\n', 'special': ['', 'yes', '12', '1.5', 'null', ' lead', 'a: b', '# x', '- y', 'é☺', '\x07bell', '!tag', "it's", '%', '2001-01-01'],
    'shared': [shared, shared], 'nested': {'k': [{'a': 1, 'b': {}}, []]}, 'floats': [1.0, 1e20, float('inf'), float('nan'), 0.1],
    'none': None, 'bool': True, 'bytes': b'\x00\xff' * 30, 'date': datetime.date(2024, 2, 29), 'when': datetime.datetime(2024, 2, 29, 12, 30, 15, 123000),
    'set': {'only'}, 'long': 'word ' * 40, 7: ('t', 1),
}
data['self'] = data['nested']
for options in ({}, {'default_flow_style': True, 'width': 60}, {'default_style': '"', 'allow_unicode': True}, {'indent': 4, 'sort_keys': False, 'explicit_start': True, 'explicit_end': True, 'version': (1, 2), 'default_style': '|'}):
    safe = {k: v for k, v in data.items() if k != 7}
    out = yaml.safe_dump(safe if options.get('sort_keys', True) else {k: safe[k] for k in list(safe)[:3]}, **options)
    print(out)
again = yaml.safe_load(yaml.safe_dump({k: v for k, v in data.items() if k not in (7, 'floats')}))
print(again == {k: v for k, v in data.items() if k not in (7, 'floats')}, again['shared'][0] is again['shared'][1])


class Point(yaml.YAMLObject):
    yaml_tag = '!point'
    yaml_loader = yaml.SafeLoader

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return f'Point({self.x}, {self.y})'


yaml.add_constructor('!sum', lambda loader, node: sum(loader.construct_sequence(node)), yaml.SafeLoader)
yaml.add_implicit_resolver('!dice', __import__('re').compile(r'^\d+d\d+$'), Loader=yaml.SafeLoader)
yaml.add_constructor('!dice', lambda loader, node: tuple(map(int, node.value.split('d'))), yaml.SafeLoader)
yaml.add_representer(complex, lambda dumper, v: dumper.represent_scalar('!complex', str(v)))
print(yaml.safe_load('[!point {x: 1, y: 2}, !sum [1, 2, 3], 3d6]'), yaml.dump([Point(3, 4), 2j, (1, 2), len, Point]))
for bad in ('a: [1, 2', 'a: b: c', '\tx', '*missing', '- a\n b', '"open', '{a: 1, a', '!!python/object:os.x {}', 'a: !nope x', '? - [\n', '\x01', '&a &b c', '%TAG', 'a\n---\n: ]'):
    try:
        print(repr(bad), list(yaml.safe_load_all(bad)))
    except yaml.YAMLError as e:
        print(repr(bad), type(e).__name__, str(e).replace('\n', ' | '))
print(yaml.safe_load(io.BytesIO('é: ü'.encode('utf-16'))), yaml.dump_all([1, {'a': 2}], explicit_start=True))
