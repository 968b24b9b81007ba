"""Are the rows of a learner's table the right ones?

The unit is one key. Rows that are absent are not named, since their keys are part of the answer;
rows that are too many are the learner's own and are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playbook.grading.frames import comparable, family, key_text
from playbook.grading.problem import Kind, Problem
from playbook.grading.table import Pair

if TYPE_CHECKING:
    import pandas as pd

    from playbook.grading.table import TableTask

# The widest distance of a shop's clock from UTC.
MOST_ZONE_HOURS = 14


@dataclass(frozen=True)
class Keys:
    """The rows' keys as text, of the learner's table and of the truth."""

    mine: pd.Series[Any]
    truth: pd.Series[Any]

    @classmethod
    def of(cls, answer: pd.DataFrame, expected: pd.DataFrame, task: TableTask) -> Keys:
        """Read both tables' keys in the families that the truth has."""
        return cls(keys_of(answer, expected, task), keys_of(expected, expected, task))


def key_problems(
    answer: pd.DataFrame, expected: pd.DataFrame, keys: Keys, task: TableTask
) -> list[Problem]:
    """List repeated, absent and needless rows."""
    mine, truth = keys.mine, keys.truth
    shifted = _shift(answer, expected, task)
    if shifted is not None:
        return [shifted]
    twice = mine[mine.duplicated()]
    if len(twice) and not truth.duplicated().any():
        return [_of_rows(Kind.DUPLICATE_KEY, twice.drop_duplicates(), answer, task)]
    other = _other_family(answer, expected, keys, task)
    if other:
        return other
    if truth.duplicated().any():
        mine, truth = _numbered(mine), _numbered(truth)
    problems = []
    if not truth.isin(mine).all():
        problems.append(Problem(Kind.ROWS_MISSING, expected=truth.tolist(), actual=len(mine)))
    extra = mine[~mine.isin(truth)]
    if len(extra):
        problems.append(_of_rows(Kind.ROWS_EXTRA, extra, answer, task))
    return problems


def keys_of(frame: pd.DataFrame, like: pd.DataFrame, task: TableTask) -> pd.Series[Any]:
    """Make one text of each row's key, in the families that the truth has."""
    parts = [key_text(frame[name], family(like[name])) for name in task.key]
    joined = parts[0].astype(object)
    for part in parts[1:]:
        joined = joined + "\x1f" + part
    return joined.reset_index(drop=True)


def matched(answer: pd.DataFrame, expected: pd.DataFrame, keys: Keys, task: TableTask) -> Pair:
    """Lay the learner's rows beside the true ones."""
    import pandas as pd

    places = pd.Series(range(len(keys.mine)), index=_numbered(keys.mine))
    taken = places.reindex(_numbered(keys.truth)).to_numpy()
    columns = [str(column) for column in expected.columns]
    return Pair(
        answer[columns].iloc[taken].reset_index(drop=True),
        expected[columns].reset_index(drop=True),
        _names(answer, task).iloc[taken].tolist(),
        taken.tolist(),
    )


def order_problems(pair: Pair, task: TableTask) -> list[Problem]:
    """Say whether the rows stand in the order asked for, when order was asked for."""
    if not task.ordered:
        return []
    off = [place != i for i, place in enumerate(pair.places)]
    if not any(off):
        return []
    by_place = sorted(range(len(off)), key=lambda i: pair.places[i])
    first = next(place for place, i in enumerate(by_place) if place != i)
    return [Problem(Kind.ORDER, expected=pair.names, examples=(pair.names[by_place[first]],))]


def _numbered(keys: pd.Series[Any]) -> Any:
    """Make keys unique where the truth itself repeats them: first with first, and so on."""
    if not keys.duplicated().any():
        return keys + "\x1e0"
    return keys + "\x1e" + keys.groupby(keys).cumcount().astype(str)


def _names(answer: pd.DataFrame, task: TableTask) -> pd.Series[Any]:
    texts = [key_text(answer[name], family(answer[name])) for name in task.key]
    joined = texts[0].astype(object)
    for text in texts[1:]:
        joined = joined + " · " + text
    return joined.reset_index(drop=True)


def _of_rows(kind: Kind, rows: pd.Series[Any], answer: pd.DataFrame, task: TableTask) -> Problem:
    own = _names(answer.iloc[rows.index[:3]], task)
    return Problem(kind, actual=len(rows), examples=tuple(own))


def _shift(answer: pd.DataFrame, expected: pd.DataFrame, task: TableTask) -> Problem | None:
    """Recognise a date key that is off by a day, or by a time zone, in every row."""
    for name in task.key:
        if family(expected[name]) != "date":
            continue
        mine = comparable(answer[name], "date").drop_duplicates().sort_values()
        truth = comparable(expected[name], "date").drop_duplicates().sort_values()
        if len(mine) != len(truth) or mine.isna().any() or len(mine) < 2:
            continue
        offsets = mine.reset_index(drop=True) - truth.reset_index(drop=True)
        hours = (offsets.dt.total_seconds() / 3600).abs().unique().tolist()
        if len(hours) == 1 and (0 < hours[0] <= MOST_ZONE_HOURS or hours[0] == 24):
            kind = Kind.OFF_BY_ONE_DAY if hours[0] == 24 else Kind.TIME_ZONE
            return Problem(kind, name, truth, mine)
    return None


def _other_family(
    answer: pd.DataFrame, expected: pd.DataFrame, keys: Keys, task: TableTask
) -> list[Problem]:
    """Blame the kind of a key column: 123 for "00123" never matches, dates kept as text may."""
    if keys.truth.isin(keys.mine).all() or not len(answer):
        return []
    none = not keys.mine.isin(keys.truth).any()
    found = []
    for name in task.key:
        mine, truth = family(answer[name]), family(expected[name])
        if mine not in {truth, "empty"} and (none or truth == "text"):
            found.append(Problem(Kind.DTYPE, name, truth, mine))
    return found
