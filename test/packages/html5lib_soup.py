"""html5lib, Beautiful Soup and soupsieve: broken HTML parsed and serialised, searched by selectors, and edited."""
# needs: html5lib bs4 soupsieve webencodings six.py

import html5lib
from bs4 import BeautifulSoup, Comment, NavigableString, SoupStrainer, UnicodeDammit
from html5lib.filters import alphabeticalattributes, inject_meta_charset, optionaltags, whitespace
from html5lib.serializer import HTMLSerializer

BROKEN = '''<!doctype html><html lang=en><head><title>A &amp B &copy; &notit;</title><meta charset=utf-8><style>p > a {}</style>
<body class='x y' onload="f('&lt;')"><p>one<p>two <b>bold <i>both</b> italic</i> <!-- note --> <table><tr><td>1<td>2<b>in</table>text
<ul><li>a<li>b<ul><li>c</ul></ul><form action=/go><input name=q value='1 & 2' disabled><select><option>1<option selected>2</select>
<textarea>
raw <b></textarea></form><svg viewBox="0 0 1 1"><path d='M0 0'/><foreignObject><p>x</foreignObject></svg><math><mi>x</mi></math>
<script>if (a < b && c) document.write("<p>")</script><a href="?a=1&copy=2">l</a><br/></br><p/>tail</i></body>trailing'''
tree = html5lib.parse(BROKEN, namespaceHTMLElements=False)
print([e.tag for e in tree.iter() if isinstance(e.tag, str)])
parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder('dom'))
document = parser.parse(BROKEN)
print([(position, code, data) for position, code, data in parser.errors])
print(document.toxml())
for builder in ('etree', 'dom'):
    walker = html5lib.getTreeWalker(builder)
    stream = walker(html5lib.parse(BROKEN, treebuilder=builder))
    for f in (whitespace.Filter, optionaltags.Filter, alphabeticalattributes.Filter):
        stream = f(stream)
    print(HTMLSerializer(quote_attr_values='legacy', minimize_boolean_attributes=True, resolve_entities=True).render(stream))
print(html5lib.serialize(html5lib.parseFragment('<td>x<tr><caption>c', container='table'), omit_optional_tags=False))

for features in ('html5lib', 'html.parser'):
    soup = BeautifulSoup(BROKEN, features)
    print(features, len(soup.find_all()), soup.title.string, soup.body['class'], soup.p.get_text('|', strip=True))
    for selector in ('p', 'li:nth-of-type(2)', 'ul > li', 'a[href*="copy"]', 'b ~ i, b + i', ':is(td, th):not(:last-child)', 'p:has(b)', 'li:first-child ul li', 'option:checked', 'body.x.y', '[lang|=en] title', ':root', 'input:disabled', 'p:empty', 'p:-soup-contains("two")', '*:nth-child(2n+1 of li)'):
        print(selector, [str(e)[:60] for e in soup.select(selector)])
    print(soup.prettify()[:900])
    print([c for c in soup.find_all(string=lambda s: isinstance(s, Comment))], [t.name for t in soup.find('b').parents], soup.find('td').find_next_sibling())
soup = BeautifulSoup('<div><p id=a>x</p><p class="k">y &amp; z</p></div>', 'html.parser')
new = soup.new_tag('span', attrs={'data-n': '1'})
new.string = '<new>'
soup.p.insert_after(new)
soup.find(id='a').wrap(soup.new_tag('section'))
soup.find(class_='k').replace_with(NavigableString('gone'))
new.append(soup.new_string('more'))
soup.div['title'] = 'é "q"'
print(soup, soup.encode('ascii'), soup.decode(formatter='html'), soup.decode(formatter='minimal'), sep='\n')
soup.section.unwrap()
soup.span.extract()
print(soup.div.contents, list(soup.stripped_strings), soup.smooth(), soup)
print(BeautifulSoup(BROKEN, 'html.parser', parse_only=SoupStrainer('li')).get_text(), UnicodeDammit('é'.encode('latin-1'), ['ascii', 'latin-1']).original_encoding)
print(BeautifulSoup('<html><head><meta charset="iso-8859-1"></head><p>é'.encode('latin-1'), 'html5lib').p, BeautifulSoup(b'\xef\xbb\xbf<p>x', 'html.parser').original_encoding)
