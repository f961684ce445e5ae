"""A command-line tool: options, a subcommand, a report."""
import argparse
import json
import textwrap

parser = argparse.ArgumentParser(prog='stock', description='Keeps a small stock.')
commands = parser.add_subparsers(dest='command', required=True)
add = commands.add_parser('add', help='add things')
add.add_argument('name')
add.add_argument('-n', '--count', type=int, default=1)
add.add_argument('--tag', action='append', default=[])
report = commands.add_parser('report', help='print all')
report.add_argument('--format', choices=['text', 'json'], default='text')

stock = {}
for line in ['add bolt -n 40', 'add nut --tag small --tag steel -n 12', 'add bolt', 'report --format json', 'report']:
    options = parser.parse_args(line.split())
    if options.command == 'add':
        entry = stock.setdefault(options.name, {'count': 0, 'tags': []})
        entry['count'] += options.count
        entry['tags'] += options.tag
    elif options.format == 'json':
        print(json.dumps(stock, indent=2, sort_keys=True))
    else:
        for name, entry in stock.items():
            print(textwrap.shorten(f'{name:<8}{entry["count"]:>4} {" ".join(entry["tags"])}', 40))
print(parser.format_usage(), end='')
