"""What every test starts from: English, no display, no way to the network."""

from __future__ import annotations

import os
import socket
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

# Set before anything is imported: matplotlib must not look for a display, and no child process
# may inherit the language of whoever runs the suite.
os.environ["MPLBACKEND"] = "agg"
os.environ.pop("PLAYBOOK_LANG", None)
# The platform's table file for Jupyter moved; without this every jupyter import warns.
os.environ.setdefault("JUPYTER_PLATFORM_DIRS", "1")

ROOT = Path(__file__).parents[1]
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    from playbook.i18n import current

    before = current._process
    current.set_language("en")
    yield
    current._process = before


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine: nothing here may need one."""
    connect = socket.socket.connect

    def local_only(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if host not in {"", "localhost", "127.0.0.1", "::1"}:
            raise OSError(f"a test tried to connect to {address!r}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", local_only)


@pytest.fixture
def root() -> Path:
    """Return the folder of the repository."""
    return ROOT


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped browser test into a failure in CI, where a browser is installed."""
    report = yield
    if IN_CI and report.skipped and "browser" in item.keywords and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"a browser test was skipped in CI: {report.longrepr}"
    return report
