"""Runs programs given as JSON lines on stdin, each in a namespace of its own; prints stdout and exception of each as a JSON line."""

import io
import json
import sys
import warnings

warnings.simplefilter('ignore')
sys.setrecursionlimit(300)
prelude, *programs = [json.loads(line) for line in sys.stdin]
prelude = compile(prelude, '<prelude>', 'exec')
real = sys.stdout
alive = []  # nothing is finalised while another program runs
for source in programs:
    namespace = {'__name__': 'program'}
    alive.append(namespace)
    sys.stdout = io.StringIO()
    failure = None
    try:
        exec(prelude, namespace)
        exec(compile(source, '<program>', 'exec'), namespace)
    except BaseException as e:
        failure = type(e).__name__
    text = sys.stdout.getvalue()
    sys.stdout = real
    print(json.dumps([text, failure]), flush=True)
sys.stdout = io.StringIO()
