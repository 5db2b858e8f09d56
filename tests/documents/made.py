"""Binary documents made for the tests: a DOCX with notes, links and lists, and PDFs with links and raised figures."""

import io
import zipfile
from itertools import count

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

_FOOTNOTES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:id="7"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Comptes 2025, </w:t></w:r>
<w:hyperlink r:id="rId1"><w:r><w:t>rapport annuel</w:t></w:r></w:hyperlink><w:r><w:t>.</w:t></w:r></w:p></w:footnote>
</w:footnotes>"""
_FOOTNOTE_LINKS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
 Target="https://corvane.example/rapport" TargetMode="External"/></Relationships>"""
_FOOTNOTES_TYPE = (
    '<Override PartName="/word/footnotes.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>'
)
_FOOTNOTES_LINK = (
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"'
    ' Target="footnotes.xml"/></Relationships>'
)


def word() -> bytes:
    """A DOCX: title, link, footnote, field, deleted and inserted words, lists, a table, a raised figure."""
    file = docx.Document()
    file.core_properties.title = "L’usine d’Aubrac"
    file.add_heading("L’usine d’Aubrac", 1)
    paragraph = file.add_paragraph("Selon ")
    link = file.part.relate_to(
        "https://lesechos.example/aubrac", docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK, True
    )
    _append(paragraph, f'<w:hyperlink {{}} r:id="{link}"><w:r><w:t>Les Échos</w:t></w:r></w:hyperlink>')
    paragraph.add_run(", l’usine a coûté 1,2 Md€")
    _append(paragraph, '<w:r {}><w:footnoteReference w:id="7"/></w:r>')
    _append(paragraph, "<w:del {}><w:r><w:delText>supprimé</w:delText></w:r></w:del>")
    _append(paragraph, '<w:ins {}><w:r><w:t xml:space="preserve">, dit-on</w:t></w:r></w:ins>')
    paragraph.add_run(".")
    paragraph.add_run("2").font.superscript = True
    field = file.add_paragraph("Voir ")
    _append(field, '<w:r {}><w:fldChar w:fldCharType="begin"/></w:r>')
    _append(
        field,
        '<w:r {}><w:instrText xml:space="preserve"> HYPERLINK "https://champ.example" </w:instrText></w:r>',
    )
    _append(field, '<w:r {}><w:fldChar w:fldCharType="separate"/></w:r>')
    field.add_run("le champ")
    _append(field, '<w:r {}><w:fldChar w:fldCharType="end"/></w:r>')
    file.add_paragraph("un point", style="List Bullet")
    file.add_paragraph("premier", style="List Number")
    file.add_paragraph("second", style="List Number")
    file.add_paragraph("« Oui. »", style="Quote")
    table = file.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "2025", "84 cas"
    saved = io.BytesIO()
    file.save(saved)
    return _with_footnotes(saved.getvalue())


def _append(paragraph, xml: str) -> None:
    paragraph._p.append(parse_xml(xml.format(nsdecls("w", "r"))))


def _with_footnotes(raw: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(b"</Types>", _FOOTNOTES_TYPE.encode())
            elif name == "word/_rels/document.xml.rels":
                content = content.replace(b"</Relationships>", _FOOTNOTES_LINK.encode())
            new.writestr(name, content)
        new.writestr("word/footnotes.xml", _FOOTNOTES)
        new.writestr("word/_rels/footnotes.xml.rels", _FOOTNOTE_LINKS)
    return made.getvalue()


def pdf(
    *pages: list[tuple[float, float, float, str]], links: tuple[tuple[int, str, tuple[float, ...]], ...] = ()
) -> bytes:
    """A PDF of lines `(left, bottom, size, words)` on pages, with link annotations `(page, url, rectangle)`."""
    numbers = count(4)
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    }
    kids = []
    for index, lines in enumerate(pages):
        drawn = b"".join(
            b"BT /F1 %f Tf 1 0 0 1 %f %f Tm (%s) Tj ET\n" % (size, left, bottom, _escaped(words))
            for left, bottom, size, words in lines
        )
        annotations = []
        for page, url, box in links:
            if page == index:
                number = next(numbers)
                annotations.append(b"%d 0 R" % number)
                objects[number] = (
                    b"<< /Type /Annot /Subtype /Link /Rect [%s] /A << /S /URI /URI (%s) >> >>"
                    % (" ".join(map(str, box)).encode(), url.encode())
                )
        content, kid = next(numbers), next(numbers)
        objects[content] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn)
        objects[kid] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            b" /Contents %d 0 R /Annots [%s] >>" % (content, b" ".join(annotations))
        )
        kids.append(b"%d 0 R" % kid)
    objects[2] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    number = next(numbers)
    objects[number] = b"<< /Title (Rapport) /CreationDate (D:20250519120000Z) >>"
    return _file(objects, info=number)


def _escaped(words: str) -> bytes:
    return words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _file(objects: dict[int, bytes], info: int) -> bytes:
    made, places = bytearray(b"%PDF-1.4\n"), {}
    for number in sorted(objects):
        places[number] = len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for number in sorted(objects):
        made += b"%010d 00000 n \n" % places[number]
    made += b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        info,
        start,
    )
    return bytes(made)


def report() -> bytes:
    """A PDF of two pages: title, wrapped paragraph with a link and a raised figure, running heads and page numbers."""
    first = [
        (72, 800, 9, "Rapport annuel"),
        (72, 740, 20, "Les comptes de l'usine"),
        (72, 700, 11, "Selon Les Echos, l'usine a coûté 1,2 milliard d'euros en trois ans, ce qui est bien"),
        (72, 686, 11, "davantage que prévu"),
        (168, 690, 7, "1"),
        (174, 686, 11, ", a dit la direction."),
        (72, 650, 11, "Un second paragraphe commence ici, et il continue sur la page qui suit, parce que"),
        (290, 40, 9, "1"),
    ]
    second = [
        (72, 800, 9, "Rapport annuel"),
        (72, 740, 11, "la place manque."),
        (72, 700, 11, "- un point"),
        (290, 40, 9, "2"),
    ]
    return pdf(first, second, links=((0, "https://lesechos.example/aubrac", (103, 698, 153, 710)),))
