import difflib
a = open('data/poem.txt').read().splitlines(keepends=True)
b = [l.replace('goes', 'leads') for l in a if 'maps' not in l] + ['the end\n']
print(''.join(difflib.unified_diff(a, b, 'a', 'b')))
print(''.join(difflib.ndiff(a[:3], b[:3])))
print(difflib.get_close_matches('appel', ['ape', 'apple', 'peach', 'puppy']))
print(round(difflib.SequenceMatcher(None, 'abcd efgh', 'abed fegh').ratio(), 4))
