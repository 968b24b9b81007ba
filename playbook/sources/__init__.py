"""Which files can become a shop's data, and how do they get there?

The unit is one source: one kind of file that one platform exports. Sources read files and hand
canonical rows to the Store's writer, which checks them. They compute no metric.
"""

from __future__ import annotations

from playbook.sources.samples import SAMPLES, import_sample

__all__ = ["SAMPLES", "import_sample"]
