"""Runs one module of CPython's test suite and writes each test's outcome at once, so that a crash or a hang loses nothing.

    INTERPRETER one.py RESULTS MODULE WANTED [--oracle]

A line of RESULTS is a mark and a test's id: B began, P passed (or failed as expected), F failed, S skipped. WANTED names a
file with the ids to run; empty means all of them. As the oracle, an interpreter passes itself off as one that is not
CPython, so that the suite leaves out what it asks of CPython alone.
"""
import os
import platform
import sys
import unittest

results_path, module, wanted_path, *rest = sys.argv[1:]
results = open(results_path, "a", encoding="utf-8")
with open(wanted_path, encoding="utf-8") as lines:
    wanted = set(lines.read().split("\n")) - {""}


def note(mark, test):
    results.write(f"{mark} {test.id()}\n")
    results.flush()


class Notes(unittest.TestResult):
    """Only outcomes of tests count: errors of setUpClass and the like have no test of their own."""

    broken = None

    def startTest(self, test):
        super().startTest(test)
        self.broken = None
        note("B", test)

    def fail(self, test):
        if isinstance(test, unittest.TestCase) and self.broken is not test:
            self.broken = test
            note("F", test)

    def addSuccess(self, test):
        if self.broken is not test:
            note("P", test)

    def addExpectedFailure(self, test, error):
        note("P", test)

    def addUnexpectedSuccess(self, test):
        self.fail(test)

    def addSkip(self, test, reason):
        if isinstance(test, unittest.TestCase):
            note("S", test)

    def addError(self, test, error):
        self.fail(test)
        self.explain(test, error)

    addFailure = addError

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.fail(test)
            self.explain(subtest, error)

    def explain(self, test, error):
        if "CONFORMANCE_EXPLAIN" in os.environ:
            import traceback
            print("=" * 8, test, file=sys.stderr)
            traceback.print_exception(*error)


if "--oracle" in rest:
    platform.python_implementation = lambda: "oracle"
    sys.implementation.name = "oracle"

from test import support

support.use_resources = []
support.verbose = False

loader = unittest.TestLoader()
whole = loader.loadTestsFromName("test." + module)
for error in loader.errors:
    print(error, file=sys.stderr)


def only_wanted(suite):
    """The suite of the same class, whose fixtures of modules and classes are its own, with the wanted tests."""
    kept = type(suite)()
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            kept.addTest(only_wanted(item))
        elif item is not None and item.id() in wanted:
            kept.addTest(item)
    return kept


(only_wanted(whole) if wanted else whole).run(Notes())
results.close()
os._exit(0)
