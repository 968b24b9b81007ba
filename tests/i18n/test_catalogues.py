"""Everything a user can read exists in both languages: nothing missing, nothing stale."""

from pathlib import Path

import pytest

from playbook.i18n import extract, prose

NOTEBOOKS = sorted(
    path
    for path in (extract.PACKAGE.parent / "notebooks").rglob("*.ipynb")
    if ".ipynb_checkpoints" not in path.parts
)


@pytest.mark.parametrize("room", extract.rooms())
def test_messages_of_a_room_are_complete(room: str) -> None:
    found = [str(problem) for problem in extract.problems() if problem.room == room]
    assert not found, "\n".join(found)


def test_the_package_holds_messages_and_each_catalogue_belongs_to_a_room() -> None:
    with_messages = {message.room for message in extract.messages()}
    assert "errors" in with_messages
    assert set(extract.rooms()) == with_messages


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_prose_of_a_notebook_is_complete(path: Path) -> None:
    import nbformat

    notebook = nbformat.read(path, as_version=4)
    report = prose.compare(notebook, prose.read_catalogue(path))
    assert report == prose.ProseReport(missing=(), stale=())


def test_each_prose_catalogue_belongs_to_a_notebook() -> None:
    expected = {prose.catalogue_path(path) for path in NOTEBOOKS}
    assert set(prose.PROSE.rglob("*.po")) == expected
