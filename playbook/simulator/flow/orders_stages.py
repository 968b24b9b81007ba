"""How far has an order come? The numbers in the private column ``_stage``."""

from __future__ import annotations

UNPAID, PAID, SHIPPED, COMPLETED, CLOSED = range(5)
STAGES = ("unpaid", "paid", "shipped", "completed", "closed")
"""The same, as the column ``status`` says it."""
