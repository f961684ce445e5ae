"""attrs: validated, converted, frozen and slotted classes; evolution and conversion to plain data."""
# needs: attr

import attr
from attr import validators


@attr.s(slots=True, order=True)
class Version:
    major = attr.ib(converter=int, validator=validators.ge(0))
    minor = attr.ib(converter=int, default=0)
    tags = attr.ib(factory=list, order=False, repr=lambda tags: '/'.join(tags) or '-')


@attr.define(frozen=True)
class Package:
    name: str = attr.field(validator=[validators.instance_of(str), validators.matches_re(r'[a-z][a-z0-9-]*')])
    version: Version
    requires: dict[str, Version] = attr.Factory(dict)
    label: str = attr.field(init=False)

    @label.default
    def _label(self):
        return f'{self.name}-{self.version.major}.{self.version.minor}'


versions = [Version('3', '11'), Version(2, 7, ['old']), Version(3)]
print(sorted(versions))
base = Package('core', versions[0])
top = Package('web-app', Version(1), {'core': versions[0], 'legacy': versions[1]})
print(base)
print(top)
print(attr.asdict(top))
print(attr.astuple(base))
print(attr.evolve(top, name='cli-app') == top, attr.evolve(base) == base, hash(base.label) == hash('core-3.11'))
print([(f.name, f.type, f.init) for f in attr.fields(Package)])

for attempt in (
    lambda: Version(-1),
    lambda: Version('x'),
    lambda: Package('Bad Name', versions[0]),
    lambda: Package(5, versions[0]),
    lambda: setattr(base, 'name', 'other'),
    lambda: setattr(versions[0], 'unknown', 1),
    lambda: Package(),
):
    try:
        attempt()
    except Exception as e:
        print(type(e).__name__, e if not isinstance(e, TypeError) or len(e.args) == 1 else e.args[0])

Point = attr.make_class('Point', {'x': attr.ib(default=1), 'y': attr.ib(default=2, kw_only=True)}, eq=True)
print(Point(), Point(5, y=6), Point() == Point(1, y=2), Point(1) == Point(2))
print(attr.asdict(top, filter=attr.filters.exclude(dict), value_serializer=lambda _, f, v: f'{v}!' if isinstance(v, str) else v))
