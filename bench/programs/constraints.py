"""One-way constraints kept true by planning: a class hierarchy, strengths, walks through an object graph."""

import sys


class Strength:
    def __init__(self, level, name):
        self.level = level
        self.name = name

    def stronger_than(self, other):
        return self.level < other.level

    def weaker_than(self, other):
        return self.level > other.level


REQUIRED = Strength(0, 'required')
STRONG = Strength(1, 'strong')
PREFERRED = Strength(2, 'preferred')
NORMAL = Strength(3, 'normal')
WEAK = Strength(4, 'weak')
WEAKEST = Strength(5, 'weakest')
LEVELS = [REQUIRED, STRONG, PREFERRED, NORMAL, WEAK, WEAKEST]


def weakest_of(a, b):
    return a if a.weaker_than(b) else b


class Variable:
    def __init__(self, name, value=0):
        self.name = name
        self.value = value
        self.constraints = []
        self.determined_by = None
        self.mark = 0
        self.strength = WEAKEST
        self.stay = True

    def __repr__(self):
        return f'{self.name}={self.value}'


class Constraint:
    """A relation with methods that each compute one of its variables from the others."""

    def __init__(self, strength):
        self.strength = strength

    def attach(self, planner):
        for v in self.variables():
            v.constraints.append(self)
        self.unsatisfy()
        planner.add(self)

    def detach(self, planner):
        satisfied = self.satisfied
        if satisfied:
            planner.remove(self)
        for v in self.variables():
            v.constraints.remove(self)

    @property
    def is_input(self):
        return False

    @property
    def satisfied(self):
        raise NotImplementedError

    def satisfy(self, mark, planner):
        self.choose(mark)
        if not self.satisfied:
            if self.strength is REQUIRED:
                raise RuntimeError('a required constraint cannot be satisfied')
            return None
        for v in self.inputs():
            v.mark = mark
        out = self.output()
        overridden = out.determined_by
        if overridden is not None:
            overridden.unsatisfy()
        out.determined_by = self
        if not planner.propagate(self, mark):
            raise RuntimeError('a cycle of constraints')
        out.mark = mark
        return overridden

    def known(self, mark):
        return all(v.mark == mark or v.stay or v.determined_by is None for v in self.inputs())


class Unary(Constraint):
    def __init__(self, variable, strength, planner):
        super().__init__(strength)
        self.variable = variable
        self.on = False
        self.attach(planner)

    def variables(self):
        return [self.variable]

    def choose(self, mark):
        v = self.variable
        self.on = v.mark != mark and self.strength.stronger_than(v.strength)

    @property
    def satisfied(self):
        return self.on

    def unsatisfy(self):
        self.on = False

    def output(self):
        return self.variable

    def inputs(self):
        return []

    def recalculate(self):
        self.variable.strength = self.strength
        self.variable.stay = not self.is_input
        if self.variable.stay:
            self.execute()

    def execute(self):
        pass


class Stay(Unary):
    pass


class Edit(Unary):
    @property
    def is_input(self):
        return True


class Binary(Constraint):
    def __init__(self, first, second, strength, planner):
        super().__init__(strength)
        self.first = first
        self.second = second
        self.direction = 0
        self.attach(planner)

    def variables(self):
        return [self.first, self.second]

    def choose(self, mark):
        a, b = self.first, self.second
        if a.mark == mark:
            self.direction = 1 if b.mark != mark and self.strength.stronger_than(b.strength) else 0
        elif b.mark == mark:
            self.direction = -1 if self.strength.stronger_than(a.strength) else 0
        elif a.strength.weaker_than(b.strength):
            self.direction = -1 if self.strength.stronger_than(a.strength) else 0
        else:
            self.direction = 1 if self.strength.stronger_than(b.strength) else 0

    @property
    def satisfied(self):
        return self.direction != 0

    def unsatisfy(self):
        self.direction = 0

    def output(self):
        return self.second if self.direction > 0 else self.first

    def input(self):
        return self.first if self.direction > 0 else self.second

    def inputs(self):
        return [self.input()]

    def recalculate(self):
        source, out = self.input(), self.output()
        out.strength = weakest_of(self.strength, source.strength)
        out.stay = source.stay
        if out.stay:
            self.execute()


class Equal(Binary):
    def execute(self):
        self.output().value = self.input().value


class Scale(Binary):
    """second = first * scale + offset"""

    def __init__(self, first, second, scale, offset, strength, planner):
        self.scale = scale
        self.offset = offset
        super().__init__(first, second, strength, planner)

    def variables(self):
        return super().variables() + [self.scale, self.offset]

    def inputs(self):
        return super().inputs() + [self.scale, self.offset]

    def execute(self):
        if self.direction > 0:
            self.second.value = self.first.value * self.scale.value + self.offset.value
        else:
            self.first.value = (self.second.value - self.offset.value) // self.scale.value

    def recalculate(self):
        source, out = self.input(), self.output()
        out.strength = weakest_of(self.strength, source.strength)
        out.stay = source.stay and self.scale.stay and self.offset.stay
        if out.stay:
            self.execute()


class Planner:
    def __init__(self):
        self.marks = 0

    def new_mark(self):
        self.marks += 1
        return self.marks

    def add(self, constraint):
        mark = self.new_mark()
        overridden = constraint.satisfy(mark, self)
        while overridden is not None:
            overridden = overridden.satisfy(mark, self)

    def remove(self, constraint):
        out = constraint.output()
        constraint.unsatisfy()
        loose = self.unsatisfied_below(out)
        for strength in LEVELS:
            for c in loose:
                if c.strength is strength:
                    self.add(c)

    def unsatisfied_below(self, out):
        out.determined_by = None
        out.strength = WEAKEST
        out.stay = True
        loose = []
        todo = [out]
        while todo:
            v = todo.pop()
            loose.extend(c for c in v.constraints if not c.satisfied)
            for c in self.consumers(v):
                c.recalculate()
                todo.append(c.output())
        return loose

    def consumers(self, v):
        return [c for c in v.constraints if c is not v.determined_by and c.satisfied]

    def propagate(self, constraint, mark):
        todo = [constraint]
        while todo:
            c = todo.pop()
            if c.output().mark == mark:
                return False
            c.recalculate()
            todo.extend(self.consumers(c.output()))
        return True

    def plan(self, sources):
        mark = self.new_mark()
        plan = []
        todo = list(sources)
        while todo:
            c = todo.pop()
            if c.output().mark != mark and c.known(mark):
                plan.append(c)
                c.output().mark = mark
                todo.extend(self.consumers(c.output()))
        return plan

    def change(self, variable, values):
        edit = Edit(variable, PREFERRED, self)
        plan = self.plan([edit])
        for value in values:
            variable.value = value
            for c in plan:
                c.execute()
        edit.detach(self)


def chain(n):
    """Equality runs along a chain of variables: an edit at one end reaches the other."""
    planner = Planner()
    variables = [Variable(f'v{i}') for i in range(n + 1)]
    for a, b in zip(variables, variables[1:]):
        Equal(a, b, REQUIRED, planner)
    Stay(variables[-1], STRONG, planner)
    total = 0
    for value in range(20):
        planner.change(variables[0], [value])
        total += variables[-1].value
    return total, variables[-1]


def projection(n):
    """Pairs that depend on a common scale and offset, edited from both sides."""
    planner = Planner()
    scale = Variable('scale', 10)
    offset = Variable('offset', 1000)
    sources, targets = [], []
    for i in range(n):
        source, target = Variable(f'src{i}', i), Variable(f'dst{i}', i)
        Stay(source, NORMAL, planner)
        Scale(source, target, scale, offset, REQUIRED, planner)
        sources.append(source)
        targets.append(target)
    planner.change(sources[0], [17])
    planner.change(targets[-1], [1050])
    planner.change(scale, [5])
    planner.change(offset, [2000, 3000])
    return targets[0], sources[-1], sum(t.value for t in targets)


def main(size):
    print(*chain(size))
    for n in range(size // 2, size, max(size // 4, 1)):
        print(*projection(n))


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40000)
