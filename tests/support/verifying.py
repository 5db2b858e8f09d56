"""Claims and texts made by hand, for tests of the verifier."""

from provenance.model import Access, Assessment, Claim, ExtractedText, Place, Scope, identify
from provenance.verify import BuiltinVerifier


def claim_of(text: str, language: str = "en", context: str = "") -> Claim:
    """A claim with no document around it."""
    return Claim(
        id=identify("c", text),
        document="d",
        text=text,
        start=0,
        end=len(text),
        place=Place(line=1, column=1),
        context=context,
        citations=(),
        scope=Scope.SENTENCE,
        language=language,
    )


def text_of(
    text: str, language: str = "en", access: Access = Access.WHOLE, source: str = "s"
) -> ExtractedText:
    """A page's text, title first."""
    return ExtractedText(
        source=source,
        capture="cap",
        text=text,
        main_end=len(text),
        title=text.split("\n")[0],
        language=language,
        access=access,
    )


def verdict_on(claim: str, source: str, languages: str = "en-en") -> Assessment:
    """What the verifier says of a claim by one page; languages are the claim's and the page's."""
    mine, theirs = languages.split("-")
    return BuiltinVerifier().verify(claim_of(claim, mine), [text_of(source, theirs)])
