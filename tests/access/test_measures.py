"""Link states against the measuring material: the situations of linkbench, the stand-in web, and real news pages."""

import gzip
import importlib.util
import json
from collections import Counter
from urllib.parse import urljoin, urlsplit

import pytest

from provenance.access import fragment
from provenance.page import refresh_target
from tests.support.visits import HTML, judged, make_failure, make_hop, make_visit, page_of

pytestmark = pytest.mark.shared

HOST = "http://127.0.1.7:8080"
FAILED = {
    "redir_to_private": ("refused", "private-address"),
    "truncated": ("truncated", "short-body"),
    "reset": ("connect", "reset"),
    "close": ("connect", "closed"),
    "garbage": ("protocol", "malformed"),
    "hang": ("timeout", "read-timeout"),
    "slowloris": ("timeout", "total-timeout"),
    "slowbody": ("timeout", "total-timeout"),
    "tls_selfsigned": ("tls", "self-signed"),
    "refused": ("connect", "refused"),
    "dns_nxdomain": ("dns", "nxdomain"),
    "loop302": ("redirects", "loop"),
    "loop_self_cookie": ("redirects", "loop"),
}
FRAGMENTS = {
    "frag_ok": "sec-1",
    "frag_missing": "nope",
    "tfrag_ok": ":~:text=committee%20met",
    "tfrag_missing": ":~:text=zebra",
}


def load(path):
    """The bench's server as a module, for its table of answers."""
    spec = importlib.util.spec_from_file_location("linkbench_server", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def walk(server, url):
    """The hops of a visit to the bench, as a fetcher that retries once and follows meta refresh would record them."""
    while True:
        parts = urlsplit(url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        for _ in range(2 if "_once" in path else 1):
            _, status, body, headers, media = server.route("GET", parts.netloc, path, "provenance")
        sent = tuple({**headers, **({"Content-Type": media} if media else {})}.items())
        hop = make_hop(url, status, body, sent)
        yield hop
        target = hop.header("location") or refresh_target(hop)
        if not target:
            return
        url = urljoin(url, target)


def test_all_situations_of_linkbench(shared):
    """Each of the 57 situations gets a state that its table allows."""
    server = load(shared / "linkbench" / "server.py")
    expected = json.loads((shared / "linkbench" / "expected.json").read_text())
    wrong = {}
    for situation, allowed in expected.items():
        url = f"{HOST}/{situation}/5"
        if situation in FAILED:
            visit = make_visit(url=url, failure=make_failure(*FAILED[situation]))
        elif situation == "huge":
            visit = make_visit(make_hop(url, 200, "<p>lorem ipsum dolor sit amet</p>\n" * 9000))
        else:
            visit = make_visit(*walk(server, url))
        state = judged(visit).state
        if fragment(page_of(visit), FRAGMENTS.get(situation, "")) == "missing":
            state = "fragment-missing"
        if state not in allowed:
            wrong[situation] = state
    assert wrong == {}
    assert len(expected) == 57


def visit_press(folder, pages, url):
    """The last answer that the stand-in web gives for a URL, with its hops."""
    hops, target = [], url
    while target:
        answer = pages[target]
        answer = answer["sequence"][-1] if "sequence" in answer else answer
        if "tls" in answer:
            return make_visit(*hops, url=url, failure=make_failure("tls", answer["tls"]))
        body = (folder / answer["file"]).read_bytes() if "file" in answer else answer.get("text", "")
        headers = answer.get("headers") or {"Content-Type": HTML}
        hops.append(make_hop(target, answer["status"], body, tuple(headers.items())))
        target = urljoin(target, headers["Location"]) if "Location" in headers else ""
    return make_visit(*hops, url=url)


@pytest.mark.parametrize(
    ("site", "gold"), [("seeds-site", "seeds-gold.json"), ("corpus/site", "corpus/gold.json")]
)
def test_all_links_of_the_stand_in_web(shared, site, gold):
    """Every link has a state that its gold allows, those aside that robots.txt forbids to visit."""
    folder = shared / "press" / site
    pages = json.loads((folder / "site.json").read_text())["pages"]
    links = json.loads((shared / "press" / gold).read_text())["links"]
    visited = [link for link in links if link["states"] != ["disallowed"]]
    wrong = {
        link["url"]: state
        for link in visited
        if (state := judged(visit_press(folder, pages, link["url"])).state) not in link["states"]
    }
    assert wrong == {}
    assert len(visited) >= len(links) - 1 > 10


def test_no_false_alarm_on_real_pages(shared):
    """The 181 real news pages are `ok`, but for two that declare themselves closed and show 67 and 88 words."""
    folder = shared / "peers" / "extraction"
    truth = json.loads((folder / "ground-truth.json").read_text())
    states = Counter()
    for name, entry in truth.items():
        body = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        status = judged(make_visit(make_hop(entry["url"], 200, body)))
        states[f"{status.state} {status.code}"] += 1
    assert states == {"ok 200": 179, "paywalled json-ld": 2}
