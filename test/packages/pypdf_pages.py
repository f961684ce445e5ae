"""pypdf: a document built from objects, merged, rotated, encrypted, outlined, read back and its text extracted."""
# needs: pypdf

import io

from pypdf import PageObject, PdfMerger, PdfReader, PdfWriter, Transformation
from pypdf.errors import PdfReadError
from pypdf.filters import ASCII85Decode, ASCIIHexDecode, FlateDecode, LZWDecode
from pypdf.generic import ArrayObject, BooleanObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject, NullObject, NumberObject, RectangleObject, TextStringObject, create_string_object, read_object
from pypdf.pagerange import PageRange
from pypdf.xmp import XmpInformation


def page_with(writer, text, size=(200, 100)):
    page = writer.add_blank_page(*size)
    stream = DecodedStreamObject()
    lines = ''.join(f'({line}) Tj 0 -14 Td ' for line in text.replace('(', r'\(').replace(')', r'\)').split('\n'))
    stream.set_data(f'q 1 0 0 1 0 0 cm BT /F1 12 Tf 10 80 Td {lines} ET Q'.encode('latin-1'))
    font = DictionaryObject({NameObject('/Type'): NameObject('/Font'), NameObject('/Subtype'): NameObject('/Type1'), NameObject('/BaseFont'): NameObject('/Helvetica'), NameObject('/Encoding'): NameObject('/WinAnsiEncoding')})
    page[NameObject('/Resources')] = DictionaryObject({NameObject('/Font'): DictionaryObject({NameObject('/F1'): writer._add_object(font)})})
    page[NameObject('/Contents')] = writer._add_object(stream.flate_encode())
    return page


writer = PdfWriter()
for i, text in enumerate(['First page (one)', 'Second\nline two', 'Thïrd é'], 1):
    page_with(writer, text, (100 + 50 * i, 100))
writer.add_metadata({'/Title': 'Títle', '/Author': 'me'})
top = writer.add_outline_item('Chapter 1', 0)
writer.add_outline_item('Section', 1, parent=top)
writer.add_uri(0, 'http://example.org/', RectangleObject([10, 10, 60, 30]))
writer.add_js('app.alert("x")')
writer.add_attachment('a.txt', b'attached')
writer.pages[1].rotate(90)
writer.pages[2].add_transformation(Transformation().scale(2, 0.5).translate(3, 4).rotate(30))
writer.pages[2].cropbox.upper_right = (50, 50)
out = io.BytesIO()
writer.write(out)
print(out.getvalue()[:200], out.getvalue().count(b'endobj'))
reader = PdfReader(out)
print(len(reader.pages), reader.metadata, reader.pdf_header, reader.trailer['/Root']['/Type'], reader.attachments if hasattr(reader, 'attachments') else '')
for page in reader.pages:
    print(page.mediabox, page.cropbox, page.get('/Rotate'), repr(page.extract_text()), sorted(page.keys()))
    print(page.get_contents().get_data())
print([(o.title, reader.get_destination_page_number(o)) if not isinstance(o, list) else [q.title for q in o] for o in reader.outline])
for method in ('RC4-128', 'RC4-40'):
    secret = PdfWriter()
    secret.append(io.BytesIO(out.getvalue()))
    secret.encrypt('user', 'owner', use_128bit=method == 'RC4-128')
    locked = io.BytesIO()
    secret.write(locked)
    protected = PdfReader(locked)
    print(protected.is_encrypted, protected.decrypt('wrong'), protected.decrypt('owner'), protected.pages[0].extract_text())
merger = PdfMerger()
merger.append(io.BytesIO(out.getvalue()), pages=(0, 2), outline_item='copied')
merger.merge(1, io.BytesIO(out.getvalue()), pages=PageRange('::-1'))
merged = io.BytesIO()
merger.write(merged)
print([p.extract_text().split('\n')[0] for p in PdfReader(merged).pages])
stamp = PageObject.create_blank_page(width=50, height=50)
base = PdfReader(out).pages[0]
base.merge_page(PdfReader(out).pages[1])
base.merge_transformed_page(PdfReader(out).pages[2], Transformation().translate(10, 20))
print(base.extract_text(), stamp.mediabox, base.mediabox.width)
for text in ('<< /A [1 -2.50 (str\\051\\n) <48656c> /N#20ame true null 3 0 R] /B << >> >>', '(nested (paren) \\\\)', '<FEFF00e9>', '[/a/b/c]', '-.5', '/Name ', '<</x'):
    try:
        print(repr(read_object(io.BytesIO(text.encode() + b' '), None)))
    except Exception as e:
        print(text, type(e).__name__)
print(FlateDecode.decode(FlateDecode.encode(b'data' * 9), None), ASCIIHexDecode.decode('48 65 6c>'), ASCII85Decode.decode(b'87cURD]i,"Ebo80~>'), repr(create_string_object('\u4e2d')), FloatObject('1.50'), BooleanObject(True) == BooleanObject(True), NullObject())
buffer = io.BytesIO()
ArrayObject([NumberObject(1), TextStringObject('é'), NameObject('/a b')]).write_to_stream(buffer, None)
print(buffer.getvalue(), [str(PageRange(s)) for s in ('1', ':3', '-2:', '::2')], [PageRange(':').indices(5)])
for bad in (b'', b'not a pdf', b'%PDF-1.4\nxref\n0 1\ntrailer\n<<>>\nstartxref\n9\n%%EOF'):
    try:
        print(len(PdfReader(io.BytesIO(bad)).pages))
    except Exception as e:
        print(type(e).__name__, e)
xmp = DecodedStreamObject()
xmp.set_data(b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">T</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>A</rdf:li></rdf:Seq></dc:creator><xmp:CreateDate>2024-01-02T03:04:05Z</xmp:CreateDate></rdf:Description></rdf:RDF></x:xmpmeta>')
info = XmpInformation(xmp)
print(info.dc_title, info.dc_creator, info.xmp_create_date)
