"""Frames: rows grow, change, are handed over, let go and saved."""

import numpy as np
import pytest

from playbook.simulator.core.frames import NULL, Frame, Texts


def test_rows_keep_their_numbers_when_earlier_ones_go() -> None:
    frame = Frame("orders", keeps=True)
    first = frame.append(amount=np.arange(3))
    frame.append(amount=np.arange(10, 12))
    frame.drop(3)
    assert first.tolist() == [0, 1, 2]
    assert frame.append(amount=np.array([7])).tolist() == [5]
    assert frame.get("amount", np.array([3, 5])).tolist() == [10, 7]


def test_only_new_and_changed_rows_are_told() -> None:
    frame = Frame("orders", keeps=True)
    frame.append(amount=np.arange(4))
    frame.handed_over()
    assert frame.changed().tolist() == []
    frame.set(np.array([2]), amount=np.array([9]))
    frame.add(np.array([0, 0]), amount=np.array([5, 5]))
    assert frame.changed().tolist() == [0, 2]
    assert frame.get("amount").tolist() == [10, 1, 9, 3]


def test_a_frame_that_keeps_nothing_is_empty_once_handed_over() -> None:
    frame = Frame("traffic")
    frame.append(uv=np.arange(5000))
    frame.handed_over()
    assert len(frame) == 0
    assert frame.append(uv=np.array([1])).tolist() == [5000]


def test_a_column_that_comes_later_is_null_before() -> None:
    frame = Frame("orders")
    frame.append(a=np.arange(2))
    frame.append(a=np.arange(1), b=np.array([4]), c=np.array([0.5]), d=np.array([3], np.int32))
    assert frame.get("b").tolist() == [NULL, NULL, 4]
    assert np.isnan(frame.get("c")[:2]).all()
    assert frame.get("d").tolist() == [-1, -1, 3]


def test_a_text_of_fragments_stands_in_parts() -> None:
    frame = Frame("reviews")
    frame.append(text=(np.array([1], np.int32), np.array([2], np.int32)))
    assert frame.columns == ["text.0", "text.1"]


def test_python_objects_are_refused() -> None:
    with pytest.raises(TypeError, match="title"):
        Frame("products").append(title=np.array(["a"], object))


def test_a_saved_frame_goes_on_as_before() -> None:
    frame = Frame("orders", keeps=True)
    frame.append(amount=np.arange(3000))
    frame.handed_over()
    frame.drop(10)
    frame.set(np.array([20]), amount=np.array([1]))
    twin = Frame("orders", keeps=True)
    twin.restore({name: values.copy() for name, values in frame.arrays().items()})
    assert twin.changed().tolist() == [20]
    assert twin.append(amount=np.array([1])).tolist() == frame.append(amount=np.array([1])).tolist()
    assert np.array_equal(twin.get("amount"), frame.get("amount"))


def test_equal_texts_share_a_code() -> None:
    texts = Texts()
    assert texts.codes(["a", "b", "a"]).tolist() == [0, 1, 0]
    other = Texts()
    other.restore(texts.values)
    assert other.code("b") == 1
