"""Which files can become a shop's data, and how do they get there?

The unit is one source: one kind of file that one platform exports. Sources read files and hand
canonical rows to the Store's writer, which checks them. They compute no metric.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playbook.sources.detecting import detect
from playbook.sources.importing import ImportResult, import_file
from playbook.sources.profile import Profile
from playbook.sources.profile_files import profiles
from playbook.sources.proposing import Proposal, propose_mapping
from playbook.sources.samples import SAMPLES, import_sample

if TYPE_CHECKING:
    from collections.abc import Mapping

    SOURCES: Mapping[str, Profile]
    """Every source by id: name, fills, download, platform; see `playbook.sources.profile`."""

__all__ = [
    "SAMPLES",
    "SOURCES",
    "ImportResult",
    "Profile",
    "Proposal",
    "detect",
    "import_file",
    "import_sample",
    "propose_mapping",
]


def __getattr__(name: str) -> Any:
    """Read the profiles when they are asked for: an own list with a mapping needs none."""
    if name == "SOURCES":
        return profiles()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
