# What an AttributeError knows of the attribute that was asked for, and what __getattr__ answers for.
def show(f):
    try:
        print(f())
    except AttributeError as e:
        print(e, e.name, type(e.obj).__name__)


class GetAttr:
    def __getattr__(self, name):
        raise AttributeError('no ' + name)


class Property:
    @property
    def p(self):
        raise AttributeError('p fails')


class Both(Property):
    def __getattr__(self, name):
        return 'answered ' + name


class BothRaise(Property):
    def __getattr__(self, name):
        raise AttributeError('second')


class Named:
    @property
    def p(self):
        raise AttributeError('named', name='q', obj=1)


show(lambda: Property().p)
for cls in GetAttr, Both, BothRaise, Named:
    print(cls.__name__)
    show(lambda: cls().p)
    show(lambda: getattr(cls(), 'p'))


def caught(o):
    try:
        return o.p
    except AttributeError as e:
        return e.name


print([caught(o) for o in (Property(), GetAttr())])
