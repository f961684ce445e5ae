"""Analysis of a web server's log with regular expressions: named groups, findall, sub with a function, Counter."""

import re
import sys
from collections import Counter, defaultdict

LINE = re.compile(
    r'(?P<host>\d{1,3}(?:\.\d{1,3}){3}) - (?P<user>\S+) \[(?P<when>[^\]]+)\] '
    r'"(?P<method>GET|POST|PUT|DELETE) (?P<path>[^ "]+) HTTP/[\d.]+" (?P<status>\d{3}) (?P<size>\d+|-) "(?P<agent>[^"]*)"'
)
WHEN = re.compile(r'(\d\d)/(\w{3})/(\d{4}):(\d\d):(\d\d):(\d\d)')
QUERY = re.compile(r'[?&]([a-z]+)=([^&]*)')
ESCAPED = re.compile(r'%([0-9A-F]{2})')
BOT = re.compile(r'\b(bot|crawler|spider)\b', re.I)
SESSION = re.compile(r'(?<=session=)[0-9a-f]+')

AGENTS = ['Mozilla/5.0 (X11; Linux)', 'curl/8.5', 'Search Bot 2.1', 'Mozilla/5.0 (Macintosh)', 'deep-spider/1.0']
PATHS = ['/', '/index.html', '/api/items', '/api/items/{0}', '/static/app.js', '/search?q=caf%C3%A9+{0}&page={1}']
PATHS += ['/login?session={2:x}', '/img/{0}.png']


def log_lines(count):
    state = 31337
    for i in range(count):
        state = (state * 1103515245 + 12345) % 2147483648
        n = state >> 8
        if n % 97 == 0:
            yield f'garbage line {i}'
            continue
        path = PATHS[n % len(PATHS)].format(n % 500, n % 9, n)
        method = 'POST' if n % 11 == 0 else 'GET'
        status = [200, 200, 200, 304, 404, 500][n // 8 % 6]
        size = '-' if status == 304 else str(n % 50000)
        when = f'{1 + i // 86400 % 28:02}/Mar/2024:{i // 3600 % 24:02}:{i // 60 % 60:02}:{i % 60:02} +0000'
        user = 'ann' if n % 7 == 0 else '-'
        yield f'10.{n % 4}.{n // 4 % 8}.{n // 32 % 32} - {user} [{when}] "{method} {path} HTTP/1.1" {status} {size} "{AGENTS[n % 5]}"'


def unescape(text):
    raw = ESCAPED.sub(lambda m: chr(int(m[1], 16)), text.replace('+', ' '))
    return raw.encode('latin-1').decode('utf-8')


def analyse(lines):
    hosts, statuses, methods, words = Counter(), Counter(), Counter(), Counter()
    volume = defaultdict(int)
    bad = bots = 0
    sessions = set()
    hours = [0] * 24
    for line in lines:
        m = LINE.match(line)
        if m is None:
            bad += 1
            continue
        hosts[m['host']] += 1
        statuses[int(m['status'])] += 1
        methods[m['method']] += 1
        if m['size'] != '-':
            volume[re.sub(r'\d+', 'N', m['path'].partition('?')[0])] += int(m['size'])
        day, month, year, hour, minute, second = WHEN.match(m['when']).groups()
        hours[int(hour)] += 1
        if BOT.search(m['agent']):
            bots += 1
        for key, value in QUERY.findall(m['path']):
            if key == 'q':
                words[unescape(value)] += 1
        found = SESSION.search(m['path'])
        if found:
            sessions.add(found[0])
    return hosts, statuses, methods, words, volume, bad, bots, sessions, hours


def main(size):
    lines = list(log_lines(size))
    hosts, statuses, methods, words, volume, bad, bots, sessions, hours = analyse(lines)
    print(len(hosts), sorted(hosts.items(), key=lambda item: (-item[1], item[0]))[:4])
    print(sorted(statuses.items()), sorted(methods.items()), bad, bots, len(sessions), hours)
    print(sorted(words.items(), key=lambda item: (-item[1], item[0]))[:3])
    for path in sorted(volume):
        print(f'{path:<16}{volume[path]:>12,}')
    text = '\n'.join(lines)
    hidden = re.sub(r'^\d+\.\d+\.(\d+)\.\d+', r'x.x.\1.x', text, flags=re.M)
    print(len(hidden), len(re.findall(r'(?m)^x\.x\.3\.x .*" 500 ', hidden)), len(re.split(r'[\s"]+', text)))


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 85000)
