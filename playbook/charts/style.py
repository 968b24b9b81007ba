"""What do all pictures look like?

The unit is one figure. The look is applied while a figure is made and undone afterwards: a
notebook's own matplotlib settings stay as they were.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playbook.charts.fonts import families

WIDTH = 5.4  # a phone shows it at two thirds: smaller figure, larger letters
BODY = 2.5  # below the heading
DPI = 200

TITLE_SIZE = 13.0
TEXT_SIZE = 10.5
SMALL_SIZE = 9.5

# Chosen to differ in lightness as well as in hue, so that they part in grey print and for
# colour-blind readers. Up is blue and down is orange: red and green mean opposite things in
# Chinese and in Western markets.
INK = "#22303c"
MUTED = "#5c6b78"
LINE = "#d9dfe4"
BLUE = "#2a6f9e"
ORANGE = "#c8651b"
BAND = "#cfdde8"
SHADE = "#f6e3b4"
GREY = "#8a97a3"
PALE = "#a9c6dc"
SERIES = ("#1f5a87", "#d98a3d", "#6fa8c9", "#8c6bb1", "#4b8b6f", "#e3c567", "#b9c1c8")
DOWN_HATCH = "///"

# A white ground with a thin grid and no ticks. Importing seaborn for this (and scipy with it) takes
# longer than all the work of a report.
GRID: dict[Any, Any] = {
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.linewidth": 1.25,
    "axes.labelsize": 12,
    "axes.titlesize": 12,
    "legend.fontsize": 11,
    "legend.title_fontsize": 12,
    "lines.solid_capstyle": "round",
    "patch.edgecolor": "w",
    "patch.force_edgecolor": True,
    "xtick.bottom": False,
    "ytick.left": False,
    "xtick.major.size": 6,
    "ytick.major.size": 6,
}


@contextmanager
def look() -> Iterator[None]:
    """Put the common look in force for the body of a ``with`` statement."""
    import matplotlib as mpl

    settings = {
        **GRID,
        "font.family": list(families()),
        "axes.unicode_minus": False,
        # "$5 or $6" in a product's title is money, not a formula.
        "text.parse_math": False,
        "text.color": INK,
        "axes.labelcolor": INK,
        "xtick.color": MUTED,
        "ytick.color": INK,
        "grid.color": LINE,
        "grid.linewidth": 0.7,
        "axes.edgecolor": LINE,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "font.size": TEXT_SIZE,
        "xtick.labelsize": SMALL_SIZE,
        "ytick.labelsize": TEXT_SIZE,
        "hatch.linewidth": 0.8,
        "figure.facecolor": "white",
        "savefig.facecolor": "white",
        "savefig.bbox": None,
    }
    with mpl.rc_context(settings):
        yield
