"""rdflib: graphs, SPARQL, serialisations, namespaces, literals and comparison."""
# needs: rdflib isodate pyparsing six.py

import datetime
import decimal

from rdflib import BNode, ConjunctiveGraph, Graph, Literal, Namespace, URIRef, Variable
from rdflib.collection import Collection
from rdflib.compare import graph_diff, isomorphic, to_isomorphic
from rdflib.namespace import FOAF, RDF, RDFS, XSD
from rdflib.paths import ZeroOrMore
from rdflib.plugins.sparql import prepareQuery

DATA = '''@prefix ex: <http://example.org/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:al a foaf:Person ; foaf:name "Al"@en, "アル"@ja ; foaf:age 42 ; foaf:knows ex:bo, ex:cy ; ex:score 1.5e1, 2.50 ; ex:born "1980-02-29"^^xsd:date ; ex:list (1 "two" ex:three) .
ex:bo a foaf:Person ; foaf:name "Bo \\"B\\"" ; foaf:age 17 ; foaf:knows ex:cy ; ex:ok true . ex:cy foaf:name """long
text""" ; foaf:age "x" ; foaf:knows [ foaf:name "anon" ; foaf:knows ex:al ] .
'''
EX = Namespace('http://example.org/')
g = Graph().parse(data=DATA, format='turtle')
g.bind('ex', EX)
print(len(g), sorted(str(o) for o in g.objects(EX.al, FOAF.name)), g.value(EX.bo, FOAF.age).toPython(), (EX.al, RDF.type, None) in g)
print(sorted(map(str, g.transitive_objects(EX.bo, FOAF.knows)), key=len)[0], list(map(str, Collection(g, g.value(EX.al, EX.list)))), sorted({str(o) for o in g.objects(EX.bo, FOAF.knows * ZeroOrMore) if isinstance(o, URIRef)}))
for query in (
    'SELECT ?n (COUNT(?k) AS ?c) WHERE { ?p foaf:name ?n . OPTIONAL { ?p foaf:knows ?k } } GROUP BY ?n ORDER BY DESC(?c) ?n',
    'SELECT DISTINCT ?a WHERE { ?p foaf:age ?a . FILTER(isNumeric(?a) && str(?a) > "16") } ORDER BY ?a',
    'SELECT ?p ?v WHERE { VALUES ?p { ex:al ex:bo } ?p foaf:age ?a BIND(?a * 2 + 1 AS ?v) MINUS { ?p ex:ok true } }',
    'ASK { ex:al foaf:knows+ ex:al }',
    'SELECT (GROUP_CONCAT(?n; separator="|") AS ?all) WHERE { ?p foaf:name ?n ; foaf:age ?a FILTER(datatype(?a) = xsd:integer && lang(?n) IN ("en", "")) }',
    'SELECT ?s WHERE { { ?s ex:ok true } UNION { ?s ex:born ?b FILTER(year(?b) = 1980) } } ORDER BY ?s LIMIT 5 OFFSET 0',
    'SELECT ?x WHERE { ?s foaf:name ?n . BIND(CONCAT(UCASE(STR(?n)), SUBSTR("abc", 2)) AS ?x) FILTER REGEX(?n, "^b", "i") FILTER NOT EXISTS { ?s ex:born ?z } }',
    'CONSTRUCT { ?p ex:adult true } WHERE { ?p foaf:age ?a FILTER(?a >= 18) }',
    'SELECT ?p ?o ?one WHERE { ex:al ?p ?o FILTER(isLiteral(?o)) { SELECT (1 AS ?one) {} } } ORDER BY ?o',
):
    result = g.query(query)
    print(result.type, result.askAnswer if result.type == 'ASK' else sorted(str(t) for t in result.graph) if result.type == 'CONSTRUCT' else [tuple(v if v is None else v.n3() for v in row) for row in result])
g.update('DELETE { ?p foaf:age ?a } INSERT { ?p foaf:age ?b } WHERE { ?p foaf:age ?a FILTER(isNumeric(?a)) BIND(?a + 1 AS ?b) }; INSERT DATA { ex:new ex:n 1 }')
print([a.n3() for a in sorted(g.objects(None, FOAF.age), key=str)], g.query(prepareQuery('SELECT ?n { ?s ex:n ?n }', initNs={'ex': EX}), initBindings={'s': EX.new}).bindings)
h = Graph()
h += [t for t in g if not any(isinstance(x, BNode) for x in t)]
h.bind('ex', EX)
h.bind('foaf', FOAF)
for form in ('turtle', 'nt', 'xml', 'pretty-xml', 'n3', 'json-ld'):
    text = h.serialize(format=form)
    print(form, '\n'.join(sorted(text.split('\n'))) if form in ('nt', 'xml') else len(text) if form == 'json-ld' else text if form == 'turtle' else '')
    back = Graph().parse(data=text, format='xml' if 'xml' in form else form)
    print(isomorphic(back, h))
for form in ('xml', 'csv', 'json', 'txt'):
    print(g.query('SELECT ?n { ?p foaf:name ?n } ORDER BY ?n').serialize(format=form).decode())
a, b = Graph().parse(data='[] <u:p> [ <u:q> 1 ] .', format='turtle'), Graph().parse(data='_:z <u:p> _:y . _:y <u:q> 1, 2 .', format='turtle')
print(to_isomorphic(a) == to_isomorphic(b), [len(x) for x in graph_diff(a, b)])
for value in (1, 1.5, True, decimal.Decimal('2.50'), datetime.date(2024, 2, 29), datetime.datetime(2024, 1, 1, 12, 0, 0, 5), datetime.timedelta(days=1, seconds=5), b'\x01', 'x'):
    literal = Literal(value)
    print(literal.n3(), literal.datatype, literal.toPython() == value)
print(Literal('abc', datatype=XSD.integer).value, Literal('01', datatype=XSD.integer) == Literal(1), Literal('01', datatype=XSD.integer).eq(Literal(1)), Literal(2) > Literal(1.5), Literal('x', lang='en') == Literal('x'), Literal(2) + 3)
c = ConjunctiveGraph()
c.get_context(EX.g1).add((EX.s, RDFS.label, Literal('one')))
c.get_context(EX.g2).add((EX.s, RDFS.label, Literal('two')))
print(sorted(str(q[3].identifier if hasattr(q[3], 'identifier') else q[3]) for q in c.quads()), sorted(c.serialize(format='nquads').split('\n')), c.query('SELECT ?l { GRAPH ex:g1 { ?s ?p ?l } }', initNs={'ex': EX}).bindings, Variable('v').n3())
for bad in ('ex:a ex:b', '@prefix x: <y', '<a> <b> "c'):
    try:
        Graph().parse(data=bad, format='turtle')
    except Exception as e:
        print(type(e).__name__, str(e).split('\n')[0])
