import string
t = string.Template('$who owes ${what} $$5')
print(t.substitute(who='Bob', what='me'), t.safe_substitute(who='X'), t.get_identifiers())
print('{0:>10}|{1:^9.3f}|{2!r:<6}|{a[k]}|{b.real:+d}'.format('x', 3.14159, 'q', a={'k': 1}, b=7), '{:,}'.format(1234567), '{:_x}'.format(2**40), f'{1e10:g} {255:#b} {0.5:%}')
print('%-5s|%05d|%x|%e|%r|%%' % ('ab', 42, 255, 12345.678, None), '%(a)s' % {'a': 1}, string.capwords('the quick  fox'), string.Formatter().format('{} {x}', 1, x=2))
print('héllo wörld'.title(), 'ß'.upper(), 'ΑΣ'.lower(), 'a,b,,c'.split(','), ' x '.strip() + '|', 'abc'.translate(str.maketrans('ab', 'xy', 'c')), 'x'.center(5, '*'), 'tEst'.swapcase(), '٣'.isdigit(), '10'.zfill(5))
