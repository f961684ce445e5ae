"""tabulate: every table format, alignment, missing values and wide characters."""
# needs: tabulate

from tabulate import simple_separated_format, tabulate, tabulate_formats

rows = [['alpha', 1, 2.5, None], ['be\nta', -20, 1e10, 'x'], ['γάμμα', 300, 0.001, True], ['日本', 4, float('nan'), b'y']]
head = ['name', 'n', 'value', 'rest']
for name in sorted(tabulate_formats):
    print(name)
    print(tabulate(rows, head, tablefmt=name))
print(tabulate(rows, headers='firstrow', floatfmt='.2f', missingval='?', numalign='center', stralign='right'))
print(tabulate({'a': [1, 2], 'b': ['x']}, headers='keys', showindex=True))
print(tabulate([{'k': 1, 'l': 2}, {'k': 3, 'm': 4}], headers='keys', tablefmt=simple_separated_format(';')))
print(tabulate([['1.5', '2'], ['10', '-3.25']], disable_numparse=True), tabulate([], headers=['a']), sep='\n')
print(tabulate([['a', 'b']], colalign=('right', 'center'), headers=['wide head', 'second']))
