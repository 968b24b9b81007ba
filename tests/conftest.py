"""What every test starts from: English, no display, no network, no key or setting of the user.

The end of a run prints how long each folder took.
"""

from __future__ import annotations

import os
import socket
import tempfile
from collections import defaultdict
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# Set before anything is imported: matplotlib must not look for a display, and no child process
# may inherit the language of whoever runs the suite.
os.environ["MPLBACKEND"] = "agg"
os.environ.pop("PLAYBOOK_LANG", None)

# No deadline and no complaint about slowness: a busy machine is no bug.
_CALM = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("fast", max_examples=50, **_CALM)  # type: ignore[arg-type]
settings.register_profile("full", max_examples=1000, **_CALM)  # type: ignore[arg-type]
settings.load_profile(os.environ.get("PLAYBOOK_TEST_TIER", "fast"))

ROOT = Path(__file__).parents[1]
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}


def pytest_configure(config: pytest.Config) -> None:
    """Keep the keys of the Stores that tests make out of the user's own folder."""
    keys = tempfile.TemporaryDirectory(prefix="playbook-test-keys-")
    os.environ["PLAYBOOK_KEYS"] = keys.name
    config.add_cleanup(keys.cleanup)


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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the time that each folder took, summed over the workers."""
    seconds: defaultdict[str, float] = defaultdict(float)
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                folder = "/".join(Path(report.location[0]).parts[:2])
                seconds[folder] += report.duration
    terminalreporter.section("seconds by folder")
    for folder, total in sorted(seconds.items(), key=lambda pair: -pair[1]):
        terminalreporter.write_line(f"{total:8.1f}  {folder}")
