"""A unified diff of two texts."""
import difflib

old = [f'line {i * 7 % 50} of the text' for i in range(120)]
new = [line.replace('7', 'seven') for i, line in enumerate(old) if i % 9] + ['the end']
diff = list(difflib.unified_diff(old, new, 'old', 'new', lineterm=''))
print(len(diff))
print('\n'.join(diff[:12]))
print(difflib.get_close_matches('line 33 of teh text', old, 2), f'{difflib.SequenceMatcher(None, old, new).ratio():.4f}')
