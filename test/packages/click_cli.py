"""click: a command line with groups, options, choices and help texts, driven by its own test runner."""
# needs: click

import click
from click.testing import CliRunner


@click.group(context_settings={'help_option_names': ['-h', '--help']})
@click.option('--verbose', '-v', count=True, help='Say more; may be repeated.')
@click.version_option('1.2.3', prog_name='inventory')
@click.pass_context
def cli(ctx, verbose):
    """Keeps an inventory of things in memory."""
    ctx.obj = {'verbose': verbose, 'items': {'bolt': 40, 'nut': 38}}


@cli.command()
@click.argument('name')
@click.argument('count', type=click.IntRange(1, 100))
@click.option('--unit', type=click.Choice(['piece', 'box'], case_sensitive=False), default='piece', show_default=True)
@click.pass_obj
def add(obj, name, count, unit):
    """Add COUNT of NAME."""
    obj['items'][name] = obj['items'].get(name, 0) + count * (12 if unit == 'box' else 1)
    if obj['verbose']:
        click.secho(f'adding at level {obj["verbose"]}', fg='green')
    for key, value in sorted(obj['items'].items()):
        click.echo(f'{key:>8}: {value}')


@cli.command('rename')
@click.option('--pair', type=(str, str), multiple=True, required=True, metavar='OLD NEW')
@click.option('--yes/--no', default=False, envvar='INVENTORY_YES')
@click.password_option(confirmation_prompt=False, help='Who may do this.')
def rename(pair, yes, password):
    """Rename things, in pairs.

    Each pair names the old and the new name. The text goes on over several lines so that it has to be wrapped somewhere.
    """
    for old, new in pair:
        click.echo(f'{old} -> {new} ({yes}, {len(password)})')
    if not click.confirm('Really?'):
        raise click.ClickException('stopped')


@cli.command()
@click.argument('source', type=click.File('r'))
@click.option('--date', type=click.DateTime(), default='2024-02-29')
def load(source, date):
    click.echo(f'{date:%d.%m.%Y}')
    for number, line in enumerate(source, 1):
        click.echo(f'{number} {line.strip()!r}')


runner = CliRunner()
for args, text in (
    ['--help'], None), (['--version'], None), (['add', '-h'], None), (['rename', '--help'], None), (
    ['-vv', 'add', 'washer', '3', '--unit', 'BOX'], None), (['add', 'bolt', '200'], None), (['add', 'bolt', 'x'], None), (
    ['add', '--unit', 'ton', 'a', '1'], None), (['ad'], None), ([], None), (['add', '--unti', 'box', 'a', '1'], None), (
    ['rename', '--pair', 'a', 'b', '--pair', 'c', 'd', '--yes'], 'secret\ny\n'), (
    ['rename', '--pair', 'a', 'b'], 'secret\nmaybe\nn\n'), (['rename'], 'x\n'), (
    ['load', '-'], 'one\ntwo ü\n'), (['load', '/nonexistent'], None), (['load', '-', '--date', 'today'], ''):
    result = runner.invoke(cli, args, input=text)
    print('$', *args, '=>', result.exit_code)
    print(result.output)
