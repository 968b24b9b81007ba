"""What must not stand in a message or report?

The unit is one rule with its patterns, in English and Chinese. A rule finds wording, not meaning:
each lists what it takes for blame, a promise, personal data or an absolute claim, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from playbook.i18n import N_, _

MOST_FOUND = 3


@dataclass(frozen=True)
class Rule:
    """Something that must not stand in a text.

    Parameters
    ----------
    name : str
        What it is, in English, as marked for translation.
    patterns : tuple of str
        Regular expressions; case does not count.
    masked : bool
        Whether what is found is shown only in part.
    """

    name: str
    patterns: tuple[str, ...]
    masked: bool = False

    @property
    def title(self) -> str:
        """The rule's name in the language in force."""
        return _(self.name)

    def found(self, text: str) -> list[str]:
        """List up to three places of a text that break the rule.

        Examples
        --------
        >>> PERSONAL_DATA.found("call 13812345678")
        ['138…']
        """
        hits: list[str] = []
        for pattern in self.patterns:
            hits.extend(match[0].strip() for match in re.finditer(pattern, text, re.IGNORECASE))
        return [hit[:3] + "…" if self.masked else hit for hit in hits[:MOST_FOUND]]


BLAME = Rule(
    N_("Blame"),
    (
        r"(?:都|全)?(?:是|怪)(?:你|他|她|你们|他们|小\w|客服|仓库|运营|技术)(?:们|部|部门)?的?(?:错|责任|锅|问题)",
        r"(?:都|全)怪\w{1,4}", r"甩锅", r"背锅", r"不负责任", r"粗心大意",
        r"\b(?:it(?:'s| is| was)|this is) (?:all )?(?:your|his|her|their|[a-z]+'s) fault\b",
        r"\b(?:is|are|was|were) to blame\b", r"\bblame (?:on )?\w+", r"\bcareless(?:ly|ness)?\b",
        r"\bincompeten\w+", r"\byou should have\b", r"\b\w+ messed (?:it )?up\b",
    ),
)  # fmt: skip
PROMISE = Rule(
    N_("A promise nobody can keep"),
    (
        r"(?<!不能)(?<!无法)(?<!不)保证(?!金)", r"百分之?百",
        r"100\s*%\s*(?:能|会|解决|没问题)", r"绝对(?:不会|没有|会|能)",
        r"肯定(?:不会|会|能|没)", r"一定(?:不会|会|能)(?:解决|恢复|到|发货|好|修)",
        r"永不", r"再也不会",
        r"(?<!not )(?<!cannot )(?<!can't )\bguarantee[ds]?\b", r"\bwe promise\b", r"\bi promise\b",
        r"\bnever happen again\b", r"\bdefinitely (?:will|be)\b", r"\bwill definitely\b",
        r"\b100\s*(?:%|percent) (?:sure|certain|fixed)",
    ),
)  # fmt: skip
PERSONAL_DATA = Rule(
    N_("Personal data"),
    (
        r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)",
        r"(?<!\d)\d{6}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\w)",
        r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
        r"(?:路|街|巷|弄)\d+号(?:\d+室|\d+单元|\d+栋)?",
        r"(?:微信号?|wechat|qq)\s*[:：]\s*\w{5,}",
    ),
    masked=True,
)
ABSOLUTE_CLAIM = Rule(
    N_("An absolute claim that advertising law forbids"),
    (
        r"国家级|世界级|全网第一|全国第一|销量第一|史上最\w|最(?:好|佳|低价?|高级|优|便宜|先进|强)|第一品牌|独一无二|顶级|极致",
        r"\b(?:the )?(?:best|cheapest|lowest price|number one|no\.? ?1) (?:in|on|of|ever)\b",
        r"\bworld[- ]class\b", r"\bunbeatable\b",
    ),
)  # fmt: skip

RULES: dict[str, Rule] = {
    "blame": BLAME,
    "promise": PROMISE,
    "personal_data": PERSONAL_DATA,
    "absolute_claim": ABSOLUTE_CLAIM,
}


def broken(text: str, rules: Iterable[Rule]) -> list[tuple[Rule, list[str]]]:
    """List the rules that a text breaks, with the places."""
    found = ((rule, rule.found(text)) for rule in rules)
    return [(rule, hits) for rule, hits in found if hits]
