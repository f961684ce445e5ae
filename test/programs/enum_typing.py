import enum, typing, abc
class Color(enum.Enum):
    RED = 1; GREEN = enum.auto(); ALIAS = 1
    @property
    def hex(self): return f'#{self.value:06x}'
class Perm(enum.Flag): R = 4; W = 2; X = 1; RWX = R | W | X
class Level(enum.IntEnum): LOW = 1; HIGH = 5
print(list(Color), Color.ALIAS, Color(2), Color['RED'].hex, Perm.R | Perm.X, ~Perm.R, Perm(7), Level.HIGH > 3, Level(1) + 1, Color.RED in Color, len(Perm))
try: Color(9)
except ValueError as e: print(e)
T = typing.TypeVar('T')
class Stack(typing.Generic[T]):
    def push(self, x: T) -> None: ...
class Proto(typing.Protocol):
    def run(self) -> int: ...
print(Stack[int], typing.get_type_hints(Stack.push), typing.Optional[int], int | None, typing.get_args(dict[str, list[int]]), typing.Callable[[int], str])
class Base(abc.ABC):
    @abc.abstractmethod
    def f(self): ...
try: Base()
except TypeError as e: print(e)
def g[U: int](x: U, *a: *tuple[int]) -> U: return x
type Alias[V] = list[V]
print(g.__type_params__, Alias.__value__, Alias[int], typing.NamedTuple('N', [('a', int)])(3), typing.TypedDict('D', {'k': int})(k=1))
