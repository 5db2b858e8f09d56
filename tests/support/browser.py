"""A real Chromium, driven by the W3C WebDriver protocol: the few commands that our tests need."""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The key of an element's id (WebDriver, section 12.1)."""
ENTER = "\ue007"
PATIENCE = 60.0
"""Seconds for the driver to start, and for a page to show what is waited for: on a busy machine both take long."""
HEARD = 5.0
"""Seconds after which a key is pressed again."""
SCRIPT = 300.0
"""Seconds for a script in a page or a page to load (axe takes fifteen on a busy machine)."""

AXE = Path(os.environ.get("PROVENANCE_AXE", "axe.min.js"))
"""axe-core's one file (`npm pack axe-core`); tests of accessibility are skipped without."""
NO_AXE = "" if AXE.is_file() else "PROVENANCE_AXE names no axe.min.js (`npm pack axe-core` has it)"
RUN_AXE = """for (const details of document.querySelectorAll("details")) details.open = true;
for (const claim of document.querySelectorAll(".claim")) claim.style.contentVisibility = "visible";
return axe.run().then(found => found.violations.map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.html).join(" ")));"""

PASSING = {"stale element reference", "element not interactable", "element click intercepted"}
"""Faults that pass when one page gives way to the next."""


def missing() -> str:
    """What of the browser is not installed here; empty where all is."""
    return ", ".join(name for name in ("chromium", "chromedriver") if not shutil.which(name))


class Browser:
    """A browser window."""

    def __init__(self, base: str) -> None:
        """`base` is the URL of a session."""
        self.base = base

    def call(self, method: str, path: str, **fields: Any) -> Any:
        """A command of the session and its value."""
        return ask(method, self.base + path, fields if method == "POST" else None)

    def open(self, url: str) -> None:
        """Load a page."""
        self.call("POST", "/url", url=url)

    def forget(self) -> None:
        """Drop the cookies of the page."""
        self.call("DELETE", "/cookie")

    def run(self, script: str, *arguments: Any) -> Any:
        """The value of a script in the page."""
        return self.call("POST", "/execute/sync", script=script, args=list(arguments))

    def find(self, selector: str) -> str:
        """The first element of a CSS selector, waited for."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                found = self.call("POST", "/element", using="css selector", value=selector)
                return str(found[ELEMENT])
            except urllib.error.HTTPError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def on(self, selector: str, method: str, path: str, **fields: Any) -> Any:
        """A command to an element; found anew where the page that it stood on is just going."""
        deadline = time.monotonic() + PATIENCE
        while True:
            element = self.find(selector)
            try:
                return self.call(method, f"/element/{element}{path}", **fields)
            except urllib.error.HTTPError as error:
                if fault(error) not in PASSING or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def until(self, script: str, is_wanted: Callable[[Any], bool]) -> Any:
        """The value of a script once it is what is wanted, or as it is when patience ends."""
        deadline = time.monotonic() + PATIENCE
        while not is_wanted(value := self.run(script)) and time.monotonic() < deadline:
            time.sleep(0.05)
        return value

    def at(self, path: str) -> bool:
        """Whether the window comes to that address, waited for."""
        return self.until("return location.pathname", lambda now: now == path) == path

    def gone(self, selector: str) -> bool:
        """Whether no element fits a CSS selector any more, waited for."""
        script = f"return document.querySelector({json.dumps(selector)}) === null"
        return bool(self.until(script, bool))

    def text(self, selector: str) -> str:
        """The text that an element shows."""
        return str(self.on(selector, "GET", "/text"))

    def click(self, selector: str) -> None:
        """Click an element."""
        self.on(selector, "POST", "/click")

    def type(self, selector: str, text: str) -> None:
        """Type into an element."""
        self.on(selector, "POST", "/value", text=text)

    def press(self, keys: str) -> None:
        """Type with the focus wherever it is."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.call("POST", "/actions", actions=[{"type": "key", "id": "keyboard", "actions": actions}])

    def press_until(self, key: str, script: str) -> None:
        """Press a key that may be pressed twice until a script in the page says that it was heard.

        A page that has just come may not listen yet: it is drawn first.
        """
        deadline = time.monotonic() + PATIENCE
        while True:
            self.press(key)
            heard = time.monotonic() + HEARD
            while time.monotonic() < heard:
                if self.run(script):
                    return
                time.sleep(0.05)
            assert time.monotonic() < deadline, f"{key!r} was pressed in vain: {script}"

    def looks(self, scheme: str, width: int = 1200, height: int = 900) -> None:
        """Show pages as a device does that is so wide and set to `light` or `dark`."""
        wanted = [{"name": "prefers-color-scheme", "value": scheme}]
        self.devtools("Emulation.setEmulatedMedia", features=wanted)
        self.devtools(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500
        )  # fmt: skip

    def devtools(self, command: str, **parameters: Any) -> Any:
        """A command of Chromium's own protocol."""
        return self.call("POST", "/goog/cdp/execute", cmd=command, params=parameters)

    def violations(self) -> list[str]:
        """What the accessibility checker finds in the page: axe-core, every rule, with all details open."""
        self.devtools("Runtime.evaluate", expression=AXE.read_text("utf-8"))
        return list(self.run(RUN_AXE))

    def path(self) -> str:
        """The address of the page, without its origin."""
        return str(self.run("return location.pathname"))

    def screenshot(self, file: Path, width: int, height: int) -> None:
        """A picture of the window at that size."""
        self.call("POST", "/window/rect", width=width, height=height)
        file.write_bytes(base64.b64decode(self.call("GET", "/screenshot")))


def fault(error: urllib.error.HTTPError) -> str:
    """What the driver says is wrong, by its code (WebDriver, section 6.6)."""
    return str(json.load(error)["value"]["error"])


def ask(method: str, url: str, fields: Any) -> Any:
    """A command to the driver and the value of its answer."""
    data = None if fields is None else json.dumps(fields).encode()
    request = urllib.request.Request(
        url, data, {"Content-Type": "application/json; charset=utf-8"}, method=method
    )
    with urllib.request.urlopen(request, timeout=SCRIPT) as answer:
        return json.load(answer)["value"]


@contextmanager
def browser(*more: str) -> Iterator[Browser]:
    """A window of its own, with nothing remembered; closed at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="browser-") as profile:
        driver = subprocess.Popen(
            ["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            session = started(f"http://127.0.0.1:{port}", profile, more)
            yield session
            ask("DELETE", session.base, None)
        finally:
            driver.terminate()
            driver.wait(10)


def started(base: str, profile: str, more: tuple[str, ...]) -> Browser:
    """A session, as soon as the driver answers."""
    flags = ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-proxy-server",
             f"--user-data-dir={profile}", "--window-size=1200,900", *more]  # fmt: skip
    patience = {"script": round(SCRIPT * 1000), "pageLoad": round(SCRIPT * 1000)}
    wanted = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": {"args": flags}, "timeouts": patience}}}
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return Browser(f"{base}/session/{ask('POST', f'{base}/session', wanted)['sessionId']}")
        except urllib.error.URLError as error:
            if isinstance(error, urllib.error.HTTPError) or time.monotonic() > deadline:
                raise
            time.sleep(0.1)
