"""How does a user say what the columns of a file mean?"""

from __future__ import annotations

from pathlib import Path

from playbook.sources.profile import Profile
from playbook.sources.reading import ReadOptions


def read_mapping(path: Path) -> tuple[ReadOptions, Profile]:
    """Read a mapping."""
    raise NotImplementedError(path)
