"""A page as the stages look at it: parsed once, everything else computed when first asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from provenance.page import linked_data, refresh
from provenance.page.blocks import TextBlock, blocks_of, count_words, fold
from provenance.page.pdf import Pdf
from provenance.page.sniff import Kind

_PROSE_WORDS = 12
_LANGUAGE = re.compile(r"[a-z]{2,3}(?=$|[-_])", re.I)
_ROOTS = "//*[@id='root' or @id='app' or @id='__next' or @id='__nuxt' or @id='react-root' or @id='main-root' or @id='svelte']|//app-root"
_TITLE, _OTHER_TITLE = etree.XPath("/html/head/title"), etree.XPath("//title[not(ancestor::svg)]")
_THIN = 40


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a page."""

    action: str
    """The absolute URL that it is sent to."""
    has_password: bool
    method: str = "get"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page; level 1 to 6."""

    level: int
    text: str


class Page:
    """What a body holds. Made by `parse`; `tree` is the one parse that everything else reads, so nobody may change it."""

    def __init__(self, kind: Kind, url: str, content: HtmlElement | Pdf | str) -> None:
        self.kind: Kind = kind
        self.url = url
        self.tree: HtmlElement | None = None if isinstance(content, (Pdf, str)) else content
        self._pdf = content if isinstance(content, Pdf) else None
        self._plain = content if isinstance(content, str) else "\n".join(self.pages).strip()

    @property
    def pages(self) -> tuple[str, ...]:
        """The text of each page of a PDF."""
        return self._pdf.pages if self._pdf else ()

    @cached_property
    def title(self) -> str:
        """The `title` of the head, or of the metadata of a PDF."""
        if self.tree is None:
            return self._pdf.title if self._pdf else ""
        found = _TITLE(self.tree) or _OTHER_TITLE(self.tree)
        return fold(found[0].text_content()) if found else ""

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """All headings with text, in order."""
        if self.tree is None:
            return ()
        found = (
            (int(e.tag[1]), fold(e.text_content()))
            for e in self.tree.iter("h1", "h2", "h3", "h4", "h5", "h6")
        )
        return tuple(Heading(level, text) for level, text in found if text)

    @cached_property
    def meta(self) -> dict[str, str]:
        """Meta elements by `name`, `property`, `itemprop` or `http-equiv` in lower case; the first of a name counts."""
        if self.tree is None:
            return self._pdf.metadata if self._pdf else {}
        found: dict[str, str] = {}
        for element in self.tree.iter("meta"):
            content = element.get("content")
            for key in ("name", "property", "itemprop", "http-equiv"):
                name = element.get(key)
                if name and content is not None:
                    found.setdefault(name.strip().lower(), content.strip())
        return found

    @cached_property
    def json_ld(self) -> tuple[dict[str, object], ...]:
        """Every object of the page's JSON-LD, lists and graphs taken apart; damaged blocks are repaired or passed over."""
        return linked_data.read(self.tree) if self.tree is not None else ()

    @cached_property
    def language(self) -> str | None:
        """ISO 639 code that the page declares of itself."""
        declared = (
            [self.tree.get("lang"), self.tree.get("{http://www.w3.org/XML/1998/namespace}lang")]
            if self.tree is not None
            else []
        )
        declared += [self.meta.get("content-language"), self.meta.get("og:locale"), self.meta.get("language")]
        match = next((m for m in (_LANGUAGE.match(d.strip()) for d in declared if d) if m), None)
        return match[0].lower() if match else None

    @cached_property
    def blocks(self) -> tuple[TextBlock, ...]:
        """The paragraphs of the body in order, hidden ones included and marked; empty for other kinds than HTML."""
        if self.tree is None:
            return ()
        body = self.tree.find("body")
        return tuple(blocks_of(body if body is not None else self.tree))

    @cached_property
    def text(self) -> str:
        """The visible text of the whole page, a line a paragraph."""
        if self.tree is None:
            return self._plain
        return "\n".join(block.text for block in self.blocks if not block.hidden)

    @cached_property
    def words(self) -> int:
        """How many words `text` has."""
        return count_words(" ".join(self.text.split()))

    @cached_property
    def prose(self) -> int:
        """Words in paragraphs of running text: at least a dozen words, and not chiefly links."""
        if self.tree is None:
            return self.words
        total = 0
        for block in self.blocks:
            if not block.hidden and block.linked < 0.5 * len(block.text):
                words = count_words(block.text)
                total += words if words >= _PROSE_WORDS else 0
        return total

    @cached_property
    def noscript(self) -> str:
        """What readers without script are told."""
        if self.tree is None:
            return ""
        body = self.tree.find("body")
        return fold(" ".join(e.text_content() for e in body.iter("noscript"))) if body is not None else ""

    @cached_property
    def scripts(self) -> tuple[str, ...]:
        """The addresses of scripts and frames, and the text of inline scripts."""
        if self.tree is None:
            return ()
        found = (
            part
            for e in self.tree.iter("script", "iframe", "frame")
            for part in (e.get("src"), e.get("id"), e.text)
        )
        return tuple(part for part in found if part)

    @cached_property
    def classes(self) -> frozenset[str]:
        """Every class name of the page."""
        if self.tree is None:
            return frozenset()
        return frozenset(name for value in self.tree.xpath("//@class") for name in value.split())

    @cached_property
    def article_body(self) -> str:
        """The longest `articleBody` of the page's JSON-LD, white space kept."""
        bodies = (data.get("articleBody") for data in self.json_ld)
        return max((body for body in bodies if isinstance(body, str)), key=len, default="")

    @cached_property
    def links(self) -> tuple[str, ...]:
        """Absolute link targets, in order, those to places within the page left out."""
        if self.tree is None:
            return self._pdf.links if self._pdf else ()
        hrefs = (e.get("href", "").strip() for e in self.tree.iter("a", "area"))
        return tuple(self.resolve(h) for h in hrefs if h and not h.startswith(("#", "javascript:")))

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """The forms; one with a password field asks for a login."""
        if self.tree is None:
            return ()
        return tuple(
            Form(self.resolve(f.get("action") or ""), bool(f.xpath(".//input[translate(@type,'PASWORD','pasword')='password']")),
                 (f.get("method") or "get").lower())
            for f in self.tree.iter("form")
        )  # fmt: skip

    @cached_property
    def refresh(self) -> str | None:
        """The absolute target of a meta refresh that fires within ten seconds, if it leads elsewhere."""
        return refresh.in_tree(self.tree, self.url) if self.tree is not None else None

    @cached_property
    def canonical(self) -> str | None:
        """The absolute address that the page gives as its own."""
        if self.tree is None:
            return None
        for element in self.tree.iter("link"):
            if "canonical" in (element.get("rel") or "").lower().split() and element.get("href"):
                return self.resolve(element.get("href"))
        return None

    @cached_property
    def noindex(self) -> bool:
        """Whether the page asks search engines not to keep it."""
        return any("noindex" in self.meta.get(name, "").lower() for name in ("robots", "googlebot"))

    @cached_property
    def ids(self) -> frozenset[str]:
        """What a fragment can point to: ids, and names of anchors."""
        if self.tree is None:
            return frozenset()
        return frozenset(self.tree.xpath("//@id|//a/@name"))

    @cached_property
    def scripted(self) -> bool:
        """Whether its text is made by script: next to none in the markup, and scripts with an empty place to fill or a word about it."""
        if self.tree is None or self.words > _THIN or not self.scripts:
            return False
        empty_root = any(count_words(fold(e.text_content())) < _THIN for e in self.tree.xpath(_ROOTS))
        return (
            empty_root
            or "javascript" in f"{self.noscript} {self.text}".lower()
            or (self.words < 5 and self._heavy)
        )

    def resolve(self, href: str) -> str:
        """An address of the page made absolute; one that cannot be is given as it stands."""
        try:
            return urljoin(self._base, href)
        except ValueError:
            return href

    @cached_property
    def _base(self) -> str:
        return refresh.base_of(self.tree, self.url) if self.tree is not None else self.url

    @property
    def _heavy(self) -> bool:
        """More script than a page with little to say would carry."""
        return sum(len(part) for part in self.scripts) > 2000 or len(self.scripts) >= 3
