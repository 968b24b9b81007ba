"""Errors end a command with the exit code that the report contract promises."""

import pytest

from playbook import errors
from playbook.i18n import use_language


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (errors.PlaybookError, 1),
        (errors.StoreError, 1),
        (errors.SourceError, 1),
        (errors.ParameterError, 2),
        (errors.DataContractError, 3),
        (errors.NotebookError, 4),
        (errors.KernelError, 5),
        (errors.ContentContractError, 6),
    ],
)
def test_each_kind_has_its_exit_code(kind: type[errors.PlaybookError], code: int) -> None:
    assert issubclass(kind, errors.PlaybookError)
    assert kind.exit_code == code


def test_every_public_name_exists_and_every_class_is_public() -> None:
    classes = {name for name, value in vars(errors).items() if isinstance(value, type)}
    assert classes <= {*errors.__all__, "Iterable"}
    assert all(hasattr(errors, name) for name in errors.__all__)


def test_did_you_mean_ignores_case_and_keeps_the_allowed_spelling() -> None:
    assert errors.did_you_mean("ORDER_LINE", ["order_lines", "orders"]) == (
        " Did you mean 'order_lines'?"
    )


def test_did_you_mean_is_silent_without_options() -> None:
    assert errors.did_you_mean("orders", []) == ""


def test_did_you_mean_speaks_chinese() -> None:
    with use_language("zh"):
        assert errors.did_you_mean("refund", ["refunds"]) == "您是不是要输入“refunds”？"
