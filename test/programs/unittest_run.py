import unittest, sys, io
class T(unittest.TestCase):
    def setUp(self): self.x = [1, 2]
    def test_ok(self): self.assertEqual(self.x, [1, 2])
    def test_fail(self): self.assertIn(3, self.x)
    def test_error(self): {}['k']
    @unittest.skip('not now')
    def test_skip(self): pass
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertNotEqual(i, 1)
    def test_raises(self):
        with self.assertRaisesRegex(ValueError, 'inv.*'): int('x')
out = io.StringIO()
r = unittest.TextTestRunner(stream=out, verbosity=1).run(unittest.defaultTestLoader.loadTestsFromTestCase(T))
print(r.testsRun, len(r.failures), len(r.errors), len(r.skipped)); print(r.failures[0][1])
