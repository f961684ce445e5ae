"""What the bodies of library modules import, in order, found by importing them. Prints one line of JSON. See import-plan.ts."""

import builtins
import sys

real = builtins.__import__
plans = {}


def body():
    """The module whose body runs."""
    frame = sys._getframe(2)
    while frame is not None:
        if frame.f_code.co_name == '<module>':
            return frame.f_globals['__name__']
        frame = frame.f_back


def absolute_name(name, level, namespace):
    if level == 0:
        return name
    package = namespace['__package__'].split('.')
    base = '.'.join(package[: len(package) - level + 1])
    return f'{base}.{name}' if name else base


def note(plan, name):
    parts = name.split('.')
    for i in range(1, len(parts) + 1):
        wanted = '.'.join(parts[:i])
        if wanted not in plan:
            plan.append(wanted)


def traced(name, globals=None, locals=None, fromlist=(), level=0):
    plan = plans.setdefault(body(), [])
    wanted = absolute_name(name, level, globals)
    try:
        module = real(name, globals, locals, fromlist, level)
    except ModuleNotFoundError as e:
        for inner in plans.get(wanted, ()):
            if inner not in plan:
                plan.append(inner)
        if '!' + e.name not in plan:
            plan.append('!' + e.name)
        raise
    note(plan, wanted)
    for item in fromlist or ():
        inner = f'{wanted}.{item}'
        if inner in sys.modules and hasattr(sys.modules[wanted], '__path__'):
            note(plan, inner)
    return module


builtins.__import__ = traced
for name in sys.argv[1:]:
    real(name)
builtins.__import__ = real

for key, module in sys.modules.items():
    target = module.__spec__.name if module.__spec__ else key
    if target != key:
        # `os` and `collections` give a module of theirs a second name.
        plan = plans[key.split('.')[0]]
        plan.insert(plan.index(target) + 1, f'{key}={target}')

import json  # noqa: E402

packages = [name for name, module in sys.modules.items() if hasattr(module, '__path__')]
print(json.dumps({'plans': plans, 'packages': packages}))
