"""What does one report take, need and promise?

The unit is one kind of report. This declaration is the one source for the command line, a form,
the checks and the help. It does not run anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playbook.i18n import pick
from playbook.runner import Parameter

NOTEBOOKS = Path(__file__).parents[2] / "notebooks" / "reports"

LANG = Parameter(
    "lang",
    "choice",
    "language of the report; empty takes the shop's own",
    "报告语言；留空则用店铺的语言",
    default="",
    choices=("", "en", "zh"),
)
STORE = Parameter("store", "text", "the shop: its folder or name", "店铺：文件夹或名称")
DATE = Parameter("date", "date", "the day, shop-local", "日期（店铺当地时间）")
VERSION = Parameter(
    "version",
    "integer",
    "version of the shop's data; 0 is the newest",
    "店铺数据的版本号；0 为最新",
    default=0,
)


@dataclass(frozen=True)
class Promise:
    """One part that a finished report must hold.

    Parameters
    ----------
    part : str
        Its name in the notebook.
    kind : {"table", "figure", "text"}
    least : int
        Rows it must have at least (figures: points drawn).
    needs : tuple of str
        Tables or columns without which it is not promised.
    words : bool
        A sentence that says why it is left out keeps the promise too.
    """

    part: str
    kind: Literal["table", "figure", "text"]
    least: int = 1
    needs: tuple[str, ...] = ()
    words: bool = False


@dataclass(frozen=True)
class ReportSpec:
    """One kind of report.

    Parameters
    ----------
    id : str
        What the user types.
    en, zh : str
        Title.
    about_en, about_zh : str
        What it answers, in one sentence.
    subject : {"store"}
    notebook : Path
    parameters : tuple of Parameter
        Beside the subject, its version and the language.
    tables : tuple of str
        The Store must hold one of these tables or columns.
    promises : tuple of Promise
    period : {"day", "week"}
        What one report covers; names its folder.
    """

    id: str
    en: str
    zh: str
    about_en: str
    about_zh: str
    notebook: Path
    parameters: tuple[Parameter, ...]
    tables: tuple[str, ...]
    promises: tuple[Promise, ...]
    period: Literal["day", "week"] = "day"
    subject: Literal["store"] = "store"

    @property
    def title(self) -> str:
        """The title in the language in force."""
        return pick(en=self.en, zh=self.zh)

    @property
    def about(self) -> str:
        """What it answers, in the language in force."""
        return pick(en=self.about_en, zh=self.about_zh)

    @property
    def all_parameters(self) -> Mapping[str, Parameter]:
        """Every parameter of the notebook, in order."""
        every = (STORE, *self.parameters, LANG, VERSION)
        return {parameter.name: parameter for parameter in every}
