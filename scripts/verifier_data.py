"""Labelled claims for training and measuring the verifier: ../shared/bench and ../shared/press, read by the project's own rooms."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from provenance import documents, page
from provenance.citations import collect
from provenance.extract import extract
from provenance.model import Access, Claim
from provenance.urls import source_id
from provenance.verify.evaluation import claim_of, passages_of
from provenance.verify.prepared import Prepared

BENCH = {
    "wice-dev": "WiCE (annotations ODC-BY, texts CC-BY-SA)",
    "wikicite-dev": "Wikipedia citation checker (MIT; texts: their publishers)",
    "factcheck-dev": "Factcheck-Bench (Apache-2.0)",
    "bump-dev": "BUMP (MIT)",
    "fever-symmetric-dev": "FEVER-Symmetric (CC-BY-SA 3.0)",
    "rte3-fr-en-dev": "RTE3-French (BSD-2) and RTE-3",
}
WORDS = {
    "wice-spans-train": "WiCE, its training claims with the unsupported words marked (ODC-BY, texts CC-BY-SA)"
}
PRESS = {
    "press-corpus": "press corpus, written for this project",
    "press-seeds": "notes on Meta's Behemoth with stand-in pages, written for this project",
}


@dataclass(slots=True)
class Example:
    """A claim with its texts and the verdicts that are right."""

    data: str
    id: str
    claim: Claim
    texts: list[Prepared]
    right: list[str]
    group: str
    """Examples of one group share a source text and stay in one fold."""
    case: dict[str, Any] = field(default_factory=dict)


def bench(shared: Path, name: str) -> Iterator[Example]:
    """The cases of one of the bench's files."""
    known: tuple[str, Prepared] | None = None
    for line in (shared / "bench" / "verify" / f"{name}.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        group = "\n".join(case["source"])
        if known is None or known[0] != group:
            known = (group, passages_of(case)[0])
        yield Example(name, case["id"], claim_of(case), [known[1]], [case["label"]], group, case)


def press(shared: Path, name: str) -> Iterator[Example]:
    """The gold claims of a press web, each held by the claim that `collect` makes of the documents."""
    root = shared / "press"
    corpus = name == "press-corpus"
    site, gold_file = (
        (root / "corpus/site", root / "corpus/gold.json")
        if corpus
        else (root / "seeds-site", root / "seeds-gold.json")
    )
    folder = root / "corpus/documents" if corpus else shared / "seeds"
    gold = json.loads(gold_file.read_text("utf-8"))
    texts = read_site(site, gold)
    for document in sorted({g["document"] for g in gold["claims"]}):
        read = documents.load(str(folder / document))
        collected = collect(read)
        cited = {c.id: c.source for c in collected.citations}
        for g in gold["claims"]:
            if g["document"] == document:
                yield from _example(name, g, collected.claims, cited, texts)


def _example(
    name: str,
    gold: dict[str, Any],
    claims: tuple[Claim, ...],
    cited: dict[str, str | None],
    texts: dict[str, Prepared],
) -> Iterator[Example]:
    claim = best_claim(gold["quote"], claims)
    if claim is None:
        return
    own = dict.fromkeys(s for c in claim.citations if (s := cited.get(c)))
    against = [texts[s] for s in own if s in texts] if own else list(texts.values())
    group = gold["sources"][0] if gold.get("sources") and name == "press-corpus" else gold["document"]
    yield Example(name, claim.id, claim, against, gold["verdicts"], group, gold)


def best_claim(quote: str, claims: tuple[Claim, ...]) -> Claim | None:
    """The claim that covers a gold quotation best, as ../shared/press/score.py has it; none below 60 %."""
    wanted = _words(quote)
    scored = []
    for number, claim in enumerate(claims):
        have = _words(claim.text)
        block = SequenceMatcher(None, wanted, have, autojunk=False).find_longest_match()
        scored.append((-block.size / max(1, len(wanted)), -block.size / max(1, len(have)), number))
    best = min(scored, default=(0.0, 0.0, 0))
    return claims[best[2]] if best[0] <= -0.6 else None


def _words(text: str) -> list[str]:
    return re.findall(r"\w+|[%$€£«»]", " ".join(text.split()).lower().replace("’", "'"))


def read_site(site: Path, gold: dict[str, Any]) -> dict[str, Prepared]:
    """The texts that can be read of a press web, by source id: the copy that the gold names, else the live page."""
    web = json.loads((site / "site.json").read_text("utf-8"))
    found = {}
    for link in gold["links"]:
        file = _file(web, link)
        if file:
            opened = page.parse((site / file).read_bytes(), "text/html; charset=utf-8", link["url"])
            reach = Access.PREVIEW if "preview" in file else Access.WHOLE
            text = extract(opened, source=source_id(link["url"]), capture=file, access=reach)
            found[text.source] = Prepared(text)
    return found


def _file(web: dict[str, Any], link: dict[str, Any]) -> str | None:
    stamp = re.sub(r"\D", "", link.get("read_from", ""))
    if stamp:
        return next(c["file"] for c in web["archive"] if c["url"] == link["url"] and c["timestamp"] == stamp)
    url = link["url"]
    if not set(link["states"]) & {"ok", "moved", "paywalled"}:
        return None
    for _ in range(5):
        entry = web["pages"].get(url, {})
        entry = entry["sequence"][-1] if "sequence" in entry else entry
        onward = entry.get("headers", {}).get("Location")
        if not onward:
            return entry.get("file")
        url = urljoin(url, onward)
    return None


def marked(case: dict[str, Any]) -> list[tuple[int, int]]:
    """Where the words of a case's claim stand that are marked as not borne out."""
    claim, spans, at = " ".join(str(case["claim"]).split()), [], 0
    for token, bad in zip(case["claim_tokens"], case["unsupported_tokens"]):
        start = claim.find(token, at)
        if start >= 0:
            at = start + len(token)
            spans += [(start, at)] if bad else []
    return spans
