#!/usr/bin/env python3
"""Makes the documents of tests/scrub/corpus/documents, with planted names, places and former versions.

Needs LibreOffice (Writer, Calc, Impress, Draw), qpdf, exiftool and ImageMagick. What Microsoft's programs write beside what
LibreOffice does is added here part by part. Everything that must be gone afterwards begins with
`Zorblatt`, or is a day of 2031.

    python3 tests/scrub/make-documents.py
"""
import base64, io, os, shutil, subprocess, tempfile, zipfile, zlib

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, 'corpus', 'documents')
TMP = tempfile.mkdtemp()


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=TMP)


def convert(source, to, name):
    """By LibreOffice; `to` is an extension with, perhaps, a filter."""
    run('soffice', f'-env:UserInstallation=file://{TMP}/office', '--headless', '--convert-to', to, '--outdir', TMP, source)
    made = os.path.join(TMP, os.path.splitext(os.path.basename(source))[0] + '.' + to.split(':')[0])
    shutil.move(made, os.path.join(OUT, name))


def at(name):
    return os.path.join(OUT, name)


def picture():
    path = os.path.join(TMP, 'photo.jpg')
    run('convert', '-size', '48x32', 'gradient:navy-orange', '-quality', '80', path)
    run('exiftool', '-overwrite_original', '-GPSLatitude=48.2082', '-GPSLatitudeRef=N', '-GPSLongitude=16.3738',
        '-GPSLongitudeRef=E', '-Make=Zorblatt', '-Model=Zorblatt Phone 7', '-Artist=Zorblatt Anna',
        '-DateTimeOriginal=2031:05:06 07:08:09', path)
    return open(path, 'rb').read()


NAMESPACES = ' '.join(f'xmlns:{prefix}="{uri}"' for prefix, uri in {
    'office': 'urn:oasis:names:tc:opendocument:xmlns:office:1.0', 'text': 'urn:oasis:names:tc:opendocument:xmlns:text:1.0',
    'table': 'urn:oasis:names:tc:opendocument:xmlns:table:1.0', 'draw': 'urn:oasis:names:tc:opendocument:xmlns:drawing:1.0',
    'style': 'urn:oasis:names:tc:opendocument:xmlns:style:1.0', 'svg': 'urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0',
    'meta': 'urn:oasis:names:tc:opendocument:xmlns:meta:1.0', 'dc': 'http://purl.org/dc/elements/1.1/',
    'xlink': 'http://www.w3.org/1999/xlink', 'config': 'urn:oasis:names:tc:opendocument:xmlns:config:1.0',
    'of': 'urn:oasis:names:tc:opendocument:xmlns:of:1.2',
    'fo': 'urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0',
    'presentation': 'urn:oasis:names:tc:opendocument:xmlns:presentation:1.0'}.items())

META = '''<office:meta><meta:generator>Zorblatt Writer</meta:generator><dc:title>Zorblatt title</dc:title>
<dc:description>Zorblatt notes</dc:description><dc:subject>Zorblatt subject</dc:subject><meta:keyword>Zorblatt key</meta:keyword>
<meta:initial-creator>Zorblatt Anna</meta:initial-creator><dc:creator>Zorblatt Ben</dc:creator>
<meta:printed-by>Zorblatt Carl</meta:printed-by><meta:creation-date>2031-02-03T04:05:06</meta:creation-date>
<dc:date>2031-03-04T05:06:07</dc:date><meta:print-date>2031-03-05T05:06:07</meta:print-date>
<meta:editing-cycles>17</meta:editing-cycles><meta:editing-duration>PT3H</meta:editing-duration>
<meta:user-defined meta:name="Office">Zorblatt office</meta:user-defined></office:meta>'''

SETTINGS = '''<office:settings><config:config-item-set config:name="ooo:configuration-settings">
<config:config-item config:name="PrinterName" config:type="string">Zorblatt printer</config:config-item>
<config:config-item config:name="AddParaTableSpacing" config:type="boolean">true</config:config-item>
</config:config-item-set></office:settings>'''


def annotation(text):
    return ('<office:annotation office:name="c1"><dc:creator>Zorblatt Dora</dc:creator><dc:date>2031-04-05T06:07:08</dc:date>'
            f'<text:p>{text}</text:p></office:annotation>')


def frame(name):
    image = base64.b64encode(PHOTO).decode()
    return (f'<draw:frame draw:name="{name}" svg:width="2cm" svg:height="1.4cm" svg:x="1cm" svg:y="1cm"><draw:image>'
            f'<office:binary-data>{image}</office:binary-data></draw:image><svg:desc>C:\\Users\\Zorblatt\\IMG_7.jpg</svg:desc>'
            '</draw:frame>')


def flat(kind, body, name, styles=''):
    path = os.path.join(TMP, name)
    with open(path, 'w') as file:
        file.write(f'<?xml version="1.0" encoding="UTF-8"?><office:document {NAMESPACES} office:version="1.3" '
                   f'office:mimetype="application/vnd.oasis.opendocument.{kind}">{META}{SETTINGS}{styles}'
                   f'<office:body>{body}</office:body></office:document>')
    return path


def change(kind, id, inner=''):
    return (f'<text:changed-region text:id="{id}"><text:{kind}><office:change-info><dc:creator>Zorblatt Emil</dc:creator>'
            f'<dc:date>2031-05-06T07:08:09</dc:date></office:change-info>{inner}</text:{kind}></text:changed-region>')


def text_document():
    return flat('text', f'''<office:text><text:tracked-changes>
{change('deletion', 'd1', '<text:p>Zorblatt was deleted</text:p>')}{change('insertion', 'i1')}</text:tracked-changes>
<text:h text:outline-level="1">The gate at night</text:h>
<text:p>The van <text:change text:change-id="d1"/>passed <text:change-start text:change-id="i1"/>twice<text:change-end
text:change-id="i1"/> without a look.{annotation('Zorblatt says so')}<office:annotation-end office:name="c1"/></text:p>
<text:p>See <text:a xlink:href="https://example.org/rules">the rules</text:a> and
<text:a xlink:href="file:///home/Zorblatt/secret.odt">the list</text:a>.</text:p>
<text:p>{frame('photo')}</text:p><text:p>الشاحنة البيضاء</text:p></office:text>''', 'letter.fodt')


def sheet_document():
    return flat('spreadsheet', f'''<office:spreadsheet><table:tracked-changes><table:cell-content-change table:id="ct1">
<table:cell-address table:column="1" table:row="0" table:table="0"/><office:change-info><dc:creator>Zorblatt Emil</dc:creator>
<dc:date>2031-05-06T07:08:09</dc:date></office:change-info><table:previous><table:change-track-table-cell
office:value-type="string"><text:p>Zorblatt before</text:p></table:change-track-table-cell></table:previous>
</table:cell-content-change></table:tracked-changes><table:table table:name="Night">
<table:table-row><table:table-cell office:value-type="string">{annotation('Zorblatt says so')}<text:p>Vans</text:p>
</table:table-cell><table:table-cell office:value-type="float" office:value="12"><text:p>12</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>Looked at</text:p></table:table-cell>
<table:table-cell table:formula="of:=[.B1]*2" office:value-type="float" office:value="24"><text:p>24</text:p></table:table-cell>
</table:table-row></table:table></office:spreadsheet>''', 'budget.fods')


def talk_document():
    return flat('presentation', f'''<office:presentation><draw:page draw:name="One" draw:master-page-name="Default">
{annotation('Zorblatt says so')}<draw:frame svg:width="20cm" svg:height="3cm" svg:x="2cm" svg:y="2cm"><draw:text-box>
<text:p>The white van</text:p></draw:text-box></draw:frame>{frame('photo')}</draw:page></office:presentation>''', 'talk.fodp')


def drawing_document():
    return flat('graphics', f'''<office:drawing><draw:page draw:name="One">{frame('IMG_Zorblatt.jpg')}
<draw:rect svg:width="4cm" svg:height="2cm" svg:x="5cm" svg:y="5cm"><text:p>The gate</text:p></draw:rect></draw:page>
</office:drawing>''', 'plan.fodg')


def rewrite(source, name, change):
    """Another document with parts changed, added or taken out by `change`, which gets them by name."""
    with zipfile.ZipFile(at(source)) as archive:
        parts = {item.filename: archive.read(item.filename) for item in archive.infolist()}
    change(parts)
    with zipfile.ZipFile(at(name), 'w', zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            info = zipfile.ZipInfo(part, (2031, 6, 7, 8, 9, 10))
            info.comment = b'Zorblatt' if part.startswith('[') else b''
            archive.writestr(info, content, zipfile.ZIP_STORED if part == 'mimetype' else zipfile.ZIP_DEFLATED)


OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
TYPES = 'application/vnd.openxmlformats-officedocument.'


def add(parts, of, id, kind, name, content, type=None):
    """A part, what it is, and what refers to it."""
    folder, base = os.path.split(of)
    relations = f'{folder}/_rels/{base}.rels' if of else '_rels/.rels'
    target = ('/' + name)
    old = parts.get(relations, b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>')
    line = f'<Relationship Id="{id}" Type="{kind if ":" in kind else OFFICE + kind}" Target="{target}"/>'
    parts[relations] = old.replace(b'</Relationships>', line.encode() + b'</Relationships>')
    parts[name] = content.encode() if isinstance(content, str) else content
    if type:
        override = f'<Override PartName="/{name}" ContentType="{type}"/></Types>'
        parts['[Content_Types].xml'] = parts['[Content_Types].xml'].replace(b'</Types>', override.encode())


def outside(parts, of, id, kind, address):
    folder, base = os.path.split(of)
    relations = f'{folder}/_rels/{base}.rels'
    line = f'<Relationship Id="{id}" Type="{OFFICE + kind}" Target="{address}" TargetMode="External"/></Relationships>'
    old = parts.get(relations, b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>')
    parts[relations] = old.replace(b'</Relationships>', line.encode())


def custom(parts):
    add(parts, '', 'rIdZ1', 'customXml', 'customXml/item1.xml', '<client xmlns="urn:z">Zorblatt matter</client>')
    add(parts, 'customXml/item1.xml', 'rId1', 'customXmlProps', 'customXml/itemProps1.xml', '<ds:datastoreItem ds:itemID="{1}" '
        'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"/>')
    add(parts, '', 'rIdZ2', 'http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail',
        'docProps/thumbnail.jpeg', PHOTO)


PERSON = '<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w15:person w15:author="Zorblatt Emil"/></w15:people>'


def word(parts):
    custom(parts)
    add(parts, 'word/document.xml', 'rIdZ3', 'http://schemas.microsoft.com/office/2011/relationships/people', 'word/people.xml', PERSON)
    add(parts, 'word/document.xml', 'rIdZ4', 'webSettings', 'word/webSettings.xml',
        '<w:webSettings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>')
    outside(parts, 'word/settings.xml', 'rIdZ5', 'attachedTemplate', 'file:///C:/Users/Zorblatt/Office.dotx')
    settings = parts['word/settings.xml'].decode()
    parts['word/settings.xml'] = settings.replace('</w:settings>', '<w:attachedTemplate r:id="rIdZ5" '
        f'xmlns:r="{OFFICE[:-1]}"/><w:rsids><w:rsidRoot w:val="00AB12CD"/><w:rsid w:val="00AB12CD"/></w:rsids>'
        '<w:docVars><w:docVar w:name="a" w:val="Zorblatt"/></w:docVars></w:settings>').encode()
    document = parts['word/document.xml'].decode()
    author = 'w:author="Zorblatt Emil" w:date="2031-05-06T07:08:09Z"'
    more = (f'<w:p w:rsidR="00AB12CD"><w:pPr><w:rPr><w:del w:id="90" {author}/></w:rPr></w:pPr><w:r><w:t>One line</w:t></w:r></w:p>'
            f'<w:p w:rsidR="00AB12CD"><w:r w:rsidRPr="00AB12CE"><w:t xml:space="preserve"> of two.</w:t></w:r><w:moveFrom w:id="91" {author}><w:r><w:t>Zorblatt moved</w:t></w:r></w:moveFrom></w:p>'
            f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid><w:tr><w:trPr><w:del w:id="92" {author}/></w:trPr><w:tc><w:p><w:r><w:t>Zorblatt row</w:t></w:r></w:p></w:tc></w:tr>'
            f'<w:tr><w:trPr><w:ins w:id="93" {author}/></w:trPr><w:tc><w:p><w:r><w:rPr><w:b/><w:rPrChange w:id="94" {author}><w:rPr/></w:rPrChange></w:rPr><w:t>The row that stays</w:t></w:r></w:p></w:tc></w:tr></w:tbl>')
    at = document.rindex('<w:sectPr')
    parts['word/document.xml'] = (document[:at] + more + document[at:]).encode()


def workbook(parts):
    custom(parts)
    book = parts['xl/workbook.xml'].decode()
    start = book.index('<workbookPr')
    parts['xl/workbook.xml'] = (book[:start] + '<fileVersion appName="Zorblatt Calc"/><fileSharing userName="Zorblatt Anna"/>'
        + book[start:].replace('<bookViews>', '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="x15"><x15ac:absPath url="C:\\Users\\Zorblatt\\" xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"/>'
        '</mc:Choice></mc:AlternateContent><bookViews>', 1)).encode()
    add(parts, 'xl/workbook.xml', 'rIdZ3', 'http://schemas.microsoft.com/office/2017/10/relationships/person', 'xl/persons/person.xml',
        '<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><person displayName="Zorblatt Dora" id="{1}" userId="Zorblatt"/></personList>')
    add(parts, 'xl/worksheets/sheet1.xml', 'rIdZ4', 'printerSettings', 'xl/printerSettings/printerSettings1.bin',
        'Zorblatt printer'.encode('utf-16le') + bytes(60))
    sheet = parts['xl/worksheets/sheet1.xml'].decode()
    parts['xl/worksheets/sheet1.xml'] = sheet.replace('<pageSetup ', f'<pageSetup xmlns:r="{OFFICE[:-1]}" r:id="rIdZ4" ', 1).encode()


def slides(parts):
    custom(parts)
    add(parts, 'ppt/presentation.xml', 'rIdZ3', 'http://schemas.microsoft.com/office/2016/11/relationships/changesInfo',
        'ppt/changesInfos/changesInfo1.xml', '<pc:chgInfo xmlns:pc="http://schemas.microsoft.com/office/powerpoint/2013/main/command">'
        '<pc:docChgLst><pc:chgData name="Zorblatt Emil" userId="Zorblatt"/></pc:docChgLst></pc:chgInfo>')
    add(parts, 'ppt/slides/slide1.xml', 'rIdZ4', 'tags', 'ppt/tags/tag1.xml',
        '<p:tagLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:tag name="A" val="Zorblatt"/></p:tagLst>')
    slide = parts['ppt/slides/slide1.xml'].decode()
    at = slide.index('</p:cSld>')
    parts['ppt/slides/slide1.xml'] = (slide[:at] + f'<p:custDataLst xmlns:r="{OFFICE[:-1]}"><p:tags r:id="rIdZ4"/></p:custDataLst>' + slide[at:]).encode()


def embedding(parts):
    add(parts, 'word/document.xml', 'rIdZ9', 'package', 'word/embeddings/sheet.xlsx', open(at('budget-office.xlsx'), 'rb').read(),
        TYPES + 'spreadsheetml.sheet')


def macro(parts):
    add(parts, 'word/document.xml', 'rIdZ9', 'http://schemas.microsoft.com/office/2006/relationships/vbaProject', 'word/vbaProject.bin',
        'Zorblatt macro', 'application/vnd.ms-office.vbaProject')


def encrypted(parts):
    parts['META-INF/manifest.xml'] = parts['META-INF/manifest.xml'].replace(b'full-path="content.xml"/>', b'full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>').replace(
        b'full-path="content.xml" manifest:media-type="text/xml"/>', b'full-path="content.xml" manifest:media-type="text/xml"><manifest:encryption-data/></manifest:file-entry>')


def lying_bomb():
    """Announces one octet, and unpacks to millions."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, 'w', zipfile.ZIP_DEFLATED) as archive:
        archive.writestr('[Content_Types].xml', b' ' * (30 * 2 ** 20))
    octets = bytearray(buffer.getvalue())
    length = (30 * 2 ** 20).to_bytes(4, 'little')
    for place in range(len(octets) - 3):
        if octets[place:place + 4] == length:
            octets[place:place + 4] = (1).to_bytes(4, 'little')
    open(at('bomb-lying.docx'), 'wb').write(octets)


def profile():
    """Of a picture beside these, with texts of its own."""
    source = os.path.join(HERE, 'corpus', 'media', 'profile-adobe.jpg')
    return subprocess.run(['exiftool', '-icc_profile', '-b', source], check=True, capture_output=True).stdout


def jpeg2000():
    """What says where it was taken, in a box beside the picture."""
    path = os.path.join(TMP, 'photo.jp2')
    run('convert', os.path.join(TMP, 'photo.jpg'), path)
    note = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">Zorblatt</x:xmpmeta>'
    return open(path, 'rb').read() + (len(note) + 8).to_bytes(4, 'big') + b'xml ' + note


def pdf(objects, name, root=1, trailer='', tail=b''):
    """From objects as they are written, numbered from 1."""
    out = bytearray(b'%PDF-1.7\n%\xe2\xe3\xcf\xd3\n')
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f'{number} 0 obj\n'.encode() + (content if isinstance(content, bytes) else content.encode()) + b'\nendobj\n'
    start = len(out)
    out += f'xref\n0 {len(objects) + 1}\n0000000000 65535 f \n'.encode()
    out += b''.join(f'{place:010} 00000 n \n'.encode() for place in places)
    out += f'trailer\n<< /Size {len(objects) + 1} /Root {root} 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n'.encode()
    open(at(name), 'wb').write(out + tail)


def stream(dictionary, content):
    return f'<< {dictionary} /Length {len(content)} >>\nstream\n'.encode() + content + b'\nendstream'


def page_objects(content, annotations='', resources=''):
    return ['<< /Type /Catalog /Pages 2 0 R %s >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
            f'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R {annotations} '
            f'/Resources << /Font << /F 5 0 R >> {resources} >> >>', stream('', content),
            '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>']


WORDS = b'BT /F 18 Tf 20 150 Td (The white van passed twice.) Tj ET'


def pdfs():
    convert(TEXT, 'pdf:writer_pdf_Export:{"ExportNotes":{"type":"boolean","value":"true"}}', 'letter.pdf')
    shutil.copy(at('letter.pdf'), at('letter-revised.pdf'))
    run('exiftool', '-overwrite_original', '-Author=Zorblatt Late', '-XMP:Creator=Zorblatt Late', '-Title=Zorblatt title', at('letter-revised.pdf'))
    run('qpdf', '--linearize', at('letter-revised.pdf'), at('letter-linear.pdf'))
    run('qpdf', '--object-streams=generate', at('letter-revised.pdf'), at('letter-streams.pdf'))
    run('qpdf', '--encrypt', '', 'owner', '256', '--', at('letter.pdf'), at('letter-encrypted.pdf'))
    attached = os.path.join(TMP, 'Zorblatt.txt')
    open(attached, 'w').write('Zorblatt attachment')
    run('qpdf', at('letter.pdf'), '--add-attachment', attached, '--description=Zorblatt', '--', at('letter-attached.pdf'))
    # A second state of a page, with the first one behind it.
    first = page_objects(b'BT /F 18 Tf 20 150 Td (Zorblatt was here.) Tj ET')
    first[0] %= ''
    pdf(first, 'revision.pdf', trailer='/ID [<5a6f72> <5a6f72>]')
    old = open(at('revision.pdf'), 'rb').read()
    place = len(old)
    new = b'4 0 obj\n' + stream('', WORDS) + b'\nendobj\n'
    xref = place + len(new)
    previous = old.rindex(b'startxref\n') + 10
    previous = old[previous:].split(b'\n')[0].decode()
    tail = f'xref\n4 1\n{place:010} 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev {previous} >>\nstartxref\n{xref}\n%%EOF\n'.encode()
    open(at('revision.pdf'), 'wb').write(old + new + tail)
    photo = page_objects(WORDS + b' q 96 0 0 64 20 20 cm /I Do Q', resources='/XObject << /I 6 0 R >>')
    photo[0] %= '/Metadata 7 0 R /PieceInfo << /Z << /LastModified (D:20310203) /Private (Zorblatt) >> >>'
    photo.append(stream('/Type /XObject /Subtype /Image /Width 48 /Height 32 /ColorSpace /DeviceRGB /BitsPerComponent 8 '
                        '/Filter /DCTDecode /Metadata 7 0 R', PHOTO))
    photo.append(stream('/Type /Metadata /Subtype /XML', b'<x:xmpmeta xmlns:x="adobe:ns:meta/">Zorblatt Anna</x:xmpmeta>'))
    photo.append('<< /Author (Zorblatt Anna) /Creator (Zorblatt Writer) /Company (Zorblatt Ltd) /CreationDate (D:20310203040506Z) >>')
    pdf(photo, 'photo.pdf', trailer='/Info 8 0 R')
    notes = page_objects(WORDS, '/Annots [6 0 R 7 0 R 8 0 R 9 0 R]')
    notes[0] %= ('/OpenAction << /S /JavaScript /JS (app.alert\\("Zorblatt"\\)) >> /Names << /JavaScript << /Names [(a) << /S /JavaScript '
                 '/JS (Zorblatt) >>] >> >> /AcroForm << /Fields [8 0 R] /XFA (Zorblatt) >>')
    notes.append('<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /T (Zorblatt Dora) /Contents (Zorblatt says so) /M (D:20310405060708Z) '
                 '/CreationDate (D:20310405060708Z) /NM (Zorblatt-1) /P 3 0 R >>')
    notes.append('<< /Type /Annot /Subtype /Link /Rect [40 10 60 30] /A << /S /Launch /F (C:\\\\Users\\\\Zorblatt\\\\x.exe) >> >>')
    notes.append('<< /Type /Annot /Subtype /Widget /FT /Tx /T (place) /V (The gate) /Rect [70 10 160 30] /P 3 0 R /AA << /K << /S /JavaScript /JS (Zorblatt) >> >> >>')
    notes.append('<< /Type /Annot /Subtype /FileAttachment /Rect [170 10 190 30] /FS << /Type /Filespec /F (Zorblatt.txt) /EF << /F 10 0 R >> >> >>')
    notes.append(stream('/Type /EmbeddedFile', b'Zorblatt attachment'))
    pdf(notes, 'notes.pdf')
    coloured = page_objects(WORDS, resources='/ColorSpace << /C [/ICCBased 6 0 R] >> /XObject << /I 7 0 R >>')
    coloured[0] %= ''
    coloured.append(stream('/N 3 /Filter /FlateDecode', zlib.compress(profile())))
    coloured.append(stream('/Type /XObject /Subtype /Image /Width 48 /Height 32 /Filter /JPXDecode', jpeg2000()))
    pdf(coloured, 'colours.pdf')
    cyclic = page_objects(WORDS)
    cyclic[0] %= '/Outlines 6 0 R'
    cyclic[1] = '<< /Type /Pages /Kids [2 0 R 3 0 R] /Parent 2 0 R /Count 1 >>'
    cyclic.append('<< /First 7 0 R /Last 7 0 R >>')
    cyclic.append('<< /Title (A) /Parent 6 0 R /Next 7 0 R /Prev 7 0 R /First 6 0 R >>')
    pdf(cyclic, 'cyclic.pdf')
    open(at('truncated.pdf'), 'wb').write(open(at('photo.pdf'), 'rb').read()[:1500])
    open(at('page.docx'), 'wb').write(open(at('photo.pdf'), 'rb').read())


PHOTO = picture()
TEXT = text_document()
shutil.rmtree(OUT, ignore_errors=True)
os.makedirs(OUT)
for source, names in [(TEXT, ('letter.odt', 'letter.docx')), (sheet_document(), ('budget.ods', 'budget.xlsx')),
                      (talk_document(), ('talk.odp', 'talk.pptx')), (drawing_document(), ('plan.odg',))]:
    for made in names:
        convert(source, made.split('.')[1], made)
rewrite('letter.docx', 'letter-office.docx', word)
rewrite('budget.xlsx', 'budget-office.xlsx', workbook)
rewrite('talk.pptx', 'talk-office.pptx', slides)
rewrite('letter-office.docx', 'embedding.docx', embedding)
rewrite('letter.docx', 'macro.docm', macro)
rewrite('letter.odt', 'encrypted.odt', encrypted)
lying_bomb()
pdfs()
open(at('truncated.docx'), 'wb').write(open(at('letter.docx'), 'rb').read()[:-300])
shutil.rmtree(TMP)
