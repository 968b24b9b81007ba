"""Numbers: 19 digits, different ones, none that looks rounded."""

import numpy as np

from playbook.simulator.core.ids import numbers


def test_numbers_differ_have_nineteen_digits_and_none_looks_rounded() -> None:
    told = numbers(20_270, np.arange(50_000, dtype=np.uint64))
    assert len(np.unique(told)) == 50_000
    assert {len(str(number)) for number in told[:100].tolist()} == {19}
    assert (told % 1000 != 0).all()
