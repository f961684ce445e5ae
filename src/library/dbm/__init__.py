"""Databases of bytes by bytes, in whatever format a file has (Library Reference, "dbm").

open(file, flag, mode) opens a database: 'r' to read it, 'w' to change it, 'c' to make it where there is none, 'n' to begin with an empty one.
whichdb(filename) tells what module a database belongs to.
"""
import importlib
import os
import sys

__all__ = ['open', 'whichdb', 'error']


class error(Exception):
    """The base of what the modules raise."""


_base = error
_names = ['dbm.sqlite3', 'dbm.gnu', 'dbm.ndbm', 'dbm.dumb']
_modules = {}
_defaultmod = None

# What a caller catches: the error of each module derives from these.
error = (_base, OSError)

_SQLITE = b'SQLite format 3\x00'
_GDBM = {0x13579ACD, 0x13579ACE, 0x13579ACF}


def _load(name):
    """The module of a kind; ImportError where this interpreter has none."""
    module = _modules.get(name)
    if module is None:
        module = _modules[name] = importlib.import_module(name)
    return module


def _default():
    """The first kind that is available."""
    global _defaultmod
    if _defaultmod is None:
        for name in _names:
            try:
                _defaultmod = _load(name)
                break
            except ImportError:
                continue
        else:
            raise ImportError(f'no dbm clone found; tried {_names}')
    return _defaultmod


def open(file, flag='r', mode=0o666):
    """Opens a database and returns a mapping of bytes to bytes; str keys and values are encoded in UTF-8."""
    kind = None if 'n' in flag else whichdb(file)
    if kind is not None:
        if kind == '':
            raise error[0]('db type could not be determined')
        try:
            module = _load(kind)
        except ImportError:
            raise error[0](f'db type is {kind}, but the module is not available') from None
    elif 'c' in flag or 'n' in flag:
        module = _default()
    else:
        raise error[0]("db file doesn't exist; use 'c' or 'n' flag to create a new db")
    return module.open(file, flag, mode)


def _read(path, count):
    """The first bytes of a file; None where it cannot be read."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, 'O_BINARY', 0)), 'rb') as stream:
            return stream.read(count)
    except OSError:
        return None


def whichdb(filename):
    """The name of the module that a database belongs to: '' where it is not known, None where the file cannot be read."""
    path = os.fsencode(filename)
    if _read(path + b'.pag', 0) is not None and _read(path + b'.dir', 0) is not None:
        return 'dbm.ndbm'
    if os.path.exists(path + b'.dat'):
        index = _read(path + b'.dir', 1)
        if index in (b'', b"'", b'"'):
            return 'dbm.dumb'
    start = _read(path, 16)
    if start is None:
        return None
    if start == _SQLITE:
        return 'dbm.sqlite3'
    if len(start) < 4:
        return ''
    return 'dbm.gnu' if int.from_bytes(start[:4], sys.byteorder) in _GDBM else ''


if __name__ == '__main__':
    for name in sys.argv[1:]:
        print(whichdb(name) or 'UNKNOWN', name)
