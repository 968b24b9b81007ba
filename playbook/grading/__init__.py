"""What kind of thing is off in an answer, and where?

An answer and the truth in, a `Verdict` out: data that can be counted, stored and told in words
(`tell`, `tell_verdict`). No check raises, whatever it is handed, and no sentence holds the answer.
"""

from playbook.grading.choice import check_choice, check_choices
from playbook.grading.code_errors import CodeError, read_error
from playbook.grading.code_words import error_sentence, tell_error
from playbook.grading.days import check_day
from playbook.grading.facts import Fact
from playbook.grading.forbidden import ABSOLUTE_CLAIM, BLAME, PERSONAL_DATA, PROMISE, RULES, Rule
from playbook.grading.function import FunctionTask, check_function
from playbook.grading.guard import guarded
from playbook.grading.log import LogTask, check_log
from playbook.grading.number import Tolerance, check_number
from playbook.grading.ordering import check_order
from playbook.grading.piece import Part, PieceTask, check_piece
from playbook.grading.problem import NOT_ATTEMPTED, PASSED, Kind, Outcome, Problem, Verdict
from playbook.grading.sets import check_set
from playbook.grading.table import TableTask, check_table
from playbook.grading.words import tell, tell_verdict

__all__ = [
    "ABSOLUTE_CLAIM",
    "BLAME",
    "NOT_ATTEMPTED",
    "PASSED",
    "PERSONAL_DATA",
    "PROMISE",
    "RULES",
    "CodeError",
    "Fact",
    "FunctionTask",
    "Kind",
    "LogTask",
    "Outcome",
    "Part",
    "PieceTask",
    "Problem",
    "Rule",
    "TableTask",
    "Tolerance",
    "Verdict",
    "check_choice",
    "check_choices",
    "check_day",
    "check_function",
    "check_log",
    "check_number",
    "check_order",
    "check_piece",
    "check_set",
    "check_table",
    "error_sentence",
    "guarded",
    "read_error",
    "tell",
    "tell_error",
    "tell_verdict",
]
