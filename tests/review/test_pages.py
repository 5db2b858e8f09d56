"""What the pages show: evidence, texts, and whatever hostile pages and documents put into them."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from provenance import pipeline, review
from provenance.demo import documents
from provenance.model import CopyKind, LinkState, Message, Verdict
from provenance.report.html_report import HARMLESS
from provenance.review.again import verified_again
from provenance.store import Catalogue
from provenance.wording import tables
from tests.review.editor import Editor, at_work
from tests.support.demo import noon, settings_for, web

ROOM = Path(review.__file__).parent
HOSTILE = "<script>alert(1)</script> \"'> </textarea>\u202e\x1b[31m\x07 é" + "x" * 100_000
BOND = (
    "Ardence sells first bond. Battery maker Ardence sold its first bond on Thursday, raising 600 million euros from "
    "investors, the company said in a statement. The money is for the plant in Valmer."
)


def walled(audit):
    """The paywalled source of the demonstration, and the claims that lean on it."""
    source = next(s for s in audit.sources if s.status.state is LinkState.PAYWALLED)
    citing = {c.id for c in audit.citations if c.source == source.id}
    return source, [claim for claim in audit.claims if citing & set(claim.citations)]


def verdict(audit, claim):
    """The verdict on a claim."""
    return next(one.verdict for one in audit.assessments if one.claim == claim)


def test_a_claim_shows_its_sentence_beside_the_passage(editor):
    """Both sides with what differs marked, and a link to the whole text that was kept."""
    at = next(n for n, one in enumerate(editor.audit.assessments) if one.verdict is Verdict.CONTRADICTED)
    text = editor.get(f"/claim/{editor.audit.claims[at].id}").text

    assert text.count('<mark class="differs">') >= 2
    assert "/text/capture-" in text


def test_a_kept_text_is_shown_as_text_with_the_passage_marked(editor):
    """The words of the evidence stand in the mark."""
    evidence = next(one.evidence[0] for one in editor.audit.assessments if one.evidence)
    text = editor.get(f"/text/{evidence.capture}?start={evidence.start}&end={evidence.end}").text

    assert f'id="here">{evidence.exact.split()[0]}' in text
    assert editor.get(f"/text/{evidence.capture}?start=99999999&end=-4").status == 200


def test_hostile_words_are_shown_and_do_nothing(editor):
    """Markup, script URLs, terminal escapes and overrides of direction in every text of an audit and of a decision."""
    bad = Message.of("finding-attribution", outlet=HOSTILE)
    audit = replace(
        editor.audit,
        documents=tuple(replace(d, title=HOSTILE, path=HOSTILE) for d in editor.audit.documents),
        sources=tuple(
            replace(s, title=HOSTILE, publisher=HOSTILE, url="javascript:alert(1)", hops=(), access="preview")
            for s in editor.audit.sources
        ),
        claims=tuple(replace(c, text=HOSTILE, context=HOSTILE) for c in editor.audit.claims),
        assessments=tuple(replace(a, reason=bad) for a in editor.audit.assessments),
    )
    with at_work(audit, editor.settings) as page:
        other = Editor(page.url)
        claim = next(iter(audit.claims)).id
        other.decide(claim, "supported", author="<b>", note=HOSTILE[:500])
        seen = [
            other.get(path).text
            for path in ("/?show=all", f"/claim/{claim}", f"/source/{audit.sources[0].id}")
        ]

    for text in seen:
        assert "<script>alert" not in text
        assert "<b>" not in text.replace("<b>confirmée</b>", "")
        assert 'href="javascript:' not in text
        assert not set(text) & set(map(chr, HARMLESS))


def test_a_pasted_text_is_kept_and_what_leans_on_it_is_verified_again(editor):
    """The wall is read around by a person: the claim gets a new verdict, the capture says that it was supplied."""
    source, [claim, *_] = walled(editor.audit)
    before = pipeline.kept(None, editor.settings)
    form = editor.form(f"/source/{source.id}?claim={claim.id}")
    answer = editor.post(f"/source/{source.id}?claim={claim.id}", {**form, "text": BOND, "author": "NQ"})
    after = pipeline.kept(None, editor.settings)

    assert (answer.status, answer.place) == (303, f"/claim/{claim.id}?read={source.id}")
    assert verdict(before, claim.id) is Verdict.UNVERIFIABLE
    assert verdict(after, claim.id) is Verdict.SUPPORTED
    assert next(s for s in after.sources if s.id == source.id).read_from.kind is CopyKind.SUPPLIED
    assert "600 million euros" in editor.get(answer.place).text


@pytest.mark.parametrize(
    "fields", [{"text": "  ", "author": "NQ"}, {"text": BOND, "author": ""}, {"text": "\x00", "author": "NQ"}]
)
def test_a_paste_without_text_or_author_comes_back(editor, fields):
    """What was typed is still there, and nothing was kept."""
    source, _ = walled(editor.audit)
    form = editor.form(f"/source/{source.id}")
    answer = editor.post(f"/source/{source.id}", {**form, **fields})

    assert answer.status == 422
    with Catalogue.open(editor.settings.cache, read_only=True) as catalogue:
        assert not [c for c in catalogue.captures(source.id) if c.kind is CopyKind.SUPPLIED]


def test_a_source_is_fetched_again_on_demand(editor):
    """The site is asked although it was visited a moment ago, and the claim is verified against what it says."""
    at = next(
        n for n, a in enumerate(editor.audit.assessments) if a.verdict is Verdict.CONTRADICTED and a.evidence
    )
    claim, source = editor.audit.claims[at], editor.audit.assessments[at].evidence[0].source
    with web() as opened, at_work(editor.audit, settings_for(opened, editor.settings.cache)) as page:
        other = Editor(page.url)
        page_of_claim = other.get(f"/claim/{claim.id}").text
        answer = other.post(f"/source/{source}/fetch?claim={claim.id}", other.form(f"/claim/{claim.id}"))
        asked = [url for url in opened.asked if not url.endswith("robots.txt")]

    assert f'action="/source/{source}/fetch?claim={claim.id}"' in page_of_claim
    assert (answer.status, answer.place) == (303, f"/claim/{claim.id}?read={source}")
    assert asked[0] == next(s.url for s in editor.audit.sources if s.id == source)


def test_an_offline_review_offers_no_visit(editor):
    """With --offline no form asks for one, and a request for one is refused."""
    source, [claim, *_] = walled(editor.audit)

    assert "/fetch" not in editor.get(f"/claim/{claim.id}").text
    assert editor.post(f"/source/{source.id}/fetch", editor.form(f"/claim/{claim.id}")).status == 400


def test_verifying_again_without_news_changes_no_verdict(fresh):
    """The same archive gives the same audit, so that a decision made before a paste still fits."""
    made, settings = fresh
    again = verified_again(made, walled(made)[0].id, settings, noon)

    assert again.assessments == made.assessments
    assert again.id == made.id
    with documents() as paths:
        assert pipeline.audit(paths, settings, clock=noon).assessments == made.assessments


def test_every_word_of_the_pages_is_worded_and_none_is_left_over():
    """The codes that templates and forms use are those of the wording table; some are put together from a beginning."""
    files = [file for file in ROOM.iterdir() if file.suffix in (".j2", ".py")]
    used = {
        f"review-{code}" for file in files for code in re.findall(r'"([a-z][a-z-]+)', file.read_text("utf-8"))
    }
    worded = {code for code in tables() if code.startswith("review-")}
    asked = {
        f"review-{c}" for file in files for c in re.findall(r'\bw\("([a-z-]+)"[,)]', file.read_text("utf-8"))
    }

    assert len(asked) > 40
    assert asked <= worded
    assert not [
        code
        for code in worded
        if not any(code == one or (one.endswith("-") and code.startswith(one)) for one in used)
    ]
