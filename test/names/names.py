"""The names of the builtin types and of some modules, one a line with its signature, sorted."""

import ast
import builtins
import collections
import dataclasses
import enum
import functools
import importlib
import inspect
import io
import itertools
import math
import operator
import os
import re
import sys
import time
import types
import typing

MODULES = [
    builtins, sys, types, inspect, ast, importlib, itertools, functools, collections,
    operator, typing, enum, dataclasses, re, io, os, time, math,
]

# Types that no module names; they are reached through a value.
NAMELESS = [
    type(value)
    for value in (
        iter([]), reversed([]), iter(()), iter(""), iter("\u1234"), iter(b""), iter(bytearray()), iter(range(0)),
        iter(range(2**70)), iter(set()), iter({}), reversed({}), {}.keys(), {}.values(), {}.items(), iter({}.values()),
        iter({}.items()), reversed({}.values()), reversed({}.items()), iter(memoryview(b"")), iter(len, 0), iter(types.GenericAlias(list, int)),
        "".__len__, len, (lambda: 0).__code__.co_lines(), (lambda: 0).__code__.co_positions(), int | str, re.compile(""),
        re.match("", ""), re.finditer("", ""), re.compile("").scanner(""), iter(collections.deque()), reversed(collections.deque()),
        collections.OrderedDict().keys(), collections.OrderedDict().values(), collections.OrderedDict().items(), iter(collections.OrderedDict()),
        functools.lru_cache(len), itertools.tee([])[0], next(itertools.groupby([0]))[1], sys.flags, sys.float_info, sys.hash_info, sys.int_info,
        sys.thread_info, sys.version_info, sys.implementation, os.scandir, time.localtime(), NotImplemented, Ellipsis, None,
    )
]


def signature(value):
    """The text of the signature, the error there is instead, or nothing for what cannot be called."""
    if not callable(value):
        return ""
    try:
        text = str(inspect.signature(value))
    except (ValueError, TypeError) as error:
        text = f"{type(error).__name__}: {error}"
    return re.sub(r"0x[0-9a-f]+", "0x", text).replace("\n", " ")


# How a class came to be, not what it offers; __vectorcalloffset__ is a place in a C structure.
MAKING = {"__dict__", "__module__", "__weakref__", "__firstlineno__", "__static_attributes__", "__vectorcalloffset__"}


@functools.cache
def names(cls):
    """What dir() names in a class, each with its signature."""
    return {name: signature(getattr(cls, name, None)) for name in type.__dir__(cls) if name not in MAKING}


def members(cls):
    """The names of a class without what looks the same in one of its bases."""
    bases = [names(base) for base in cls.__mro__[1:]]
    return [(name, text) for name, text in names(cls).items() if not any(base.get(name) == text for base in bases)]


def walk():
    seen = set()
    classes = list(NAMELESS)
    for module in MODULES:
        for name in dir(module):
            value = getattr(module, name)
            yield f"{module.__name__}.{name}", signature(value)
            if isinstance(value, type):
                classes.append(value)
    while classes:
        cls = classes.pop()
        if cls in seen:
            continue
        seen.add(cls)
        classes += cls.__mro__[1:]
        for name, text in members(cls):
            yield f"{cls.__module__}.{cls.__qualname__}.{name}", text


for line in sorted({f"{name} {text}".rstrip() for name, text in walk()}):
    print(line)
