"""Does this text fit, and where may it be broken?

The unit is one piece of text, measured with the fonts it is drawn in. Text from data is made
printable first. What does not fit ends in "…"; nothing runs off the canvas.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from playbook.charts.fonts import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox

# Chinese may be broken between any two characters, other scripts at blanks; marks that close
# stay with the character before them.
_PIECE = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef][、。，；：！？）”’》％]*|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+\s*|\s+"
)


def text_width(fig: Figure, text: str, size: float) -> float:
    """Measure text in pixels of the figure."""
    from matplotlib.font_manager import FontProperties

    canvas: Any = fig.canvas
    font = FontProperties(size=size)
    width, _, _ = canvas.get_renderer().get_text_width_height_descent(text, font, ismath=False)
    return float(width)


def ellipsis(fig: Figure, text: object, size: float, most: float) -> str:
    """Shorten text to at most `most` pixels, ending in "…" where something was cut."""
    plain = printable(text)
    if text_width(fig, plain, size) <= most:
        return plain
    low, high = 0, len(plain)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(fig, plain[:middle].rstrip() + "…", size) <= most:
            low = middle
        else:
            high = middle - 1
    return plain[:low].rstrip() + "…"


def wrap(fig: Figure, text: object, size: float, most: float, lines: int = 2) -> str:
    """Break text into at most `lines` lines of at most `most` pixels; the last may be cut."""
    pieces = _PIECE.findall(printable(text))
    out: list[str] = []
    while pieces and len(out) < lines - 1:
        line = pieces.pop(0)
        while pieces and text_width(fig, (line + pieces[0]).rstrip(), size) <= most:
            line += pieces.pop(0)
        out.append(ellipsis(fig, line.rstrip(), size, most))
    if pieces:
        out.append(ellipsis(fig, "".join(pieces), size, most))
    return "\n".join(out)


def make_room(fig: Figure, ax: Axes, texts: Iterable[Text], axis: str = "x") -> None:
    """Widen an axis until its labels lie inside the axes."""
    texts = list(texts)
    for _ in range(6):
        fig.draw_without_rendering()
        frame = ax.get_window_extent()
        boxes = [text.get_window_extent() for text in texts if text.get_text()]
        if not boxes:
            return
        if axis == "x":
            low = max(frame.x0 - min(box.x0 for box in boxes), 0)
            high = max(max(box.x1 for box in boxes) - frame.x1, 0)
            span, (first, last) = frame.width, ax.get_xlim()
        else:
            low = max(frame.y0 - min(box.y0 for box in boxes), 0)
            high = max(max(box.y1 for box in boxes) - frame.y1, 0)
            span, (first, last) = frame.height, ax.get_ylim()
        if low + high < 1:
            return
        # The labels keep their size in pixels while the axis grows, so a little more is needed.
        scale = (last - first) / max(span - low - high, span * 0.3)
        limits = (first - low * scale * 1.02, last + high * scale * 1.02)
        ax.set_xlim(*limits) if axis == "x" else ax.set_ylim(*limits)


def thin_out(fig: Figure, labels: Sequence[Text], gap: float = 6) -> None:
    """Keep every k-th label along x, counted from the last: the least k at which none touch."""
    fig.draw_without_rendering()
    named = [one for one in reversed(labels) if one.get_text() and one.get_visible()]
    boxes = [label.get_window_extent() for label in named]
    step = next(k for k in range(1, len(named) + 2) if _apart([*boxes[::k]], gap))
    for place, label in enumerate(named):
        label.set_visible(place % step == 0)


def _apart(boxes: Sequence[Bbox], gap: float) -> bool:
    """Tell whether boxes listed from the right leave the gap between neighbours."""
    return all(left.x1 + gap <= right.x0 for right, left in itertools.pairwise(boxes))
