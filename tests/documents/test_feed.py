"""Feeds and sitemaps: the pages that they list."""

import pytest

from provenance.documents.feed import entries, is_feed
from provenance.errors import InputError

PAGES = ["https://a.example/1", "https://a.example/2"]
FEEDS = {
    "RSS": "<?xml version='1.0'?><rss version='2.0'><channel><link>https://a.example</link><item><title>Un</title>"
    "<link> https://a.example/1 </link></item><item><guid>https://a.example/2</guid></item></channel></rss>",
    "RSS 1": "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
    "<item><link>https://a.example/1</link></item><item><link>https://a.example/2</link></item></rdf:RDF>",
    "Atom": "<feed xmlns='http://www.w3.org/2005/Atom'><link href='https://a.example'/><entry>"
    "<link rel='enclosure' href='https://a.example/son.mp3'/><link href='https://a.example/1'/></entry>"
    "<entry><link rel='alternate' href='https://a.example/2'/></entry></feed>",
    "sitemap": "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>https://a.example/1</loc></url>"
    "<!-- x --><url><loc>https://a.example/2</loc></url><url><loc>https://a.example/1</loc></url></urlset>",
    "index of sitemaps": "<sitemapindex><sitemap><loc>https://a.example/1</loc></sitemap>"
    "<sitemap><loc>https://a.example/2</loc></sitemap></sitemapindex>",
    "JSON Feed": '{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "https://a.example/1"}, '
    '{"url": "https://a.example/2"}]}',
}


@pytest.mark.parametrize("kind", FEEDS)
def test_the_pages_of_a_feed_are_listed(kind):
    """Each entry gives its own address, once, in order; the feed's own address is none."""
    assert entries(FEEDS[kind].encode()) == PAGES


@pytest.mark.parametrize("raw", [b"<!DOCTYPE html><p>rss", b"", b"texte", b'{"items": []}'])
def test_a_page_is_no_feed(raw):
    """What is no feed is told apart and refused."""
    assert not is_feed(raw)
    with pytest.raises(InputError, match="neither a feed nor a sitemap"):
        entries(raw)


def test_a_damaged_feed_gives_what_can_be_read():
    """Entries before the damage count; entities are not resolved."""
    raw = b"<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><item><link>https://a.example/1</link></item><item><link>&x;"
    assert entries(raw) == ["https://a.example/1"]
