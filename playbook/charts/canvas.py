"""How does a figure begin, end, and reach the reader?

The unit is one figure. It carries its title, what its colours mean, and an alt text made from
the same numbers. Figures are plain objects: nothing is opened, shown or kept in pyplot's list.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from playbook.charts.fit import ellipsis, text_width, wrap
from playbook.charts.style import BODY, DPI, INK, MUTED, SMALL_SIZE, TEXT_SIZE, TITLE_SIZE, WIDTH
from playbook.i18n import _, language

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_alt: WeakKeyDictionary[Figure, str] = WeakKeyDictionary()

_MARGIN = 0.12  # inches
_KEY_LINE = SMALL_SIZE * 1.6 / 72


def blank(
    title: str,
    subtitle: str = "",
    *,
    body: float = BODY,
    key: Sequence[tuple[str, str]] = (),
) -> tuple[Figure, Axes]:
    """Begin a figure: title, subtitle, key of colours, and one empty axes below them.

    Parameters
    ----------
    title, subtitle : str
        Wrapped to at most two lines each.
    body : float
        Inches below the heading. A long heading makes the figure taller, not the axes smaller.
    key : sequence of (colour, word)
        What the colours mean, written in these colours' squares instead of a legend box.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    fig = Figure(figsize=(WIDTH, body), dpi=DPI, layout="constrained")
    FigureCanvasAgg(fig)
    most = (WIDTH - 2 * _MARGIN) * DPI
    texts = [(title, TITLE_SIZE, INK), (subtitle, TEXT_SIZE, MUTED)]
    blocks = [(wrap(fig, text, size, most), size, color) for text, size, color in texts if text]
    marks = _key(fig, key)
    lines = marks[-1][1] + 1 if marks else 0
    head = _MARGIN + sum(_tall(text, size) for text, size, _color in blocks) + lines * _KEY_LINE
    fig.set_size_inches(WIDTH, head + body)
    top = _write_blocks(fig, blocks, head + body - _MARGIN)
    for x, line, part, color in marks:
        y = (top - line * _KEY_LINE) / (head + body)
        fig.text(x / WIDTH, y, part, fontsize=SMALL_SIZE, color=color, va="top")
    engine: Any = fig.get_layout_engine()
    engine.set(rect=(0, 0, 1, body / (head + body)), w_pad=0.08, h_pad=0.06)
    return fig, fig.subplots()


def finish(fig: Figure, alt: str) -> Figure:
    """Attach the alt text and settle the layout while the look is still in force."""
    _alt[fig] = alt
    fig.canvas.draw()
    return fig


def sentences(*parts: str) -> str:
    """Join the parts of an alt text that are not empty, with the stops of the language.

    Examples
    --------
    >>> sentences("Paid sales", "", "Up in all channels.")
    'Paid sales. Up in all channels.'
    """
    stop, gap = ("。", "") if language() == "zh" else (".", " ")
    ends = (".", "!", "?", "。", "！", "？")
    plain = (" ".join(part.split()) for part in parts)
    return gap.join(part if part.endswith(ends) else part + stop for part in plain if part)


def listed(pairs: Iterable[tuple[str, str]]) -> str:
    """Write names and values as one list, with the punctuation of the language."""
    colon, semicolon = ("：", "；") if language() == "zh" else (": ", "; ")
    return semicolon.join(f"{name}{colon}{value}" for name, value in pairs)


def nothing(title: str, subtitle: str, reason: str) -> Figure:
    """Return a figure that says why there is nothing to draw."""
    fig, ax = blank(title, subtitle, body=1.0)
    ax.set_axis_off()
    words = wrap(fig, reason, TEXT_SIZE, 0.8 * WIDTH * DPI)
    ax.text(0.5, 0.5, words, ha="center", va="center", color=MUTED, transform=ax.transAxes)
    return finish(fig, sentences(title, subtitle, reason))


def alt_text(fig: Figure) -> str:
    """Return what a chart says, in words, in the language it was drawn in.

    Returns
    -------
    str
        ``""`` for a figure that no function of this room made.
    """
    return _alt.get(fig, "")


def png(fig: Figure) -> bytes:
    """Write a figure as PNG; the same figure gives the same bytes."""
    buffer = io.BytesIO()
    fig.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
    return buffer.getvalue()


def show(fig: Figure) -> None:
    """Show a figure in a notebook, with its alt text in the output's metadata.

    The output's metadata is ``{"image/png": {"alt": …}}``, and its plain text is the alt text, so
    a reader without pictures, and a stored notebook without images, still says what was there.
    """
    from IPython import display

    alt = alt_text(fig) or _("Chart")
    image = base64.b64encode(png(fig)).decode("ascii")
    display.display(  # type: ignore[no-untyped-call]
        {"image/png": image, "text/plain": alt}, metadata={"image/png": {"alt": alt}}, raw=True
    )


def _tall(text: str, size: float) -> float:
    """Return the inches that a block of text takes."""
    return (text.count("\n") + 1) * size * 1.45 / 72 + 0.02


def _write_blocks(fig: Figure, blocks: Sequence[tuple[str, float, str]], top: float) -> float:
    """Write blocks of text below `top` (inches from the bottom); return the new top."""
    height = fig.get_size_inches()[1]
    for text, size, color in blocks:
        at = {"x": _MARGIN / WIDTH, "y": top / height}
        fig.text(**at, s=text, fontsize=size, color=color, va="top", linespacing=1.25)
        top -= _tall(text, size)
    return top


def _key(fig: Figure, key: Sequence[tuple[str, str]]) -> list[tuple[float, int, str, str]]:
    """Lay out the key: inches from the left, line, text and colour of each part."""
    marks: list[tuple[float, int, str, str]] = []
    x, line = _MARGIN, 0
    square = text_width(fig, "■ ", SMALL_SIZE) / DPI
    for color, word in key:
        text = ellipsis(fig, word, SMALL_SIZE, (WIDTH - 4 * _MARGIN) * DPI)
        length = square + text_width(fig, text, SMALL_SIZE) / DPI
        if x > _MARGIN and x + length > WIDTH - _MARGIN:
            x, line = _MARGIN, line + 1
        marks += [(x, line, "■", color), (x + square, line, text, MUTED)]
        x += length + 0.18
    return marks
