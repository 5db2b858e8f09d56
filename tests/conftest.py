"""What every test may lean on: the measuring material of ../shared where it is there, and no socket beyond loopback."""

import ipaddress
import os
import socket
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("PROVENANCE_SHARED", Path(__file__).resolve().parents[2] / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of measuring material; tests that need it are skipped where it is absent."""
    if not (SHARED / "DESIGN.md").exists():
        pytest.skip("../shared is not here: this test measures against its material")
    return SHARED


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch):
    """Sockets may only be connected to this machine."""
    connect = socket.socket.connect

    def guarded(self, address):
        if (
            self.family in (socket.AF_INET, socket.AF_INET6)
            and not ipaddress.ip_address(address[0]).is_loopback
        ):
            raise AssertionError(f"a test tried to reach {address[0]}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
