"""Runs main(size) of the programs beside it when it is told to, a line of JSON for each line it reads.

{"warm": NAME, "seconds": S}   runs the program until S seconds are over; the answer is what it prints
{"run": NAME}                  runs it once more; the answer is CPU and wall time in seconds
{"once": NAME, "size": N}      runs it once, at another size than its full one where there is N
{"memory": NAME}               runs it once, or nothing for null; the answer is the peak of this process's memory in MB
"""

import contextlib
import importlib
import io
import json
import re
import sys
import time

folder = sys.argv[1]
sys.path.insert(0, folder)
sys.dont_write_bytecode = True
outputs = {}


def full_size(name):
    # The default on the last line of the program.
    with open(f'{folder}/{name}.py') as file:
        return int(re.findall(r'else (\d+)\)', file.read())[-1])


def run(name, size=None):
    main = importlib.import_module(name).main
    if size is None:
        size = full_size(name)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        wall, cpu = time.perf_counter(), time.process_time()
        main(size)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    text = out.getvalue()
    if outputs.setdefault((name, size), text) != text:
        raise AssertionError(f'{name} printed something else than before')
    return text, {'cpu': cpu, 'wall': wall}


def peak():
    # Not ru_maxrss: a child begins with that of the process that has started it.
    with open('/proc/self/status') as file:
        return int(re.search(r'VmHWM:\s*(\d+)', file.read())[1]) / 1024


for line in sys.stdin:
    order = json.loads(line)
    if 'warm' in order:
        end = time.perf_counter() + order['seconds']
        try:
            text, _ = run(order['warm'])
            while time.perf_counter() < end:
                run(order['warm'])
            answer = {'text': text}
        except Exception as e:
            # An interpreter of another version cannot run every program; the others go on.
            answer = {'failed': f'{type(e).__name__}: {e}'}
    elif 'run' in order:
        answer = run(order['run'])[1]
    elif 'memory' in order:
        if order['memory'] is not None:
            run(order['memory'])
        answer = peak()
    else:
        answer = run(order['once'], order.get('size'))[1]
    print(json.dumps(answer), flush=True)
