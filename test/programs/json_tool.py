import json
with open('data/config.json', encoding='utf-8') as f:
    data = json.load(f)
print(json.dumps(data, indent=2, sort_keys=True))
print(json.dumps(data, separators=(',', ':'), ensure_ascii=False))
try:
    json.loads('{"a": [1, 2,}')
except json.JSONDecodeError as e:
    print(e.msg, e.lineno, e.colno)
class Encoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, set): return sorted(o)
        return super().default(o)
print(json.dumps({'s': {3, 1, 2}}, cls=Encoder))
print(json.loads('[1e3, -0.0, 12345678901234567890]', parse_float=str))
