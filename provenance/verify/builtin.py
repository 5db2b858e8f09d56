"""The built-in verifier: no model to download, no randomness, every verdict explained."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.language import facts
from provenance.language.words import analyse
from provenance.model import Access, Assessment, Basis, Claim, ExtractedText, Message, Verdict
from provenance.verify.align import Alignment, align, differences
from provenance.verify.doubts import Doubt, doubtful_spans, doubts
from provenance.verify.evidence import passages
from provenance.verify.explain import checked, reason, signals
from provenance.verify.features import features
from provenance.verify.judge import Judgement, judge
from provenance.verify.prepared import Prepared, prepare
from provenance.verify.weights import Weights, learned

LANGUAGES = frozenset(facts.languages())
"""Languages with a grammar file; a source of another cannot be held against a claim."""


class BuiltinVerifier:
    """Holds claims against texts by words and facts."""

    def __init__(self, weights: Weights | None = None) -> None:
        self._weights = weights

    @property
    def weights(self) -> Weights:
        """What it judges by; read from the package when first needed."""
        return self._weights or learned()

    def verify(
        self, claim: Claim, texts: Sequence[ExtractedText | Prepared], *, basis: Basis = Basis.CITED
    ) -> Assessment:
        """The verdict on a claim by all the texts that it leans on; `Prepared` ones save the work of reading them again."""
        return self.ranked(claim, texts, basis=basis)[0]

    def ranked(
        self, claim: Claim, texts: Sequence[ExtractedText | Prepared], *, basis: Basis = Basis.CITED
    ) -> tuple[Assessment, Alignment | None]:
        """The assessment, and the alignment that it rests on, where there was something to read."""
        why_not = _unreadable(claim, [t.text if isinstance(t, Prepared) else t for t in texts])
        if why_not is not None:
            return _unverifiable(claim, basis, why_not), None
        ready = [t if isinstance(t, Prepared) else prepare(t) for t in texts]
        ready = [t for t in ready if len(t) and t.language in LANGUAGES]
        alignment = align(claim, ready)
        return self.assess(claim, alignment, basis), alignment

    def assess(self, claim: Claim, alignment: Alignment, basis: Basis = Basis.CITED) -> Assessment:
        """The assessment that an alignment of the claim comes to."""
        found = doubts(alignment, self.weights.words)
        judgement = judge(alignment, features(alignment, found), self.weights)
        return _assessment(claim, alignment, found, judgement, basis)


def _unreadable(claim: Claim, texts: Sequence[ExtractedText]) -> Message | None:
    """Why no verdict can be given, where none can."""
    readable = [t for t in texts if t.access is not Access.NONE and t.text.strip()]
    if not readable:
        return Message.of("verify-no-source" if not texts else "verify-empty-source")
    if claim.language not in LANGUAGES:
        return Message.of("verify-claim-language", language=claim.language)
    if not any(t.language in LANGUAGES for t in readable):
        return Message.of("verify-source-language", language=readable[0].language)
    if not any(analyse(claim.text[:2000], claim.language).content):
        return Message.of("verify-nothing-to-check")
    return None


def _unverifiable(claim: Claim, basis: Basis, why: Message) -> Assessment:
    return Assessment(
        claim=claim.id,
        verdict=Verdict.UNVERIFIABLE,
        confidence=1.0,
        support=0.0,
        needs_review=False,
        basis=basis if why.code != "verify-no-source" else Basis.NONE,
        reason=why,
    )


def _assessment(
    claim: Claim, alignment: Alignment, found: Sequence[Doubt], judgement: Judgement, basis: Basis
) -> Assessment:
    texts = alignment.case.texts
    evidence, homes = passages(alignment.places, texts)
    verdict, why = allowed(judgement.verdict, texts), reason(alignment, judgement)
    if basis is not Basis.CITED and verdict is Verdict.CONTRADICTED and not differences(alignment):
        verdict, why = Verdict.NOT_FOUND, Message.of("verify-not-found-elsewhere")
    if verdict is Verdict.UNVERIFIABLE:
        why = Message.of("verify-preview")
    # a source that the document does not cite for this may speak of another thing: what it says against it settles nothing
    unasked = basis is not Basis.CITED and verdict is Verdict.CONTRADICTED
    return Assessment(
        claim=claim.id,
        verdict=verdict,
        confidence=round(judgement.confidence, 4),
        support=round(judgement.support, 4),
        needs_review=verdict is not Verdict.UNVERIFIABLE and (judgement.needs_review or unasked),
        basis=basis,
        reason=why,
        evidence=evidence,
        facts=checked(alignment, homes),
        unsupported=doubtful_spans(alignment, found) if verdict is not Verdict.SUPPORTED else (),
        weights=judgement.weights,
        signals=signals(alignment),
    )


def allowed(verdict: Verdict, texts: Sequence[Prepared]) -> Verdict:
    """The verdict, unless it says that something is not in sources of which only a preview was read."""
    whole = any(text.text.access is Access.WHOLE for text in texts)
    return verdict if whole or verdict is Verdict.SUPPORTED else Verdict.UNVERIFIABLE
