"""Labels along x keep an even step, and the last one is always named."""

from __future__ import annotations

import itertools

import pytest
from matplotlib.figure import Figure

from playbook.charts.fit import thin_out


@pytest.mark.parametrize("count", [1, 2, 13, 40])
def test_kept_labels_are_evenly_spaced_and_apart(count: int) -> None:
    fig = Figure(figsize=(7, 3))
    ax = fig.subplots()
    ax.set_xlim(-1, count)
    ax.set_xticks(range(count), [f"Dec {place}, 2017" for place in range(count)])
    labels = ax.get_xticklabels()
    thin_out(fig, labels)
    shown = [place for place, label in enumerate(labels) if label.get_visible()]
    assert shown[-1] == count - 1
    assert len({after - before for before, after in itertools.pairwise(shown)}) <= 1
    boxes = [labels[place].get_window_extent() for place in shown]
    assert all(left.x1 < right.x0 for left, right in itertools.pairwise(boxes))
    if count == 13:
        assert 2 < len(shown) < 13
