"""Bytes to text."""

import codecs

import pytest

from provenance.documents import read
from provenance.documents.decode import TEXT_LIMIT, decode
from provenance.errors import InputError

TEXT = "Le marché « français » a reculé de 3 % cet été — selon l’Insee, c’est dû aux œufs."


@pytest.mark.parametrize(
    ("mark", "name"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
     (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be")],
)  # fmt: skip
def test_a_byte_order_mark_decides(mark, name):
    """The mark tells the encoding and is no part of the text."""
    assert decode("a.txt", mark + TEXT.encode(name)) == (TEXT, name, ())


def test_a_declaration_is_believed_where_the_bytes_are_not_utf_8():
    """A page that declares Latin-1 means Windows-1252."""
    raw = b'<meta http-equiv=Content-Type content="text/html; charset=iso-8859-1"><p>' + TEXT.encode("cp1252")
    text, name, remarks = decode("a.html", raw)
    assert text.endswith(TEXT)
    assert (name, [remark.code for remark in remarks]) == ("cp1252", ["documents-encoding"])


def test_a_wrong_declaration_does_not_spoil_utf_8():
    """Bytes that are valid UTF-8 are UTF-8, whatever the page says."""
    raw = b'<meta charset="iso-8859-1"><p>' + TEXT.encode()
    assert decode("a.html", raw)[0].endswith(TEXT)


@pytest.mark.parametrize("label", ["hex", "zip", "punycode", "nonsense", "utf-7", "rot13"])
def test_a_declaration_of_nonsense_does_no_harm(label):
    """Codecs that are no encodings of text are passed over."""
    assert "été" in decode("a.html", f'<meta charset="{label}"><p>'.encode() + "été".encode("cp1252"))[0]


def test_a_few_broken_bytes_do_not_change_the_encoding():
    """A long UTF-8 text with one broken byte stays UTF-8, and the remark says that it was a guess."""
    text, name, remarks = decode("a.txt", TEXT.encode() * 20 + b"\xff" + TEXT.encode())
    assert (name, text.count("\ufffd"), len(remarks)) == ("utf-8", 1, 1)


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("Le bénéfice a reculé de 8 % en 2025, selon la direction du groupe.\n", "latin-1", "cp1252"),
        (TEXT, "cp1252", "cp1252"),
        ("Die Größe der Straße über München hinaus überraschte die Behörden.\n", "cp1252", "cp1252"),
        ("El año pasado la compañía perdió dinero en España, ¿por qué?\n", "cp1252", "cp1252"),
        ("Zażółć gęślą jaźń, wszystko będzie dobrze w przyszłości.\n" * 5, "cp1250", "cp1250"),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy a všichni se smáli.\n" * 4, "cp1250", "cp1250"),
        ("Привет, как дела? Это русский текст о погоде и новостях.\n" * 4, "cp1251", "cp1251"),
        ("Η κυβέρνηση ανακοίνωσε νέα μέτρα για την οικονομία.\n" * 4, "cp1253", "cp1253"),
    ],
)
def test_an_undeclared_encoding_is_guessed_from_what_the_bytes_would_say(text, encoding, name):
    """Western European texts are Windows-1252, down to a single line; other alphabets keep their own."""
    assert decode("a.txt", text.encode(encoding))[:2] == (text, name)


@pytest.mark.parametrize("raw", [b"\0\0\0\0", b"\xff\xfe", b"\xef\xbb\xbf  "])
def test_nothing_to_read_is_an_error(raw):
    """A text of marks and blanks alone is refused."""
    with pytest.raises(InputError, match=r"^a\.txt: "):
        decode("a.txt", raw)


def test_control_characters_and_odd_line_ends_survive():
    """What an old editor left in a text does not stop its reading, and lines are counted as the editor counts them."""
    document = read("a.md", "Un\x0b\x1fdeux\u2028trois\x85quatre\r\n\r\ncinq\rsix [s](t)".encode())
    assert document.blocks[0].text.startswith("Un")
    assert document.locate(document.links[0].start).line == 4


def test_a_text_beyond_the_limit_is_cut_and_says_so():
    """Only so much of a huge text is read, in one line or in many; a character cut in two is left away."""
    raw = b"a " + "é".encode() * (TEXT_LIMIT // 2 + 5)
    text, name, remarks = decode("a.txt", raw)
    assert (len(text), name, text[-1]) == (TEXT_LIMIT // 2 + 1, "utf-8", "é")
    assert [remark.code for remark in remarks] == ["documents-cut"]
