"""Pages and feeds as documents: fetched over real sockets, read as what they are, each failure a finding of its own."""

from pathlib import Path

import pytest

from provenance.collecting import Collection, collect_all
from provenance.config import Settings
from provenance.errors import InputError
from provenance.model import BlockKind
from provenance.published import LISTED
from tests.support.cli import provenance
from tests.support.web import Answer, Web

PAGE = (
    "<!DOCTYPE html><html lang=fr><title>Norvia ferme une usine</title><body><nav><a href='/une'>Norvia a perdu 9 % dans le menu</a></nav>"
    "<article><h1>Norvia ferme une usine</h1>\n<p>Norvia a perdu 12 % en 2025, selon "
    "<a href='https://source.example/comptes'>ses comptes</a>. Le groupe emploie 412 personnes à Valmer, où il fabrique des "
    "pompes depuis 1987, et en emploiera 300 à la fin de l'année.</p></article></body></html>"
)


def settings(folder: Path) -> Settings:
    """Settings that let visits go to this machine."""
    return Settings(cache=folder, allow_network=("127.0.0.0/8",), host_interval=0.0, max_retries=0)


def collected(names: list[str], folder: Path) -> Collection:
    """What these documents cite and claim."""
    return collect_all(names, settings(folder))


def rss(*urls: str) -> str:
    """A feed of these pages."""
    items = "".join(f"<item><link>{url}</link></item>" for url in urls)
    return f"<?xml version='1.0'?><rss version='2.0'><channel>{items}</channel></rss>"


def test_a_page_is_read_by_its_url(tmp_path):
    """Its URL is its path, its navigation says nothing, and places are those of the HTML as it came."""
    with Web() as web:
        web.page("/usine", PAGE)

        found = collected([web.url("/usine")], tmp_path)

    (document,) = found.documents
    first = found.claims[0]
    assert (document.path, document.format, document.language) == (web.url("/usine"), "html", "fr")
    assert first.text.startswith("Norvia a perdu 12 % en 2025")
    assert PAGE[first.start : first.start + 6] == "Norvia"
    assert first.place.line == 2
    assert [citation.url for citation in found.citations] == ["https://source.example/comptes"]
    assert any(block.kind is BlockKind.FURNITURE for block in document.blocks)


def test_a_feed_stands_for_its_pages(tmp_path):
    """Each entry is a document; one that is gone is a finding, and the others go on."""
    with Web() as web:
        web.page("/usine", PAGE)
        web.answers("/feed", Answer(body=rss(web.url("/usine"), web.url("/gone"), "/usine?b").encode()))
        web.page("/usine?b", PAGE)

        found = collected([web.url("/feed")], tmp_path)

    assert [document.path for document in found.documents] == [web.url("/usine"), web.url("/usine?b")]
    (finding,) = found.unread
    assert finding.rule == "PV001"
    assert (
        dict(finding.message.values)["why"] == f"{web.url('/gone')}: this page cannot be audited (gone, 404)"
    )


def test_of_a_long_feed_the_first_pages_are_read(tmp_path):
    """What is left out is said."""
    with Web() as web:
        pages = [f"/{number}" for number in range(LISTED + 1)]
        for path in pages:
            web.page(path, PAGE)
        web.answers("/sitemap.xml", Answer(body=rss(*map(web.url, pages)).encode()))

        found = collected([web.url("/sitemap.xml")], tmp_path)

    assert [document.path for document in found.documents] == [web.url(path) for path in pages[:LISTED]]
    assert "more than 50 pages" in dict(found.unread[0].message.values)["why"]


def test_an_index_of_sitemaps_leads_to_the_pages_of_each(tmp_path):
    """Sitemaps are followed to their pages; a feed within those is not."""
    with Web() as web:
        web.page("/usine", PAGE)
        web.answers("/loop", Answer(body=rss(web.url("/loop"), web.url("/usine")).encode()))

        found = collected([web.url("/loop")], tmp_path)

    assert [document.path for document in found.documents][-1] == web.url("/usine")
    assert any("listed by another one" in dict(finding.message.values)["why"] for finding in found.unread)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(status=404), "gone, 404"),
        (Answer(status=402, body=PAGE.encode()), "paywalled"),
        (Answer(body=b""), "empty"),
    ],
)
def test_a_page_that_cannot_be_read_is_an_error_that_says_why(tmp_path, answer, why):
    """Where it is the only document, there is nothing to audit."""
    with Web() as web:
        web.answers("/a", answer)

        with pytest.raises(InputError, match=why):
            collected([web.url("/a")], tmp_path)


def test_robots_and_the_address_guard_hold_for_documents_too(tmp_path):
    """What robots.txt asks not to visit and what stands in a private network is no document."""
    with Web() as web:
        web.page("/a", PAGE)
        web.answers("/robots.txt", Answer(body=b"User-agent: *\nDisallow: /\n"))

        with pytest.raises(InputError, match="disallowed"):
            collected([web.url("/a")], tmp_path)
        with pytest.raises(InputError, match="refused"):
            collect_all([web.url("/a")], Settings(cache=tmp_path))
        with pytest.raises(InputError, match="offline"):
            collect_all([web.url("/a")], Settings(cache=tmp_path, offline=True))


def test_files_and_pages_go_together_on_the_command_line(tmp_path):
    """`collect` lists a file and a page in one run."""
    (tmp_path / "a.md").write_text("Norvia a perdu 3 % en 2024.\n", "utf-8")
    with Web() as web:
        web.page("/usine", PAGE)

        run = provenance("collect", web.url("/usine"), "a.md", "--allow-network", "127.0.0.0/8", cwd=tmp_path)

        assert run.returncode == 0, run.stderr
        assert f"{web.url('/usine')} (html, fr)" in run.stdout
        assert "Norvia a perdu 3 % en 2024" in run.stdout
