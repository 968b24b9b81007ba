"""Where a shop grows: nothing half-made stays, nobody else is disturbed."""

import errno
from typing import Any

import pytest
from filelock import FileLock

from playbook.errors import StoreError
from playbook.simulator.growing import check_free, growing, truth_folder


def grow(folder: Any, text: Any = "new", stop: Any = None) -> None:
    with growing(folder) as (half, apart):
        for place in (half, apart):
            place.mkdir()
            (place / "what").write_text(text, encoding="utf-8")
        if stop is not None:
            raise stop


def test_store_and_truth_appear_and_nothing_else(tmp_path: Any) -> None:
    grow(tmp_path / "deep" / "店")
    assert sorted(one.name for one in (tmp_path / "deep").iterdir()) == ["店", "店.truth"]


def test_an_empty_folder_is_taken(tmp_path: Any) -> None:
    (tmp_path / "shop").mkdir()
    grow(tmp_path / "shop")
    assert (tmp_path / "shop" / "what").read_text(encoding="utf-8") == "new"


def test_what_a_killed_attempt_left_is_cleared(tmp_path: Any) -> None:
    (tmp_path / ".shop.part").mkdir()
    (tmp_path / ".shop.part" / "old").touch()
    (tmp_path / ".shop.lock").touch()
    grow(tmp_path / "shop")
    assert [one.name for one in (tmp_path / "shop").iterdir()] == ["what"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["shop", "shop.truth"]


def test_an_old_truth_gives_way_to_the_new(tmp_path: Any) -> None:
    old = truth_folder(tmp_path / "shop")
    old.mkdir()
    (old / "what").write_text("old", encoding="utf-8")
    grow(tmp_path / "shop")
    assert (old / "what").read_text(encoding="utf-8") == "new"


def test_a_second_simulation_is_sent_away_and_the_first_goes_on(tmp_path: Any) -> None:
    with growing(tmp_path / "shop") as (half, _apart):
        half.mkdir()
        with (
            pytest.raises(StoreError, match="Another simulation"),
            growing(tmp_path / "shop"),
        ):
            raise AssertionError
        assert half.exists()
        with pytest.raises(TimeoutError), FileLock(tmp_path / ".shop.lock", timeout=0):
            pass
    assert (tmp_path / "shop").exists()


def test_a_stop_in_the_middle_leaves_nothing(tmp_path: Any) -> None:
    with pytest.raises(KeyboardInterrupt):
        grow(tmp_path / "shop", stop=KeyboardInterrupt())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["x" * 300, "file/below"])
def test_a_place_that_cannot_be_is_told(tmp_path: Any, name: Any) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be written"):
        grow(tmp_path / name)


def test_a_full_disk_is_told(tmp_path: Any) -> None:
    with pytest.raises(StoreError, match="No space left"):
        grow(tmp_path / "shop", stop=OSError(errno.ENOSPC, "No space left on device"))
    assert list(tmp_path.iterdir()) == []


def test_the_folder_in_which_the_user_stands_is_not_replaced(
    tmp_path: Any, monkeypatch: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match="the folder you are in"):
        check_free(tmp_path.absolute())
