"""Makes the pictures of the README from the demonstration's report: `python -m scripts.pictures`. Needs Chromium."""

import base64
import tempfile
from pathlib import Path

from provenance import demo, pipeline
from provenance.report import write_file, writer
from tests.support.browser import Browser, browser
from tests.support.demo import noon, settings_for, web

DOCS = Path(__file__).resolve().parents[1] / "docs"
WIDE, NARROW = (1180, 1000), (390, 1000)
"""Width and height, in CSS pixels."""
SECOND_CLAIM = "document.querySelectorAll('.claim')[1].scrollIntoView(); scrollBy(0, -12)"


def picture(window: Browser, file: Path, size: tuple[int, int], script: str = "") -> None:
    """What the window shows at that size, once the script has run in it."""
    width, height = size
    screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": True}
    window.call("POST", "/goog/cdp/execute", cmd="Emulation.setDeviceMetricsOverride", params=screen)
    if script:
        window.run(script)
    file.write_bytes(base64.b64decode(window.call("GET", "/screenshot")))


def main() -> None:
    """Audit the demonstration and take the pictures."""
    DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.html"
        with web() as opened, demo.documents() as documents:
            audit = pipeline.audit(documents, settings_for(opened, Path(folder) / "cache"), clock=noon)
        write_file(audit, writer("html"), report)
        with browser() as window:
            window.open(report.as_uri())
            picture(window, DOCS / "report.png", WIDE)
            picture(window, DOCS / "report-narrow.png", NARROW, SECOND_CLAIM)


if __name__ == "__main__":
    main()
