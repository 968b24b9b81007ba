"""The dictionary is complete, in both languages, and kept to the SQL subset."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.errors import ParameterError
from playbook.i18n import use_language
from playbook.metrics import DICTIONARY, dimensions, metric
from playbook.metrics.dictionary import known, not_yet, relations
from playbook.metrics.engine import expand
from playbook.metrics.lint import all_problems
from playbook.metrics.subset import problems
from playbook.store import tables

UNITS = {"money", "count", "fraction", "x", "days", "hours", "seconds", "ms", "ppm"}
UNITS |= {"index", "rank", "score"}
KINDS = {"SUM", "RATIO", "DISTINCT", "SNAPSHOT", "QUANTILE"}


def test_every_reference_metric_is_defined_or_says_what_it_waits_for() -> None:
    text = (Path(__file__).parent / "files" / "metric_ids.txt").read_text(encoding="utf-8")
    ids = text.split()
    assert len(ids) == 126
    assert set(DICTIONARY) | set(not_yet()) == set(ids)
    assert not set(DICTIONARY) & set(not_yet())


@pytest.mark.parametrize("name", DICTIONARY)
def test_a_metric_is_described_in_both_languages(name: str) -> None:
    one = DICTIONARY[name]
    texts = (one.en, one.zh, one.definition_en, one.definition_zh, one.pitfall_en, one.pitfall_zh)
    assert all(texts)
    assert one.formula
    for text in (one.zh, one.definition_zh, one.pitfall_zh):
        assert any("\u4e00" <= char <= "\u9fff" for char in text), text
        assert "," not in text


@pytest.mark.parametrize("name", known())
def test_a_metric_is_counted_or_worked_out_from_known_ones(name: str) -> None:
    one = known()[name]
    assert one.unit in UNITS
    assert one.kind in KINDS
    assert one.direction in {"up", "down", "context"}
    assert bool(one.variants) != bool(one.parts)
    assert all(part in known() for part in one.parts)
    for variant in one.variants:
        assert bool(variant.value) != bool(variant.exact)
        for column in (*variant.columns, *relations()[variant.relation].columns):
            table, _dot, field = column.partition(".")
            assert table in tables()
            assert not field or field in tables()[table].columns


def test_no_definition_leaves_the_sql_subset() -> None:
    assert all_problems() == []


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("sum(o.paid_amount) / count(*)", "division without NULLIF"),
        ("sum(o.paid_amount)::DOUBLE", "'::': use CAST"),
        ("median(o.paid_amount)", "function 'median' is not in the subset"),
        ("count(*) FILTER (WHERE o.units > 1)", "' filter': use CASE"),
        ("EXTRACT(dow FROM o.paid_at)", "'extract': weekday numbers differ"),
    ],
)
def test_sql_that_engines_read_differently_is_named(sql: str, found: str) -> None:
    assert any(problem.startswith(found) for problem in problems(sql))


def test_a_quoted_text_is_no_sql() -> None:
    assert problems("count(CASE WHEN r.type = 'median(x) / y' THEN 1 END)") == []


def test_engine_functions_may_be_nested() -> None:
    assert expand("WEEKDAY(coalesce(o.paid_at, o.created_at))") == (
        "isodow(coalesce(o.paid_at, o.created_at))"
    )


def test_a_misspelt_metric_is_told_the_nearest_one() -> None:
    with pytest.raises(ParameterError, match=r"no metric 'gmv_pid'\. Did you mean 'gmv_paid'\?"):
        metric("gmv_pid")


def test_a_metric_that_waits_says_for_what() -> None:
    with pytest.raises(ParameterError, match="'wape' cannot be computed yet: it needs a forecast"):
        metric("wape")
    with use_language("zh"), pytest.raises(ParameterError, match="预测"):
        metric("wape")


def test_a_ratio_has_only_the_dimensions_of_both_sides() -> None:
    assert "category" in dimensions("asp")
    assert "payment_method" in dimensions("gmv_paid")
    assert "payment_method" not in dimensions("cvr_pay")
