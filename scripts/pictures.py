"""Makes the pictures of the README from the demonstration, the report and the review: `python -m scripts.pictures`.

Needs Chromium.
"""

import base64
import tempfile
from pathlib import Path

from provenance import demo, pipeline
from provenance.config import Settings
from provenance.model import Audit
from provenance.report import write_file, writer
from tests.review.editor import at_work
from tests.support.browser import Browser, browser
from tests.support.demo import noon, settings_for, web

DOCS = Path(__file__).resolve().parents[1] / "docs"
WIDE, NARROW = (1180, 1000), (390, 1000)
"""Width and height, in CSS pixels."""
SECOND_CLAIM = "document.querySelectorAll('.claim')[1].scrollIntoView(); scrollBy(0, -12)"


def picture(window: Browser, file: Path, size: tuple[int, int], script: str = "") -> None:
    """What the window shows at that size, once the script has run in it."""
    window.looks("light", *size)
    if script:
        window.run(script)
    file.write_bytes(base64.b64decode(window.call("GET", "/screenshot")))


def of_report(window: Browser, audit: Audit, folder: Path) -> None:
    """The first screen, and a contradicted claim on a telephone."""
    write_file(audit, writer("html"), folder / "report.html")
    window.open((folder / "report.html").as_uri())
    window.find(".claim")
    picture(window, DOCS / "report.png", WIDE)
    picture(window, DOCS / "report-narrow.png", NARROW, SECOND_CLAIM)


def of_review(window: Browser, audit: Audit, settings: Settings) -> None:
    """A claim to decide on, the one before it just decided."""
    with at_work(audit, settings, clock=noon) as served:
        window.open(served.url)
        window.click(".queue a")
        window.type("input[name=author]", "NQ")
        window.click("button.accept")
        window.find(".kept")
        picture(window, DOCS / "review.png", WIDE)


def main() -> None:
    """Audit the demonstration and take the pictures."""
    DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, web() as opened, demo.documents() as documents:
        settings = settings_for(opened, Path(folder) / "cache")
        audit = pipeline.audit(documents, settings, clock=noon)
        with browser() as window:
            of_report(window, audit, Path(folder))
            of_review(window, audit, settings)


if __name__ == "__main__":
    main()
