"""A learner's own errors: the slip behind each, the line, and a sentence in two languages."""

import pandas as pd
import pytest

from playbook.grading import CodeError, error_sentence, read_error, tell_error
from playbook.grading.code_words import SENTENCES
from playbook.i18n import use_language

ORDERS = pd.DataFrame({"gmv": [1.0, 2.0], "sku": ["a", "b"]})


def error_of(code: str) -> CodeError:
    try:
        exec(compile(code, "<cell>", "exec"), {"pd": pd, "orders": ORDERS})
    except BaseException as error:  # noqa: BLE001 - that is the subject
        return read_error(error, code)
    raise AssertionError(f"{code!r} raised nothing")


SLIPS = [
    ('print（"x"）', "full_width", {"sign": "（", "half": "("}),
    ("x = “abc”", "full_width", {"sign": "“", "half": '"'}),
    ("if x：\n    pass", "full_width", {"sign": "：", "half": ":"}),
    ("x = [1，2]", "full_width", {"sign": "，", "half": ","}),
    ("x = 3。", "full_width", {"sign": "。", "half": "."}),
    ("x\u3000= 3", "full_width_blank", {}),
    ('x = "abc', "quote", {}),
    ("x = 'it's'", "quote", {}),
    ("x = (1 + 2", "bracket_open", {"sign": "("}),
    ("x = 1 + 2)", "bracket_extra", {"sign": ")"}),
    ("if x = 3:\n    pass", "compare", {}),
    ('orders[orders["sku"] = "a"]', "compare", {}),
    ("5 = x", "assign", {}),
    ("if x > 3\n    pass", "colon", {}),
    ("for i in range(3) print(i)", "colon", {}),
    ("x = [1 2]", "comma", {}),
    ('print "x"', "print", {}),
    ("x = 007", "leading_zeros", {}),
    ("x = 12万", "number_letters", {}),
    ("x = 5yuan", "number_letters", {}),
    ("if True:\nx = 1", "indent_missing", {}),
    ("x = 1\n  y = 2", "indent_extra", {}),
    ("if True:\n    x = 1\n  y = 2", "indent_uneven", {}),
    ("return 3", "return_outside", {}),
    ("x = = 3", "syntax", {}),
    ("x = ____", "placeholder", {"name": "____"}),
    ("weather", "name", {"name": "weather"}),
    ("oders", "name_close", {"name": "oders", "close": "orders"}),
    ("orders[gmv]", "name_is_column", {"name": "gmv"}),
    ("def f():\n    y += 1\nf()", "unbound", {"name": "y"}),
    ('orders["gmvv"]', "column_close", {"name": "gmvv", "close": "gmv"}),
    ('orders["成交额"]', "column", {"name": "成交额"}),
    ('orders[["gmv", "skuu"]]', "column_close", {"name": "skuu", "close": "sku"}),
    ('orders.sort_values("gvm")', "column_close", {"name": "gvm", "close": "gmv"}),
    ('{"a": 1}["b"]', "key", {"name": "b"}),
    ("orders.loc[5]", "key", {"name": "5"}),
    ("orders.gmw", "attribute_close", {"name": "gmw", "close": "gmv"}),
    ("orders.weather", "attribute", {"name": "weather", "thing": "DataFrame"}),
    ("None.x", "none", {}),
    ('"a" + 1', "text_number", None),
    ('1 + "a"', "text_number", None),
    ('"3" > 2', "text_number", None),
    ("orders.sku.mean()", "text_number", None),
    ("[] + 1", "types", None),
    ("orders[orders.gmv > 1 and orders.gmv < 2]", "truth", None),
    ("len()", "arguments", None),
    ('orders("gmv")', "not_callable", None),
    ('orders.groupby["sku"]', "brackets_missing", None),
    ("{[1]: 2}", "unhashable", None),
    ('float("1,234")', "not_a_number", None),
    ('pd.to_datetime(["abc"])', "not_a_date", None),
    ('orders["x"] = [1]', "lengths", None),
    ('int(float("nan"))', "empty_cells", None),
    ("1 / 0", "zero_division", None),
    ("[][0]", "index", None),
    ('open("nofile.csv")', "file", None),
    ("import pandsa", "module", None),
    ("def f(): return f()\nf()", "recursion", None),
    ("assert 1 == 2", "assertion", None),
    ('raise Exception("boom")', "other", {"name": "Exception", "text": "boom"}),
    ("raise KeyboardInterrupt", "interrupted", None),
    ("raise MemoryError", "memory", None),
]


@pytest.mark.parametrize(("code", "kind", "fields"), SLIPS, ids=[slip[0] for slip in SLIPS])
def test_each_slip_gets_its_own_sentence(
    code: str, kind: str, fields: dict[str, str] | None
) -> None:
    error = error_of(code)
    assert error.kind == kind
    if fields:
        assert {name: error.fields[name] for name in fields} == fields
    assert error.line is not None
    assert error.code == code.splitlines()[error.line - 1].strip()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", SENTENCES)
def test_each_sentence_exists_in_both_languages(kind: str, lang: str) -> None:
    fields = dict.fromkeys(("sign", "half", "name", "close", "thing", "text"), "Q7")
    with use_language(lang):
        text = error_sentence(CodeError(kind, 1, "x", fields))
    assert text
    assert "{" not in text
    with use_language("en"):
        english = error_sentence(CodeError(kind, 1, "x", fields))
    assert (text != english) == (lang == "zh" and kind != "playbook")


def test_the_line_is_the_learners_own_also_when_a_library_raised() -> None:
    error = error_of('x = 1\norders.groupby("sku").agg(\n    {"gmv": "summ"})\n')
    assert error.line in {2, 3}
    assert "Traceback" not in tell_error(error)
    assert "site-packages" not in tell_error(error)


def test_line_and_sentence_in_chinese() -> None:
    with use_language("zh"):
        told = tell_error(error_of("y = 1\nx = （1"))
    assert told.splitlines()[0] == "第 2 行：x = （1"
    assert "全角" in told


def test_an_error_that_cannot_even_be_written_is_told() -> None:
    class MuteError(Exception):
        def __str__(self) -> str:
            raise RuntimeError("no")

    assert tell_error(read_error(MuteError())) == "Python stopped with MuteError:"


def test_an_error_of_the_playbook_keeps_its_own_sentence() -> None:
    from playbook.errors import StoreError

    assert tell_error(read_error(StoreError("The shop is gone."))) == "The shop is gone."
