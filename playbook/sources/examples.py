"""What does an export of each source look like, small enough to open in Excel?

The unit is one file in ``data/examples/``. All shops, buyers and orders are invented; the files
are the same bytes each time. They hold seven weeks, so that a daily and a weekly report have
something to say. They stand for formats, not for how real shops sell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from playbook.sources.examples_plain import plain_examples
from playbook.sources.examples_sales import Sale, invent_sales
from playbook.sources.examples_shopify import shopify_examples
from playbook.sources.examples_taobao import taobao_examples


def write_examples(folder: str | Path) -> list[Path]:
    """Write every example into a folder.

    Parameters
    ----------
    folder : str or Path
        Made when absent; files of the same name are replaced.

    Returns
    -------
    list of Path
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    makers: tuple[Callable[[list[Sale]], Mapping[str, bytes]], ...] = (
        shopify_examples,
        taobao_examples,
        plain_examples,
    )
    written = []
    for maker in makers:
        for name, content in maker(invent_sales()).items():
            (target / name).write_bytes(content)
            written.append(target / name)
    return written
