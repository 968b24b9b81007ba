"""What is this package: a playbook, a course and a report generator for e-commerce operators.

Importing it costs next to nothing: every room (`playbook.store`, `playbook.metrics`, …) is
imported by name where it is needed, and heavy libraries are imported inside functions.
"""

__version__ = "0.1.0"

__all__ = ["__version__"]
