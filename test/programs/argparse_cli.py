import argparse, sys
p = argparse.ArgumentParser(prog='tool', description='Do things to files.')
p.add_argument('files', nargs='+', help='files to read')
p.add_argument('-n', '--number', type=int, default=3, metavar='N', help='how many (default: %(default)s)')
p.add_argument('--mode', choices=['fast', 'slow'], default='fast')
p.add_argument('-v', action='count', default=0)
sub = argparse.ArgumentParser(prog='sub')
s = sub.add_subparsers(dest='cmd'); x = s.add_parser('run'); x.add_argument('--x', type=float)
print(p.parse_args(['a', 'b', '-n', '7', '-vv']))
print(sub.parse_args(['run', '--x', '2.5']))
p.print_help()
try:
    p.parse_args(['-n', 'many', 'f'])
except SystemExit as e:
    print('exit', e.code)
