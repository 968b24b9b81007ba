"""Which libraries cost seconds to import that no report needs?

The unit is one process. `nbformat` imports `jsonschema`, which compiles a grammar of international
web addresses on import, where the package for it is installed: longer than a report's own imports,
and notebooks hold no such address that anybody checks.
"""

from __future__ import annotations

import sys

GRAMMAR = "rfc3987_syntax"


def import_nbformat() -> None:
    """Import nbformat without the grammar; nothing happens where it is imported already."""
    if "jsonschema" in sys.modules or GRAMMAR in sys.modules:
        import nbformat

        return
    # None stands for "not installed", which jsonschema is prepared for.
    sys.modules[GRAMMAR] = None  # type: ignore[assignment]
    try:
        import nbformat  # noqa: F401
    finally:
        del sys.modules[GRAMMAR]
