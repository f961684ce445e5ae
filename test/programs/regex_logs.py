import re
log = '''2024-01-02 10:00:01 INFO [web-1] GET /index.html 200 12ms
2024-01-02 10:00:02 WARN [web-2] GET /slow 200 1200ms
2024-01-02 10:00:05 ERROR [db] timeout after 30s: "conn lost"'''
pat = re.compile(r'^(?P<date>\S+) (?P<time>[\d:]+) (?P<level>[A-Z]+) \[(?P<src>[\w-]+)\] (?P<msg>.*)$', re.M)
for m in pat.finditer(log): print(m.groupdict(), m.span('msg'))
print(re.sub(r'(\d+)(ms|s)\b', lambda m: f'<{int(m[1]) * 2}{m[2]}>', log), re.split(r'[\s,]+', 'a, b  c,d'), re.findall(r'(?i)\bw\w*', 'Web wide net'))
print(re.fullmatch(r'(a|b)*?c(?=d)?', 'ababc'), re.search(r'(?<=\[)\w+(?!-)', log)[0], re.sub('''(?x) (\\w) # one
 (\\w)''', r'\2\1', 'abcd'), re.escape('a.b*c'), bool(re.match(r'(?:(\w)(?=.*\1))+', 'aab')))
try: re.compile('(a')
except re.error as e: print(e, e.pos)
