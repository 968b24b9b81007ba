"""The learner is told, in their language, what the code really does."""

from pathlib import Path

from playbook.i18n import use_language
from playbook.progress.notice import notice


def test_it_names_the_folder_and_all_four_parts() -> None:
    text = notice(Path("work") / "mei")
    assert "`work/mei/.progress`" in text
    for head in ("**Recorded**", "**Not recorded**", "**Who can read it**", "`forget`"):
        assert head in text


def test_chinese_is_whole() -> None:
    with use_language("zh"):
        text = notice(Path("mei"))
    assert text.startswith("## 记录哪些内容，谁能看到")
    for english in ("Recorded", "Your ", "lead", "digest"):
        assert english not in text
    assert text.count("\n- ") == notice(Path("mei")).count("\n- ") == 12
