"""Messages as a newsroom writes them: states and dates among their values in words, quotation marks and spaces as printers set them."""

from __future__ import annotations

import re
from functools import lru_cache

from provenance.model import Assessment, Decision, Finding, Message
from provenance.wording import say, tables

VALUES = {"state": "state", "detail": "sign", "verdict": "verdict", "before": "verdict", "after": "verdict"}
"""Values of messages that are codes of ours, and the family of wordings that says them."""
DATES = ("copied", "date")
REVIEW = "PV205"
"""The rule of verdicts that a person must settle."""
REMEMBERED = 4096
"""Messages kept ready: the interface says the same few hundred things for each claim."""
QUOTED_TWICE = re.compile(
    r"(?P<open>[«“])(?P<gap>\s?)[«“\"]\s*(?P<words>.*?)\s*[»”\"](?P=gap)(?P<close>[»”])"
)
SPACES = (
    (re.compile("« "), "«\u00a0"),
    (re.compile(r" (?=[»:])|(?<=\d) (?=\d{3}\b)"), "\u00a0"),
    (re.compile(r" (?=[;!?%])"), "\u202f"),
)
"""French puts a space before these marks that no line may break at (Lexique de l'Imprimerie nationale)."""
ISO_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?=$|[ T])")


@lru_cache(REMEMBERED)
def spoken(message: Message, language: str) -> str:
    """The message for a reader of that language."""
    values = tuple((name, value_in_words(name, value, language)) for name, value in message.values)
    text = QUOTED_TWICE.sub(
        r"\g<open>\g<gap>\g<words>\g<gap>\g<close>", say(Message(code=message.code, values=values), language)
    )
    return set_in_french(text) if language == "fr" else text


def value_in_words(name: str, value: str, language: str) -> str:
    """A value of a message: a code of ours in words, a date as it is written, anything else as it is."""
    if name in DATES:
        return written_date(value, language)
    family = VALUES.get(name)
    if family is None:
        return value
    return ", ".join(code_in_words(family, code, language) for code in value.split("+"))


def code_in_words(family: str, code: str, language: str) -> str:
    """What a code means; a code that has no wording (an HTTP status, the name of a wall's maker) stands for itself."""
    key = f"report-{family}-{code}"
    return say(Message(code=key), language) if key in tables() else code


def worded(code: str, **values: object) -> Message:
    """A message of the interface."""
    return Message.of(f"report-{code}", **values)


def told(finding: Finding, language: str) -> str:
    """What a finding says; a verdict that a person must settle is said as something to confirm."""
    return (unsettled if finding.rule == REVIEW else spoken)(finding.message, language)


def reasoned(assessment: Assessment, language: str) -> str:
    """The reason of a verdict, in the same way."""
    return (unsettled if assessment.needs_review else spoken)(assessment.reason, language)


def decided(decision: Decision) -> Message:
    """What a person decided, with what they noted and the passage that they rest on."""
    verdict = decision.verdict.value if decision.verdict else "none"
    parts = {"note": decision.note, "passage": decision.passage}
    code = "-".join(["decided", *(name for name, value in parts.items() if value)])
    return worded(code, author=decision.author, verdict=verdict, **{n: v for n, v in parts.items() if v})


def unsettled(reason: Message, language: str) -> str:
    """The reason of a verdict that a person must settle: said as something to confirm."""
    text = spoken(reason, language)
    begun = text if text[1:2].isupper() else text[:1].lower() + text[1:]
    return spoken(Message.of("report-unsettled", reason=begun), language)


def set_in_french(text: str) -> str:
    """The text with spaces that hold on to their mark."""
    for pattern, held in SPACES:
        text = pattern.sub(held, text)
    return text


def written_date(iso: str, language: str) -> str:
    """`2026-09-15`, `2026-09` or `2026`, as a reader writes it, with the time after it if there is one; other text unchanged."""
    match = ISO_DATE.match(iso)
    if not match:
        return iso
    year, month, day = match.groups()
    rest = iso[match.end() :]
    time = f", {rest.lstrip(' T')}" if rest else ""
    if month is None:
        return year + time
    months = say(Message(code="report-months"), language).split()
    if not 1 <= int(month) <= len(months):
        return iso
    name = months[int(month) - 1]
    if day is None:
        return f"{name} {year}{time}"
    number = "1er" if language == "fr" and day == "01" else str(int(day))
    return f"{number}\u00a0{name} {year}{time}"
