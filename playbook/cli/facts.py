"""Which facts about a shop are allowed, and which are likely?

The unit is one answer of ``playbook store init``: platform, currency or time zone. A wrong one
would make every later number wrong, so it is refused with the nearest that is known.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Collection
from pathlib import Path

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _, language

PLATFORMS = (
    "taobao",
    "tmall",
    "jd",
    "pinduoduo",
    "douyin",
    "xiaohongshu",
    "shopify",
    "amazon",
    "woocommerce",
    "retail",
    "other",
)

_CALLED = {"RMB": "CNY", "人民币": "CNY", "元": "CNY", "美元": "USD", "欧元": "EUR", "港币": "HKD"}
"""What people call a currency: of one meaning each."""

_IN_CHINA = ("beijing", "shanghai", "china", "北京", "上海", "中国", "北京时间")
"""What people call China's one time zone."""


def name(answer: str) -> str:
    """Return the shop's name, or refuse an empty one."""
    if not answer.strip():
        raise ParameterError(_("The shop needs a name."))
    return answer.strip()


def platform(answer: str) -> str:
    """Return a platform's code, or refuse one that is unknown.

    Examples
    --------
    >>> platform(" Taobao ")
    'taobao'
    """
    return _known(_("platform"), answer.strip().lower(), PLATFORMS)


def currency(answer: str) -> str:
    """Return an ISO 4217 code, or refuse one that is unknown.

    Examples
    --------
    >>> currency("cny"), currency("RMB"), currency("人民币")
    ('CNY', 'CNY', 'CNY')
    """
    from babel.numbers import list_currencies

    wanted = answer.strip().upper()
    return _known(_("currency"), _CALLED.get(wanted, wanted), list_currencies(), "CNY")


def zone(answer: str) -> str:
    """Return an IANA time zone, or refuse one that is unknown.

    Examples
    --------
    >>> zone("asia/shanghai"), zone("Beijing")
    ('Asia/Shanghai', 'Asia/Shanghai')
    """
    from zoneinfo import available_timezones

    by_folded = {known.casefold(): known for known in available_timezones()}
    by_folded |= dict.fromkeys(_IN_CHINA, "Asia/Shanghai")
    wanted = answer.strip()
    return _known(
        _("time zone"),
        by_folded.get(wanted.casefold(), wanted),
        by_folded.values(),
        "Asia/Shanghai",
    )


def likely_platform() -> str:
    """Guess the platform from the language."""
    return "taobao" if language() == "zh" else "shopify"


def likely_currency() -> str:
    """Guess the currency from the language."""
    return "CNY" if language() == "zh" else "USD"


def likely_zone(localtime: Path = Path("/etc/localtime")) -> str:
    """Guess the time zone from this machine, else from the language."""
    candidates = [os.environ.get("TZ", "")]
    if localtime.is_symlink():
        candidates.append(localtime.resolve().as_posix().rpartition("zoneinfo/")[2])
    for candidate in candidates:
        # A server's UTC says nothing about a shop.
        if "/" in candidate and not candidate.startswith(("Etc/", "/")):
            return candidate
    offset = dt.datetime.now().astimezone().utcoffset()
    if language() == "zh" or offset == dt.timedelta(hours=8):
        return "Asia/Shanghai"
    return "America/New_York"


def _known(what: str, value: str, options: Collection[str], example: str = "") -> str:
    if value not in options:
        allowed = " " + (
            _("Write it such as {example}.", example=example)
            if example
            else _("Allowed: {names}.", names=", ".join(options))
        )
        raise ParameterError(
            _("{what} {value!r} is not known.", what=what, value=value)
            + (did_you_mean(value, options) or allowed)
        )
    return value
