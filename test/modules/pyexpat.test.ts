/**
 * pyexpat against CPython: generated documents and DTDs, most of them wrong somewhere, in several encodings and in pieces, with all handlers;
 * then what the handlers, the buffer and the attributes of a parser do. DXPY_DOCUMENTS says how many documents.
 */
import { maybe, same } from '../support/same'

const generator = String.raw`
import random, sys, pyexpat
seed, count = SEED, COUNT
r = random.Random(seed)
PIECES = ['<a>', '</a>', '<b x="1" y=\'2\'>', '</b>', '<c/>', '<p:d xmlns:p="u:1" p:k="v"/>', '<e xmlns="u:2">', '</e>', 'text', ' ', '\n', '\r\n', '\r', '&amp;', '&lt;', '&#65;', '&#x1F600;', '&#0;', '&ent;', '&undefined;', '&rec;', '&ext;', '&big;',
  '<!-- c -->', '<!-- - -->', '<!-- -- -->', '<?pi data?>', '<?pi?>', '<?xml version="1.0"?>', '<![CDATA[ x ]] > <a> ]]>', '<![CDATA[]]>', ']]>', ']', ']]', 'é', '\u20ac', '\U0001F600', '<é à="ü"/>', '<a b="x&amp;y\n z\tq&#10;"/>', '<a b="&ent;"/>', '<a b="<"/>', '<a b=c/>', '<a b="1"c="2"/>', '<a b="1" b="2"/>', '<1/>', '< a/>', '<a', '/>', '>', '"', "'", '=', '\x01', '\ufffe', '<a:b:c/>', '<:a/>', '<p:q/>', '<a xmlns:xml="x"/>', '<a xmlns:xmlns="x"/>', '<a xmlns:p=""/>', '<a xmlns:p="u" xmlns:q="u" p:x="1" q:x="2"/>', '<a id="  x  y " t="CDATA  z "/>', '</ a>', '</a >', '<a >', '<a/ >', '&', '&;', '&#;', '&#x;', '&#xD800;', '&#1114112;', '& amp;', '&amp']
DTD = ['<!ELEMENT a (b|c)*>', '<!ELEMENT b (#PCDATA|c)*>', '<!ELEMENT c EMPTY>', '<!ELEMENT d ANY>', '<!ELEMENT e ((a,b?),(c|d)+)>', '<!ELEMENT f (#PCDATA)>', '<!ELEMENT g (a,b|c)>', '<!ELEMENT h>', '<!ATTLIST a id ID #IMPLIED t CDATA "d&amp;f">', '<!ATTLIST a n NMTOKENS #REQUIRED e (x|y) "x" f CDATA #FIXED "z">', '<!ATTLIST b nn NOTATION (n1|n2) #IMPLIED>', '<!ATTLIST c>', '<!ATTLIST a b (x|) "x">', '<!ENTITY ent "value &amp; <c/> &#65;">', '<!ENTITY rec "&rec2;"><!ENTITY rec2 "&rec;">', '<!ENTITY ext SYSTEM "sys.xml">', '<!ENTITY big PUBLIC "-//X//Y" "sys2">', '<!ENTITY un SYSTEM "x" NDATA n1>', '<!NOTATION n1 SYSTEM "n">', '<!NOTATION n2 PUBLIC "pub id">', '<!NOTATION n3 PUBLIC "p" "s">', '<!ENTITY % pe "<!ELEMENT z ANY>">%pe;', '%undef;', '<!ENTITY % pex SYSTEM "p.dtd">', '%pex;', '<!ENTITY x "%pe;">', '<!-- dtd -->', '<?pi dtd?>', ' ', '\n', '<!ENTITY ent "second">', '<!ENTITY % q "a CDATA #IMPLIED"><!ATTLIST a %q;>', '<!FOO>', '<!ENTITY bad "&#xFFFF;">', '<!ENTITY p1 PUBLIC "bad{id}" "s">', '<!ELEMENT a (b', ']', '<!ELEMENT % a>', '<!ENTITY lt "&#38;#60;">', '<!ENTITY un2 "<a>">', 'junk', '<![INCLUDE[', '<!ENTITY a:b "x">', "<!ATTLIST a xml:space (default|preserve) 'preserve'>", '<!ATTLIST a z CDATA "&un;">', '<!ATTLIST a z CDATA "&ent;">', '<!ATTLIST a z CDATA "&nope;">']
HEAD = ['', '', '', '<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-8"?>', '<?xml version="1.0" encoding="iso-8859-1" standalone="yes"?>', "<?xml version='1.1' standalone='no' ?>", '\ufeff', '<?xml encoding="x"?>', '<?xml version="1.0" standalone="maybe"?>', '<?xml version="1.0" encoding="utf-16"?>', '<?xml version="1.0" encoding="cp1252"?>', '<?xml version="1.0" encoding="nope"?>', ' <?xml version="1.0"?>', '<?xml version = "1.0" encoding="us-ascii"?>', '<?xml?>', '<?xml version="1.0"encoding="a"?>', '<?xml version="1.0" encoding="1"?>', '<?XML version="1.0"?>']
def document():
    s = r.choice(HEAD)
    if r.random() < .5:
        s += r.choice(['<!DOCTYPE a ', '<!DOCTYPE a SYSTEM "d.dtd" ', '<!DOCTYPE a PUBLIC "p" \'s\'', '<!DOCTYPE a', '<!-- x --><!DOCTYPE\na', '<!DOCTYPE p:a '])
        if r.random() < .9:
            s += '[' + ''.join(r.choice(DTD) for _ in range(r.randrange(6))) + ']'
        s += r.choice(['>', '>', '>\n', ' >', ''])
    if r.random() < .8:
        body = [r.choice(PIECES) for _ in range(r.randrange(8))]
        # mostly balanced
        if r.random() < .7:
            body = [p for p in body if p not in ('</a>', '</b>', '</e>', '<a>', '<e xmlns="u:2">', '<b x="1" y=\'2\'>')]
        s += r.choice(['<a>', '<a>', '<a xmlns="d">', '<a t="1" id=" q ">']) + ''.join(body) + r.choice(['</a>', '</a>', '</a>', '</a >\n', '</b>', ''])
        s += r.choice(['', '', '\n', '<!-- e -->', '<?p?>', 'x', '<b/>'])
    else:
        s += ''.join(r.choice(PIECES) for _ in range(r.randrange(8)))
    if r.random() < .15 and s:
        i = r.randrange(len(s)); s = s[:i] + s[i + r.randrange(1, 4):]
    return s
EXTERNAL = ['<a>ext</a>', 'text &amp; <b/>', '<?xml encoding="utf-8"?>x', '<?xml version="1.0"?>x', '<a>', '</a>', '<!ELEMENT q ANY>', '<!ENTITY % i "INCLUDE"><![%i;[<!ENTITY ent "from ext">]]>', '<![IGNORE[ <![ x ]]> ]]><!ATTLIST a def CDATA "v">', '<!ENTITY % m "(b|c)"><!ELEMENT a %m;><!ENTITY v "%m;">', '', '&ent;', '<![INCLUDE[', '%pe;', '<!ELEMENT a', '<!ENTITY % o "<!ELEMENT z"> %o; ANY>', '<!ENTITY % o2 "z ANY"> <!ELEMENT %o2; >', '<!ATTLIST a q CDATA #IMPLIED><!ENTITY big "<c/>">']
def run(doc):
    out = []
    ns = r.choice([None, None, ' ', '', '|'])
    kw = {} if ns is None else {'namespace_separator': ns}
    p = pyexpat.ParserCreate(r.choice([None] * 8 + ['utf-8', 'iso-8859-1', 'us-ascii', 'cp1250', 'utf-16']), **kw)
    names = ['StartElementHandler', 'EndElementHandler', 'ProcessingInstructionHandler', 'CharacterDataHandler', 'UnparsedEntityDeclHandler', 'NotationDeclHandler', 'StartNamespaceDeclHandler', 'EndNamespaceDeclHandler', 'CommentHandler', 'StartCdataSectionHandler', 'EndCdataSectionHandler', 'DefaultHandler', 'DefaultHandlerExpand', 'StartDoctypeDeclHandler', 'EndDoctypeDeclHandler', 'EntityDeclHandler', 'XmlDeclHandler', 'ElementDeclHandler', 'AttlistDeclHandler', 'SkippedEntityHandler']
    density = r.choice([.3, .7, 1])
    chosen = [n for n in names if r.random() < density]
    p.buffer_text = r.random() < .5; p.ordered_attributes = r.random() < .3; p.specified_attributes = r.random() < .3
    if ns is not None: p.namespace_prefixes = r.random() < .3
    def hook(parser, tag):
        for n in chosen:
            def f(*a, n=n): out.append((tag + n[:-7] if n[-1] == 'r' else tag + n, *a, (parser.CurrentLineNumber, parser.CurrentColumnNumber, parser.CurrentByteIndex) if not parser.buffer_text else ()))
            setattr(parser, n, f)
    hook(p, '')
    if r.random() < .5: p.SetParamEntityParsing(r.randrange(3))
    if r.random() < .1: p.UseForeignDTD(True)
    p.SetBase('base')
    depth = [0]
    def external(parser, tag):
        def f(context, base, sysid, pubid):
            out.append((tag + 'External', context if not context or '\f' not in context else sorted(context.split('\f')), base, sysid, pubid))
            if depth[0] > 3 or rx.random() < .1: return rx.randrange(2)
            sub = parser.ExternalEntityParserCreate(context)
            hook(sub, tag + '>'); external(sub, tag + '>')
            depth[0] += 1
            try: sub.Parse(rx.choice(EXTERNAL), True)
            except pyexpat.ExpatError as e: out.append((tag + '>', str(e))); return rx.randrange(2)
            finally: depth[0] -= 1
            return 1
        parser.ExternalEntityRefHandler = f
    rx = random.Random(r.random())
    if r.random() < .5: external(p, '')
    if r.random() < .2: p.NotStandaloneHandler = lambda: out.append('NotStandalone') or rx.randrange(2)
    enc = r.choice(['utf-8'] * 6 + ['utf-16', 'latin-1', 'utf-16-le', 'str'])
    try:
        if enc.startswith('utf-16') and ('cp1252' in doc or 'nope' in doc): return 'skip', None, None
        data = doc if enc == 'str' else doc.encode(enc, 'replace')
        if enc == 'utf-8' and r.random() < .05: data = data.replace('é'.encode(), b'\xe9').replace('€'.encode(), b'\xe2\x82')
        if r.random() < .4 and enc != 'str':
            i = 0
            if r.random() < .5: p.SetReparseDeferralEnabled(False)
            while i < len(data):
                n = r.choice([1, 2, 3, 5, 20]); p.Parse(data[i:i + n], False); i += n
            p.Parse(b'', True)
        else:
            p.Parse(data, True)
    except pyexpat.ExpatError as e:
        out.append((str(e), e.code, e.lineno, e.offset, p.ErrorByteIndex, p.ErrorCode))
    except Exception as e:
        out.append((type(e).__name__, str(e)))
    return enc, ns, out
for i in range(count):
    r.seed(seed * 1000003 + i)
    d = document()
    print(i, repr(d), *run(d))
`

maybe(
  'documents',
  () => {
    const seed = process.env.DXPY_SEED ?? '1'
    const count = process.env.DXPY_DOCUMENTS ?? '700'
    same(generator.replace('SEED', seed).replace('COUNT', count))
  },
  120_000,
)

maybe('handlers and attributes', () => {
  const program = String.raw`
import io, pyexpat
from pyexpat import ParserCreate, ErrorString, ExpatError
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e, getattr(e, 'code', None), getattr(e, 'lineno', None), getattr(e, 'offset', None))
p = ParserCreate()
calls = []
p.StartElementHandler = lambda name, attributes: calls.append(name) or 1 / 0
p.EndElementHandler = calls.append
t(lambda: p.Parse('<a><b/></a>', True)); print(calls, p.StartElementHandler, p.EndElementHandler)
t(lambda: p.Parse('x', True))
for values in ((0, 'x'), (1, 2), (b'x',), (None,)): t(lambda: ParserCreate().Parse(*values))
t(lambda: ParserCreate().Parse('<a>\ud800</a>')); t(lambda: ParserCreate('nope').Parse('<a/>')); t(lambda: ParserCreate('cp037').Parse('<a/>')); t(lambda: ParserCreate('utf-7').Parse(b'<a/>'))
t(lambda: ParserCreate(5)); t(lambda: ParserCreate(namespace_separator='xx')); t(lambda: ParserCreate(intern=3)); t(lambda: ParserCreate('a\0'))
names = {}
p = ParserCreate(intern=names); p.StartElementHandler = lambda *a: None; p.Parse('<a b="c"><a/></a>', True); print(sorted(names), p.intern is names)
class Reader:
    def __init__(self, *parts): self.parts = list(parts)
    def read(self, n): return self.parts.pop(0)
t(lambda: ParserCreate().ParseFile(Reader(b'<a>', b'</a>', b''))); t(lambda: ParserCreate().ParseFile(Reader('<a/>', ''))); t(lambda: ParserCreate().ParseFile(Reader(b'x' * 3000))); t(lambda: ParserCreate().ParseFile(3))
t(lambda: ParserCreate().ParseFile(io.BytesIO(b'<a>' + b'x' * 5000 + b'</b>')))
p = ParserCreate()
for name, value in (('buffer_size', 0), ('buffer_size', 'x'), ('buffer_size', 2**40), ('buffer_size', 2**70), ('buffer_text', 1), ('returns_unicode', 1), ('CurrentLineNumber', 3), ('ordered_attributes', [])):
    t(lambda: (setattr(p, name, value), getattr(p, name)))
t(lambda: delattr(p, 'buffer_text')); t(lambda: delattr(p, 'StartElementHandler')); t(lambda: p.SetBase(3)); t(lambda: p.SetBase('b')); print(p.GetBase(), p.GetInputContext(), p.SetParamEntityParsing(2), p.SetParamEntityParsing(7))
p.Parse('<a>'); print(p.SetParamEntityParsing(1)); t(lambda: p.UseForeignDTD()); print(p.ErrorCode, p.ErrorLineNumber, p.CurrentColumnNumber, p.CurrentByteIndex)
p = ParserCreate(); texts = []; p.CharacterDataHandler = texts.append; p.buffer_text = True; p.buffer_size = 5
p.Parse('<a>ab&amp;c\nd&#233;efgh<b/>longer than that</a>', True); print(texts, p.buffer_used)
p = ParserCreate(); p.StartElementHandler = lambda *a: print(p.GetInputContext()); p.Parse('<é>x<b/>', False)
def content(declaration):
    p = ParserCreate(); p.ElementDeclHandler = lambda name, model: print(name, model)
    p.Parse('<!DOCTYPE a [' + declaration + ']><a/>', True)
for d in ('<!ELEMENT a (b,(c|d)*,e?)+>', '<!ELEMENT a (#PCDATA|b)*>', '<!ELEMENT a EMPTY>', '<!ELEMENT a ANY>', '<!ELEMENT a ((b))>'): content(d)
t(lambda: content('<!ELEMENT a (b,c|d)>'))
p = ParserCreate(); p.NotStandaloneHandler = lambda: 'x'; t(lambda: p.Parse('<!DOCTYPE a SYSTEM "x"><a/>', True))
p = ParserCreate(); p.ExternalEntityRefHandler = lambda *a: 0; t(lambda: p.Parse('<!DOCTYPE a [<!ENTITY e SYSTEM "x">]><a>&e;</a>', True))
laughs = '<!DOCTYPE a [<!ENTITY l0 "' + 'ha' * 50 + '">' + ''.join(f'<!ENTITY l{i} "' + f'&l{i - 1};' * 10 + '">' for i in range(1, 8)) + ']>'
for body in ('<a>&l7;</a>', '<a b="&l7;"/>'):
    try: ParserCreate().Parse(laughs + body, True)
    except ExpatError as e: print(e.code, ErrorString(e.code))
print(ErrorString(3), ErrorString(0), ErrorString(99), pyexpat.EXPAT_VERSION, pyexpat.version_info, pyexpat.native_encoding, ParserCreate().GetReparseDeferralEnabled())
print(pyexpat.errors.codes[pyexpat.errors.XML_ERROR_SYNTAX], pyexpat.model.XML_CTYPE_SEQ, pyexpat.model.XML_CQUANT_PLUS, len(pyexpat.errors.messages))
import sys; print(sys.modules['pyexpat.errors'] is pyexpat.errors, pyexpat.ExpatError, type(p))
`
  same(program)
})

maybe('the library over it', () => {
  const program = `
import io, plistlib, xml.dom.minidom, xml.etree.ElementTree as ET, xml.sax
TEXT = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e "v&lt;w"><!ATTLIST i k CDATA "default">]><r xmlns:p="u"><!-- c --><i>1&e;</i><p:i n="é">2</p:i><?pi d?><![CDATA[<x>]]></r>'
tree = ET.fromstring(TEXT)
print(ET.tostring(tree, 'unicode'), [e.tag for e in tree.iter()], tree.find('{u}i').attrib, tree.findtext('i'))
print([(event, getattr(getattr(e, 'tag', e), '__name__', getattr(e, 'tag', e))) for event, e in ET.iterparse(io.BytesIO(TEXT.encode()), ('start', 'end', 'start-ns', 'end-ns', 'comment', 'pi'))])
print(xml.dom.minidom.parseString(TEXT).toprettyxml(indent=' '))
print(ET.canonicalize('<b y="1" x="2"><c></c></b>'))
class Handler(xml.sax.ContentHandler):
    def startElement(self, name, attributes): print('start', name, dict(attributes))
    def characters(self, text): print('text', repr(text))
xml.sax.parseString(TEXT, Handler())
print(plistlib.loads(plistlib.dumps({'a': [1, 2.5, True, b'x', 'é']})))
for bad in ('<a>', '<a></b>', '<a b="1" b="2"/>', '&x;', '<a>&x;</a>', ''):
    try: ET.fromstring(bad)
    except ET.ParseError as e: print(e, e.code, e.position)
`
  same(program)
})
