"""Flask and Werkzeug: an application driven by its test client: routing, sessions, templates, blueprints, uploads, errors, streaming."""
# needs: flask werkzeug jinja2 markupsafe itsdangerous click

import io
import json
from datetime import datetime, timezone

from flask import Blueprint, Flask, Response, abort, after_this_request, current_app, flash, g, jsonify, make_response, redirect, render_template_string, request, session, stream_with_context, url_for
from flask.views import MethodView
from werkzeug.datastructures import Accept, CombinedMultiDict, Headers, ImmutableMultiDict, MultiDict
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.http import dump_cookie, generate_etag, http_date, parse_accept_header, parse_cache_control_header, parse_options_header, parse_range_header, quote_header_value
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter, Map, RequestRedirect, Rule, Subdomain, Submount
from werkzeug.security import safe_join
from werkzeug.test import EnvironBuilder
from werkzeug.urls import url_join, url_parse, url_quote
from werkzeug.utils import secure_filename

app = Flask('app', static_folder=None, template_folder=None)
app.config.update(SECRET_KEY='key', TESTING=True, PROPAGATE_EXCEPTIONS=False)
app.wsgi_app = ProxyFix(app.wsgi_app)


class Hex(BaseConverter):
    regex = '[0-9a-f]+'

    def to_python(self, value):
        return int(value, 16)

    def to_url(self, value):
        return f'{value:x}'


app.url_map.converters['hex'] = Hex
api = Blueprint('api', __name__, url_prefix='/api')


@api.route('/items/<int:n>', methods=['GET', 'PUT'])
def item(n):
    if request.method == 'PUT':
        return jsonify(n=n, got=request.get_json()), 201, {'X-Item': str(n)}
    return {'n': n, 'args': request.args.to_dict(flat=False), 'url': url_for('.item', n=n + 1, q='a b', _external=True)}


@api.errorhandler(404)
def missing(e):
    return {'error': e.name}, 404


class Thing(MethodView):
    def get(self, key):
        return f'{key!r} {g.user}'

    def delete(self, key):
        abort(403, 'not yours')


@app.before_request
def user():
    g.user = request.headers.get('X-User', 'nobody')


@app.after_request
def mark(response):
    response.headers['X-Seen'] = request.endpoint or '-'
    return response


app.add_url_rule('/thing/<hex:key>', view_func=Thing.as_view('thing'))
app.register_blueprint(api)


@app.get('/')
def home():
    session['visits'] = session.get('visits', 0) + 1
    flash('welcome <b>', 'info')
    return render_template_string('''{% macro m(x) %}[{{ x }}]{% endmacro %}{{ m(session.visits) }} {{ get_flashed_messages(with_categories=true) }}
{% for k, v in request.args.items()|sort %}{{ loop.index }}:{{ k }}={{ v|upper }} {% else %}none{% endfor %} {{ url_for("thing", key=255) }} {{ "<i>"|safe }} {{ config.TESTING }}''')


@app.post('/upload')
def upload():
    f = request.files['file']
    return Response(f'{secure_filename(f.filename)} {f.mimetype} {f.read()!r} {request.form.getlist("tag")}', mimetype='text/plain')


@app.route('/stream')
def stream():
    return Response(stream_with_context(f'{i} {request.path}\n' for i in range(3)), mimetype='text/plain')


@app.route('/go')
def go():
    @after_this_request
    def cookie(response):
        response.set_cookie('c', 'é v', max_age=60, httponly=True, samesite='Lax')
        return response
    return redirect(url_for('home', a=1))


@app.route('/broken')
def broken():
    raise RuntimeError('broken')


@app.route('/etag')
def etag():
    response = make_response('body')
    response.add_etag()
    response.last_modified = datetime(2024, 1, 1, tzinfo=timezone.utc)
    response.cache_control.max_age = 10
    return response.make_conditional(request)


@app.errorhandler(500)
def failed(e):
    return f'failed: {type(e.original_exception).__name__}', 500


@app.cli.command('hello')
def hello():
    print('hello', current_app.name)


app.logger.disabled = True
client = app.test_client()
for method, path, options in (
    ('get', '/?b=2&a=x', {}), ('get', '/', {}), ('get', '/api/items/5?x=1&x=2', {}), ('put', '/api/items/7', {'json': {'a': [1, None, 'é']}}), ('put', '/api/items/7', {'data': '{bad', 'content_type': 'application/json'}),
    ('get', '/api/nothing', {}), ('get', '/thing/ff', {'headers': {'X-User': 'me'}}), ('delete', '/thing/1', {}), ('post', '/thing/1', {}), ('get', '/thing/xyz', {}),
    ('post', '/upload', {'data': {'file': (io.BytesIO(b'\x00data'), '../a é.txt', 'text/x'), 'tag': ['p', 'q']}}), ('post', '/upload', {}), ('get', '/stream', {}), ('get', '/go', {}), ('get', '/go', {'follow_redirects': True}),
    ('get', '/broken', {}), ('get', '/etag', {}), ('get', '/etag', {'headers': {'If-None-Match': f'"{generate_etag(b"body")}"'}}), ('head', '/stream', {}), ('options', '/api/items/1', {}),
):
    r = getattr(client, method)(path, **options)
    print(method, path, r.status, sorted((k, ', '.join(sorted(v.split(', '))) if k == 'Allow' else v) for k, v in r.headers.items() if k not in ('Set-Cookie', 'Date')), r.get_data(as_text=True), sep='\n  ')
with client.session_transaction() as s:
    print(dict(s)['visits'])
with app.test_request_context('/api/items/3?q=1', method='PUT', headers={'Accept': 'text/html;q=0.8, application/json'}):
    print(request.endpoint, request.view_args, request.accept_mimetypes.best, request.url_root, request.blueprint)
print(app.test_cli_runner().invoke(args=['hello']).output, sorted((str(r), tuple(sorted(r.methods))) for r in app.url_map.iter_rules()))

rules = Map([Rule('/', endpoint='i'), Submount('/b', [Rule('/<int(min=2):y>/<slug>/', endpoint='p'), Rule('/<path:rest>', endpoint='x'), Rule('/<any(a,b):k>', endpoint='any')]), Subdomain('kb', [Rule('/<uuid:u>', endpoint='u')])])
urls = rules.bind('example.com', '/')
for path in ('/', '/b/3/s/', '/b/3/s', '/b/1/s/', '/b/a', '/b/q/w/e', '/none'):
    try:
        print(path, urls.match(path))
    except RequestRedirect as e:
        print(path, 'redirect', e.new_url)
    except HTTPException as e:
        print(path, e.code, e.name)
print(urls.build('p', {'y': 5, 'slug': 'é/x', 'z': 1}), urls.test('/b/a'), urls.allowed_methods('/'))
d = MultiDict([('a', '1'), ('b', 'x'), ('a', '2')])
print(d, d.getlist('a', type=int), d.to_dict(False), CombinedMultiDict([d, ImmutableMultiDict({'c': 3})])['c'], Headers([('A', '1'), ('a', '2')]).getlist('A'), d.get('b', type=int, default=7))
print(parse_accept_header('a/b;q=0.5, c/*;q=0.9, */*;q=0.1'), parse_options_header('form-data; name="x\\"y"; filename*=UTF-8\'\'%C3%A9'), parse_cache_control_header('max-age=5, no-cache="x", private'), parse_range_header('bytes=0-9,-5'), http_date(0), quote_header_value('a "b"'), dump_cookie('k', 'v;é', path='/x'))
print(url_quote('é/ &?'), url_parse('http://u:p@h:8/p;x?q#f').decode_netloc(), safe_join('/a', '../b'), safe_join('/a', 'b/c'))
print(sorted(EnvironBuilder('/p?x=é', method='POST', data={'k': 'v'}).get_environ().items(), key=lambda kv: kv[0])[:12])
