"""A database of two plain files (Library Reference, "dbm.dumb"): NAME.dat holds the values, NAME.dir one line for each key with the place
and the size of its value. The values lie at multiples of 512 bytes, so that one can grow a little where it is.

What changes is appended to the index as it happens; close() and sync() write the index anew and keep the old one as NAME.bak.
"""
import ast as _ast
import collections.abc
import io as _io
import os as _os

__all__ = ['error', 'open']

_BLOCK = 512

error = OSError


def _blocks(size):
    return (size + _BLOCK - 1) // _BLOCK


def _bytes(value, what):
    if isinstance(value, str):
        return value.encode('utf-8')
    if isinstance(value, (bytes, bytearray)):
        return bytes(value)
    raise TypeError(f'{what} must be bytes or strings')


def _line(key, place):
    return f"{key.decode('Latin-1')!r}, {place!r}\n"


class _Database(collections.abc.MutableMapping):
    def __init__(self, basename, mode, flag='c'):
        self._mode = mode
        self._readonly = flag == 'r'
        name = _os.fsencode(basename)
        self._dirfile = name + b'.dir'
        self._datfile = name + b'.dat'
        self._bakfile = name + b'.bak'
        # Where each value is; None once closed.
        self._index = None
        self._modified = False
        self._create(flag)
        self._update(flag)

    def _create(self, flag):
        if flag == 'n':
            for path in (self._datfile, self._bakfile, self._dirfile):
                try:
                    _os.remove(path)
                except OSError:
                    pass
        try:
            _io.open(self._datfile, 'r', encoding='Latin-1').close()
        except OSError:
            if flag not in ('c', 'n'):
                raise
            with _io.open(self._datfile, 'w', encoding='Latin-1'):
                self._chmod(self._datfile)

    def _update(self, flag):
        """Reads the index."""
        index = {}
        try:
            lines = _io.open(self._dirfile, 'r', encoding='Latin-1')
        except OSError:
            if flag not in ('c', 'n'):
                raise
            with _io.open(self._dirfile, 'w', encoding='Latin-1'):
                self._chmod(self._dirfile)
        else:
            with lines:
                for line in lines:
                    key, place = _ast.literal_eval(line.rstrip())
                    index[key.encode('Latin-1')] = place
        self._index = index

    def _commit(self):
        """Writes the index."""
        if self._index is None or not self._modified:
            return
        for action in (lambda: _os.unlink(self._bakfile), lambda: _os.rename(self._dirfile, self._bakfile)):
            try:
                action()
            except OSError:
                pass
        with _io.open(self._dirfile, 'w', encoding='Latin-1') as lines:
            self._chmod(self._dirfile)
            for key, place in self._index.items():
                lines.write(_line(key, place))
        self._modified = False

    sync = _commit

    def _verify_open(self):
        if self._index is None:
            raise error('DBM object has already been closed')

    def _verify_writable(self):
        if self._readonly:
            raise error('The database is opened for reading only')

    def __getitem__(self, key):
        key = _bytes(key, 'keys')
        self._verify_open()
        at, size = self._index[key]
        with _io.open(self._datfile, 'rb') as data:
            data.seek(at)
            return data.read(size)

    def _append(self, value):
        """Puts a value at the end; its place."""
        with _io.open(self._datfile, 'rb+') as data:
            data.seek(0, 2)
            end = data.tell()
            at = _blocks(end) * _BLOCK
            data.write(bytes(at - end) + value)
        return at, len(value)

    def _replace(self, at, value):
        with _io.open(self._datfile, 'rb+') as data:
            data.seek(at)
            data.write(value)
        return at, len(value)

    def __setitem__(self, key, value):
        self._verify_writable()
        key = _bytes(key, 'keys')
        value = _bytes(value, 'values')
        self._verify_open()
        self._modified = True
        if key not in self._index:
            place = self._index[key] = self._append(value)
            with _io.open(self._dirfile, 'a', encoding='Latin-1') as lines:
                self._chmod(self._dirfile)
                lines.write(_line(key, place))
            return
        at, size = self._index[key]
        if _blocks(len(value)) <= _blocks(size):
            self._index[key] = self._replace(at, value)
        else:
            self._index[key] = self._append(value)

    def __delitem__(self, key):
        self._verify_writable()
        key = _bytes(key, 'keys')
        self._verify_open()
        self._modified = True
        # What the value took in the data file stays unused.
        del self._index[key]
        self._commit()

    def keys(self):
        self._verify_open()
        return list(self._index)

    def items(self):
        self._verify_open()
        return [(key, self[key]) for key in self._index]

    def __contains__(self, key):
        key = _bytes(key, 'keys')
        self._verify_open()
        return key in self._index

    def __iter__(self):
        self._verify_open()
        return iter(self._index)

    iterkeys = __iter__

    def __len__(self):
        self._verify_open()
        return len(self._index)

    def close(self):
        try:
            self._commit()
        finally:
            self._index = self._datfile = self._dirfile = self._bakfile = None

    __del__ = close

    def _chmod(self, path):
        _os.chmod(path, self._mode)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


def open(file, flag='c', mode=0o666):
    """Opens the database of NAME.dat and NAME.dir; the files are made with these permissions, less the process's umask."""
    if flag not in ('r', 'w', 'c', 'n'):
        raise ValueError("Flag must be one of 'r', 'w', 'c', or 'n'")
    umask = _os.umask(0)
    _os.umask(umask)
    return _Database(file, mode & ~umask, flag=flag)
