"""jsonschema: drafts 3 to 2020-12, references, formats, custom keywords and the tree of errors."""
# needs: jsonschema attr pyrsistent

import json

import jsonschema
from jsonschema import Draft3Validator, Draft4Validator, Draft7Validator, Draft202012Validator, FormatChecker, RefResolver, exceptions, validators

schema = {
    '$schema': 'https://json-schema.org/draft/2020-12/schema', '$id': 'http://example.org/order', 'type': 'object', 'required': ['id', 'lines', 'buyer'],
    'properties': {
        'id': {'type': 'string', 'pattern': '^[A-Z]{2}-[0-9]+$'},
        'buyer': {'$ref': '#/$defs/person'},
        'lines': {'type': 'array', 'minItems': 1, 'uniqueItems': True, 'items': {'$ref': '#/$defs/line'}, 'contains': {'properties': {'qty': {'minimum': 10}}}},
        'total': {'type': 'number', 'exclusiveMinimum': 0, 'multipleOf': 0.01},
        'shipping': {'oneOf': [{'const': 'pickup'}, {'type': 'object', 'required': ['street']}, {'enum': ['post', 'pickup']}]},
        'due': {'type': 'string', 'format': 'date'},
    },
    'patternProperties': {'^x-': {'type': ['string', 'null']}}, 'additionalProperties': False,
    'if': {'properties': {'total': {'minimum': 100}}, 'required': ['total']}, 'then': {'required': ['due']},
    'dependentRequired': {'total': ['shipping']}, 'propertyNames': {'maxLength': 8},
    '$defs': {
        'person': {'type': 'object', 'properties': {'name': {'type': 'string', 'minLength': 2}, 'mail': {'format': 'email'}, 'friends': {'type': 'array', 'items': {'$ref': '#/$defs/person'}}}, 'required': ['name']},
        'line': {'type': 'object', 'properties': {'sku': {'type': 'string'}, 'qty': {'type': 'integer', 'minimum': 1}}, 'unevaluatedProperties': False, 'allOf': [{'properties': {'note': True}}]},
    },
}
good = {'id': 'AB-12', 'lines': [{'sku': 'a', 'qty': 12}, {'sku': 'b', 'qty': 1, 'note': ''}], 'buyer': {'name': 'Al', 'friends': [{'name': 'Bo'}]}, 'total': 99.5, 'shipping': 'post', 'x-a': None}
bad = {'id': 'ab', 'lines': [{'qty': 0, 'extra': 1}, {'qty': 0, 'extra': 1}], 'buyer': {'mail': 'no', 'friends': [{'name': 1}, 5]}, 'total': 100.005, 'shipping': 'pickup', 'due': '2024-02-30', 'x-b': 2, 'unexpected': [], 'too-long-name': 1}
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema, format_checker=FormatChecker())
print(list(validator.iter_errors(good)), validator.is_valid(bad))
errors = sorted(validator.iter_errors(bad), key=lambda e: (e.json_path, e.validator, e.message))
for e in errors:
    print(e.json_path, e.validator, '|', e.message, '|', list(e.absolute_schema_path), len(e.context))
best = exceptions.best_match(errors)
print(best.message, exceptions.relevance(best), str(best)[:300])
tree = exceptions.ErrorTree(Draft7Validator({'items': {'type': 'number', 'enum': [1, 2, 3]}, 'minItems': 4}).iter_errors(['spam', 2, 5]))
print(tree.total_errors, sorted(tree), {k: sorted(tree[k].errors) for k in sorted(tree)}, 0 in tree, 1 in tree)
for cls, s, values in (
    (Draft3Validator, {'type': [{'type': 'integer'}, 'string'], 'divisibleBy': 3, 'disallow': 'null'}, (9, 10, 'x', None, 1.5)),
    (Draft4Validator, {'anyOf': [{'maximum': 5, 'exclusiveMaximum': True}, {'type': 'string'}], 'not': {'enum': [3]}}, (4, 5, 3, 's')),
    (Draft7Validator, {'items': [{'type': 'integer'}, {'type': 'boolean'}], 'additionalItems': {'type': 'null'}, 'contains': {'const': True}}, ([1, True], [1, False], [True, True, 1], [1.0, True, None])),
    (Draft202012Validator, {'prefixItems': [{'type': 'integer'}], 'items': {'type': 'string'}, 'unevaluatedItems': False, 'minContains': 2, 'contains': {'minLength': 2}}, ([1, 'aa', 'bb'], ['x'], [1, 2])),
):
    for v in values:
        print(cls.__name__, json.dumps(v), [e.message for e in cls(s).iter_errors(v)])


def even(validator, wanted, instance, schema):
    if validator.is_type(instance, 'integer') and (instance % 2 == 0) != wanted:
        yield exceptions.ValidationError(f'{instance} is {"odd" if wanted else "even"}')


checker = Draft7Validator.TYPE_CHECKER.redefine('tuple', lambda c, v: isinstance(v, tuple))
Extended = validators.extend(Draft7Validator, {'even': even}, type_checker=checker)
print([e.message for e in Extended({'even': True, 'type': ['tuple', 'integer']}).iter_errors(3)], Extended({'type': 'tuple'}).is_valid((1,)), Extended)
store = {'http://x/defs': {'n': {'type': 'integer'}, 'list': {'items': {'$ref': '#/n'}}}}
resolver = RefResolver('http://x/root', {'$ref': 'defs#/list'}, store=store)
print([e.message for e in Draft7Validator(resolver.referrer, resolver=resolver).iter_errors([1, 'x'])])
formats = FormatChecker()
print({f: [formats.conforms(v, f) for v in vs] for f, vs in {'ipv4': ['1.2.3.4', '1.2.3'], 'ipv6': ['::1', 'g::'], 'date': ['2024-02-29', '2023-02-29'], 'regex': ['a+', '('], 'uuid': ['123e4567-e89b-12d3-a456-426614174000', 'x'], 'time': ['12:00:00', '25:00']}.items()})
for wrong in ({'type': 'strange'}, {'minimum': 'x'}, {'required': 'id'}):
    try:
        jsonschema.validate(1, wrong)
    except jsonschema.SchemaError as e:
        print(type(e).__name__, e.message, e.json_path)
try:
    jsonschema.validate({'a': [1, 'b']}, {'properties': {'a': {'items': {'type': 'number'}}}})
except jsonschema.ValidationError as e:
    print(e)
