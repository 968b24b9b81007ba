"""In which language does a user read, and how are words, numbers and dates written in it?

The lowest room: nothing of the package is below it. English is the source of every message;
Simplified Chinese lies in `locales/zh/*.po`. Code, column names and ids are never translated.

Examples
--------
>>> from playbook.i18n import _, money, use_language
>>> with use_language("en"):
...     _(" Did you mean '{option}'?", option="orders"), money("1234.5", "CNY")
(" Did you mean 'orders'?", 'CN¥1,234.50')
>>> with use_language("zh"):
...     _(" Did you mean '{option}'?", option="orders"), money("1234.5", "CNY")
('您是不是要输入“orders”？', '¥1,234.50')
"""

from playbook.i18n.current import (
    LANGUAGES,
    Language,
    language,
    language_of_locale,
    set_language,
    use_language,
)
from playbook.i18n.format import MISSING, day, money, month, number, percent, points
from playbook.i18n.messages import N_, Message, _, pick, pick_from

__all__ = [
    "LANGUAGES",
    "MISSING",
    "N_",
    "Language",
    "Message",
    "_",
    "day",
    "language",
    "language_of_locale",
    "money",
    "month",
    "number",
    "percent",
    "pick",
    "pick_from",
    "points",
    "set_language",
    "use_language",
]
