"""Which font shows Chinese here, and which characters can no font of ours show?

The unit is one character. The Noto Sans SC file of an installed package is used, so that Chinese
shows on a machine that has no Chinese font. A character that neither it nor matplotlib's own font
holds (most emoji, some scripts) becomes "□" in pictures; alt text keeps it.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from playbook.errors import PlaybookError
from playbook.i18n import _

FALLBACK = "DejaVu Sans"  # comes with matplotlib
UNSHOWABLE = "□"

# They change how the character before them looks, and draw nothing themselves.
_MODIFIERS = frozenset(map(chr, [0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10)]))
_SKIN_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))


@cache
def font_file() -> Path:
    """Find the Chinese font file without importing the package that carries it.

    Raises
    ------
    PlaybookError
        When the package or its file is missing.
    """
    from importlib.util import find_spec

    # Importing zhplot would change matplotlib's settings; its files are all that is needed.
    spec = find_spec("zhplot")
    for folder in spec.submodule_search_locations or [] if spec else []:
        path = Path(folder) / "fonts" / "NotoSansSC-Regular.ttf"
        if path.is_file():
            return path
    raise PlaybookError(
        _("The Chinese font is missing. Install the package zhplot again, as the lock states it.")
    )


@cache
def families() -> tuple[str, str]:
    """Register the Chinese font with matplotlib and name the fonts to use, best first."""
    from matplotlib import font_manager

    path = font_file()
    font_manager.fontManager.addfont(path)
    return font_manager.FontProperties(fname=path).get_name(), FALLBACK


@cache
def _covered() -> frozenset[int]:
    from matplotlib import font_manager
    from matplotlib.ft2font import FT2Font

    paths = [str(font_file()), str(font_manager.findfont(FALLBACK))]
    return frozenset(code for path in paths for code in FT2Font(path).get_charmap())


def shows(character: str) -> bool:
    """Tell whether one of our fonts holds a character."""
    return ord(character) in _covered()


def printable(text: object) -> str:
    r"""Make text from data fit for a picture: one line, and only characters that show.

    Examples
    --------
    >>> printable("连衣裙\n\t夏季 🎁")
    '连衣裙 夏季 □'
    """
    plain = " ".join(unicodedata.normalize("NFC", str(text)).split())
    kept = (c for c in plain if c not in _MODIFIERS and c not in _SKIN_TONES)
    return "".join(c if shows(c) else _stand_in(c) for c in kept)


def _stand_in(character: str) -> str:
    # Control and direction marks (Cc, Cf) have no shape; surrogates and the rest get a box.
    return "" if unicodedata.category(character) in {"Cc", "Cf"} else UNSHOWABLE
