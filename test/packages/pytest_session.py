"""pytest, pluggy and hypothesis: a test session over files written here: fixtures, parametrisation, assertion rewriting, plugins."""
# needs: pytest _pytest pluggy iniconfig packaging attr

import contextlib
import io
import os
import re
import sys
import tempfile

import pytest

FILES = {
    'pytest.ini': '[pytest]\nmarkers =\n    slow: slow ones\nfilterwarnings =\n    ignore::RuntimeWarning\naddopts = -p no:cacheprovider -p no:hypothesispytest\n',
    'conftest.py': '''
import pytest

def pytest_addoption(parser):
    parser.addoption('--level', type=int, default=1)

def pytest_collection_modifyitems(items):
    items.sort(key=lambda i: 'last' in i.keywords)

@pytest.fixture(scope='module', params=['a', 'b'])
def letter(request):
    yield request.param * request.config.getoption('level')
    print('teardown', request.param)

@pytest.fixture(autouse=True)
def counted(request, record_property):
    record_property('seen', request.node.name)

def pytest_assertrepr_compare(op, left, right):
    if isinstance(left, complex): return ['complex', f'{left} {op} {right}']
''',
    'test_one.py': '''
import math, sys, warnings
import pytest
from dataclasses import dataclass

@dataclass
class P:
    x: int
    y: list

@pytest.mark.parametrize('n, root', [(4, 2), (9, 3), pytest.param(2, 1, marks=pytest.mark.xfail(strict=True)), pytest.param(5, 0, id='five')])
def test_root(n, root): assert math.isqrt(n) == root and n ** .5 == root

def test_letter(letter): assert letter in ('a', 'bb')
def test_lists(): assert [1, 2, [3, 4], 'x'] == [1, 2, [3, 5], 'x', 0]
def test_dicts(): assert {'a': 1, 'b': {'c': 2}} == {'a': 1, 'b': {'c': 3}, 'd': 4}
def test_text(): assert 'one\\ntwo\\nthree' == 'one\\n2\\nthree'
def test_data(): assert P(1, [1, 2]) == P(1, [1, 3])
def test_call(): assert max(len('abc'), 2) + sum(x for x in (1, 2)) < abs(-3), 'message'
def test_complex(): assert 1j == 2j
def test_set(): assert {1, 2} >= {2, 3}
def test_bool(): assert not (all([1, True]) and 'a' in 'abc')
def test_approx(): assert [0.1 + 0.2, 1e-9] == pytest.approx([0.3, 2e-9])
def test_raises():
    with pytest.raises(ValueError, match=r'lit.*int') as info: int('x')
    assert info.type is ValueError
    with pytest.raises(KeyError): pass
def test_warns():
    with pytest.warns(UserWarning, match='careful') as w: warnings.warn('careful!')
    assert len(w) == 1
def test_output(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv('X_Y', '1'); monkeypatch.setattr(sys, 'platform', 'moon')
    print(sys.platform); print('err', file=sys.stderr)
    out, err = capsys.readouterr()
    assert (out, err) == ('moon\\n', 'err\\n')
    (tmp_path / 'f').write_text('é'); assert (tmp_path / 'f').read_text() == 'é'
@pytest.mark.skipif(True, reason='because')
def test_skipped(): pass
@pytest.mark.last
def test_chain():
    try: {}['k']
    except KeyError as e: raise RuntimeError('second') from e
class TestGroup:
    @classmethod
    def setup_class(cls): cls.n = 1
    def test_a(self): assert self.n == 1; print('captured text')
    def test_b(self, letter): assert False, f'{letter}'
@pytest.fixture
def broken(): raise OSError('fixture')
def test_error(broken): pass
def helper(a, b):
    assert a \\
        == b
def test_helper(): helper(1, 2)
''',
    'test_unit.py': '''
import unittest, logging
class Case(unittest.TestCase):
    def setUp(self): self.v = 3
    def test_ok(self): self.assertEqual(self.v, 3)
    def test_fail(self):
        logging.getLogger('x').warning('logged %d', 1)
        self.assertIn(4, [1, 2])
    def test_sub(self):
        for i in range(2):
            with self.subTest(i=i): self.assertTrue(True)
    @unittest.skip('not now')
    def test_no(self): pass
    @unittest.expectedFailure
    def test_expected(self): self.fail()
def test_doc():
    """
    >>> 1 + 1
    2
    """
''',
    'test_broken.py': 'def test(:\n',
}


class Recorder:
    def __init__(self):
        self.reports = []

    def pytest_runtest_logreport(self, report):
        self.reports.append((report.nodeid, report.when, report.outcome, report.user_properties))

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_call(self, item):
        outcome = yield
        self.reports.append((item.name, outcome.excinfo and outcome.excinfo[0].__name__))


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    for name, text in FILES.items():
        with open(name, 'w') as f:
            f.write(text)
    for arguments in (['-v', '-ra', '--level=2', '--tb=long'], ['-q', '-k', 'root or Group', '--tb=short', '-x', 'test_one.py'], ['--tb=line', '-p', 'doctest', '--doctest-modules', 'test_unit.py', '-s']):
        recorder = Recorder()
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            code = pytest.main(['-p', 'no:faulthandler', *arguments], plugins=[recorder])
        text = out.getvalue().replace(sys.executable, 'PYTHON').replace(folder, 'FOLDER')
        for pattern, plain in ((r'Python 3\.13\.\d+', 'Python 3.13'), (r'\S*/lib/python3\.13/', 'LIB/'), (r'\d+\.\d\ds', 'TIME'), (r'0x[0-9a-f]+', '0xID'), (r'=+', '=')):
            text = re.sub(pattern, plain, text)
        print(text, 'code', code, recorder.reports)
        for name in [m for m in sys.modules if m.startswith(('test_', 'conftest'))]:
            del sys.modules[name]
    os.chdir('/')
