"""The agenda: what is put down for a day is picked up on it, in order, once."""

import numpy as np

from playbook.simulator.core.agenda import Agenda


def test_rows_come_back_on_their_day_in_the_order_put_down() -> None:
    agenda = Agenda()
    agenda.put("ship", np.array([3, 2, 3]), order=np.array([1, 2, 3]))
    agenda.put("ship", np.array([3]), order=np.array([4]))
    assert agenda.take("ship", 2)["order"].tolist() == [2]
    assert agenda.take("ship", 3)["order"].tolist() == [1, 3, 4]
    assert agenda.take("ship", 3) == {}


def test_nothing_put_down_is_nothing_to_pick_up() -> None:
    agenda = Agenda()
    agenda.put("ship", np.empty(0, int), order=np.empty(0, int))
    assert agenda.take("ship", 0) == {}
    assert agenda.waiting("ship") == 0


def test_a_saved_agenda_wakes_up_with_the_same_rows_in_the_same_order() -> None:
    agenda = Agenda()
    agenda.put("back", np.array([5, 4]), order=np.array([1, 2]), reason=np.array([0.5, 0.25]))
    agenda.put("back", np.array([5]), order=np.array([3]), reason=np.array([0.125]))
    twin = Agenda.from_arrays(agenda.arrays())
    assert twin.waiting("back") == 3
    assert twin.take("back", 5)["reason"].tolist() == [0.5, 0.125]


def test_taking_from_the_twin_gives_what_the_first_would_give() -> None:
    agenda = Agenda()
    agenda.put("back", np.array([5, 4, 5]), order=np.array([1, 2, 3]))
    twin = Agenda.from_arrays(agenda.arrays())
    assert twin.take("back", 5)["order"].tolist() == agenda.take("back", 5)["order"].tolist()
