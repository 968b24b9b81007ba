"""What do buyers complain about, and what do the newest bad reviews say?

The unit is one ticket, or one review, on the report's day. Words of buyers are data: they are
shortened, escaped, and never taken for instructions. Counts stand beside the same weekday's usual.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from playbook.i18n import _, number
from playbook.metrics import Period
from playbook.reports import show
from playbook.reports.frames import records
from playbook.reports.naming import item_names
from playbook.reports.session import Report
from playbook.reports.show import Column, Shown

WEEKS = 8
TOPICS, NEWEST = 5, 3
LONGEST = 80

# Topics of the day beside their usual: median of the same weekday, absent days counted as 0.
_TOPICS = """
WITH day AS (SELECT unnest($days)::DATE AS day), counted AS (
  SELECT {topic} AS topic, {date}::DATE AS day, count(*)::DOUBLE AS n FROM {table}
  WHERE {topic} IS NOT NULL AND {where} AND {date}::DATE IN (SELECT day FROM day)
  GROUP BY 1, 2
), every AS (
  SELECT t.topic, d.day, coalesce(c.n, 0) AS n
  FROM (SELECT DISTINCT topic FROM counted) AS t CROSS JOIN day AS d
  LEFT JOIN counted AS c ON c.topic = t.topic AND c.day = d.day
)
SELECT topic, sum(n) FILTER (WHERE day = $now) AS now,
  median(n) FILTER (WHERE day < $now) AS usual
FROM every GROUP BY topic HAVING now > 0 ORDER BY now DESC, topic LIMIT $most
"""
_OPEN = """
SELECT count(*)::DOUBLE AS open, count(*) FILTER (WHERE opened_at >= $start)::DOUBLE AS fresh
FROM tickets WHERE opened_at < $stop AND (resolved_at IS NULL OR resolved_at >= $stop)
  AND coalesce(status, 'open') NOT IN ('resolved', 'closed')
"""
_NEGATIVE = """
SELECT created_at, coalesce(sku, '') AS sku, stars, text FROM reviews
WHERE stars <= 2 AND text IS NOT NULL AND created_at < ? AND created_at >= ?
ORDER BY created_at DESC, review_id LIMIT ?
"""


def tickets(report: Report) -> Shown:
    """Show what complaints and cases of the day were about, and how many are open."""
    if not report.has("tickets"):
        return show.nothing("tickets")
    start, stop = _bounds(report)
    with report.store.connect() as connection:
        row = connection.execute(_OPEN, {"start": start, "stop": stop}).fetchone()
    waiting, fresh = (int(one) for one in row) if row else (0, 0)
    caption = _(
        "Open at the end of the day: {n}, of which {fresh} are of this day.",
        n=number(waiting),
        fresh=number(fresh),
    )
    return _topics(report, "tickets", _("Service cases by topic"), caption)


def chats(report: Report) -> Shown:
    """Show what buyers asked in chats."""
    if not report.has("chat_messages.topic"):
        return show.nothing("chats")
    return _topics(report, "chats", _("Chats by topic"), _("Lines of buyers, by topic."))


def review_topics(report: Report) -> Shown:
    """Show what the day's bad reviews were about."""
    if not report.has("reviews.topic"):
        return show.nothing("review_topics")
    title, caption = _("Bad reviews by topic"), _("1 or 2 stars.")
    return _topics(report, "review_topics", title, caption)


def newest(report: Report) -> Shown:
    """Quote the newest bad reviews of the last seven days."""
    import pandas as pd

    if not report.has("reviews.text"):
        return show.nothing("newest_reviews")
    _start, stop = _bounds(report)
    found = report.store.sql(_NEGATIVE, [stop, stop - dt.timedelta(days=7), NEWEST])
    if not len(found):
        return show.nothing("newest_reviews")
    names = item_names(report, "sku", [str(one) for one in found["sku"]])
    rows = [
        {
            "key": at,
            "day": row["created_at"].date(),
            "sku": names[str(row["sku"])],
            "stars": row["stars"],
            "text": shortened(str(row["text"])),
        }
        for at, row in enumerate(records(found))
    ]
    columns = {
        "day": Column(_("Day"), "day"),
        "sku": Column(_("Product")),
        "stars": Column(_("Stars"), "count"),
        "text": Column(_("In the buyer's words")),
    }
    return show.table(
        "newest_reviews", pd.DataFrame(rows), columns,
        title=_("Newest bad reviews"), key="key", stack=True,
    )  # fmt: skip


def shortened(text: str) -> str:
    r"""Put a buyer's words on one line of bounded length.

    Examples
    --------
    >>> shortened(" broken\n after  a day ")
    'broken after a day'
    >>> len(shortened("x" * 500))
    80
    """
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


_SOURCES: dict[str, dict[str, str]] = {
    "tickets": {
        "table": "tickets", "topic": "category", "date": "opened_at", "where": "true",
    },
    "chats": {
        "table": "chat_messages", "topic": "topic", "date": "sent_at",
        "where": "sender = 'customer'",
    },
    "review_topics": {
        "table": "reviews", "topic": "topic", "date": "created_at", "where": "stars <= 2",
    },
}  # fmt: skip


def _topics(report: Report, name: str, title: str, caption: str) -> Shown:
    days = [report.day - dt.timedelta(days=7 * week) for week in range(WEEKS + 1)]
    asked: dict[str, Any] = {"days": days, "now": report.day, "most": TOPICS}
    with report.store.connect() as connection:
        found = connection.execute(_TOPICS.format(**_SOURCES[name]), asked).df()
    if not len(found):
        return show.paragraphs(name, [f"{title}: " + _("none on this day.") + " " + caption])
    columns = {
        "topic": Column(_("Topic")),
        "now": Column(_("Number"), "count"),
        "usual": Column(_("Usual on this weekday"), "count"),
    }
    return show.table(name, found, columns, title=title, caption=caption, key="topic")


def _bounds(report: Report) -> tuple[dt.datetime, dt.datetime]:
    stop = Period.day(report.day).shift(1).start
    return dt.datetime.combine(report.day, dt.time()), dt.datetime.combine(stop, dt.time())
