"""Reads, changes and writes JSON with the standard library."""
import json

text = json.dumps({'items': [{'id': i, 'name': f'n{i}', 'price': i / 4, 'tags': ['a', 'b'][: i % 3]} for i in range(1500)]})
data = json.loads(text)
for item in data['items']:
    item['price'] = round(item['price'] * 1.19, 2)
    if item['id'] % 10 == 0:
        item['note'] = 'über "alles"'
out = json.dumps(data, ensure_ascii=False, separators=(',', ':'))
print(len(text), len(out), out[:120])
print(sum(item['price'] for item in json.loads(out)['items'] if not item['tags']))
