"""A report's process leaves slow libraries alone."""

from __future__ import annotations

import subprocess
import sys

ASK = """
import sys
from playbook.runner.quick import import_nbformat
import_nbformat()
print("nbformat" in sys.modules, "rfc3987_syntax" in sys.modules, "lark" in sys.modules)
"""
CHARTS = """
import sys
from playbook.charts.style import look
with look():
    pass
print("seaborn" in sys.modules, "scipy" in sys.modules)
"""


def said(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_nbformat_is_imported_without_a_grammar_of_addresses() -> None:
    assert said(ASK) == "True False False"


def test_the_look_of_charts_needs_no_statistics() -> None:
    assert said(CHARTS) == "False False"
