"""Which sentence belongs to which kind of problem?

The unit is one kind. ``{where}`` is a name that the task gives, ``{actual}`` the learner's own
value. No sentence has a place for the truth.
"""

from __future__ import annotations

from playbook.grading.problem import Kind, Outcome
from playbook.i18n import N_

OUTCOMES = {
    Outcome.PASSED: N_("Right."),
    Outcome.NOT_ATTEMPTED: N_("Not attempted yet."),
    Outcome.WRONG: N_("Not right yet."),
    Outcome.RAISED: N_("Your code stopped with an error."),
    Outcome.NOT_CHECKABLE: N_("This answer could not be checked."),
}

FAMILIES = {
    "number": N_("numbers"),
    "text": N_("text"),
    "date": N_("dates"),
    "bool": N_("True and False"),
    "empty": N_("empty cells"),
    "other": N_("a mixture"),
}

AS_CLASS = frozenset(
    {Kind.NOT_A_DAY, Kind.NOT_A_TABLE, Kind.NOT_A_LIST, Kind.NOT_A_FUNCTION, Kind.NOT_TEXT}
)

WITHOUT_ACTUAL = {Kind.COLUMNS: N_("The column {where} is missing.")}

SENTENCES: dict[Kind, str] = {
    Kind.MISSING: N_("There is an empty value (None or NaN) where a value exists."),
    Kind.NOT_A_NUMBER: N_("One number is asked for, and this is none: {actual}."),
    Kind.NOT_A_DAY: N_("One day is asked for, for example as 2026-03-05; this is {actual}."),
    Kind.NOT_A_TABLE: N_(
        "A table (DataFrame) is asked for; this is {actual}. A column becomes one with"
        " .reset_index() or .to_frame()."
    ),
    Kind.NOT_A_LIST: N_("A list is asked for; this is {actual}."),
    Kind.NOT_A_FUNCTION: N_(
        "The function itself is asked for, by its name without brackets; this is {actual}."
    ),
    Kind.NOT_TEXT: N_("A written text is asked for; this is {actual}."),
    Kind.COLUMNS: N_("The column {where} is missing. Is {actual} meant? Then rename it."),
    Kind.DUPLICATE_COLUMN: N_("The column {where} stands in the table twice."),
    Kind.NESTED_COLUMNS: N_(
        "The headers have two levels, as after a pivot. Give each column one name."
    ),
    Kind.DUPLICATE_KEY: N_(
        "The same key stands in more than one row. Did a join multiply rows, or is a sum missing?"
    ),
    Kind.ROWS_MISSING: N_(
        "Rows are missing: the table has {actual}. Look at the conditions of the filter and at"
        " the kind of the join."
    ),
    Kind.ROWS_EXTRA: N_("Rows that do not belong here: {actual}."),
    Kind.DTYPE: N_("The column holds {actual}: another kind of value is asked for."),
    Kind.ORDER: N_("The rows are right, their order is not. The first out of place is below."),
    Kind.OTHER_COLUMN: N_("These are the values of another column."),
    Kind.VALUE: N_("The value is not right. Work out by hand what should be there for one case."),
    Kind.NEAR: N_(
        "Close. The method seems right; look for a few rows too many or too few: a first or last"
        " day, cancelled orders, duplicates."
    ),
    Kind.UNIT: N_("The unit of {actual} is not the one the question asks for."),
    Kind.PERCENT_OR_RATIO: N_(
        "Off by a factor of 100: percent and ratio are confused. 12 % is the ratio 0.12."
    ),
    Kind.FEN_OR_YUAN: N_(
        "Off by a factor of 100: the small and the main unit of money are confused, such as fen"
        " and yuan."
    ),
    Kind.SCALE: N_("The digits are right, the size is not: look at thousands, 万 and the unit."),
    Kind.SIGN: N_(
        "The size is right, the sign is not: which of the two comes first in the difference?"
    ),
    Kind.ROUNDING: N_("Rounded too much or too early. Keep all digits, and round at the end."),
    Kind.NULL_NOT_ZERO: N_(
        "Zero is a measurement; here there is nothing to measure. Leave the value empty."
    ),
    Kind.GROSS_OR_NET: N_("Before and after refunds are confused. Read the definition again."),
    Kind.PER_ORDER_OR_PER_BUYER: N_(
        "Per order and per buyer are confused: a buyer with two orders counts once."
    ),
    Kind.PLACED_OR_PAID: N_("Orders placed and orders paid are confused."),
    Kind.SUM_OF_VISITORS: N_(
        "Visitors were added up. Who comes on two days or by two channels is one visitor."
    ),
    Kind.MEAN_OF_RATIOS: N_(
        "This is a mean of ratios. Add up the numerators and the denominators first, then divide."
    ),
    Kind.OFF_BY_ONE_DAY: N_("Off by one day. Do the first and the last day count?"),
    Kind.TIME_ZONE: N_("The hours are shifted: days are cut by the shop's own clock."),
    Kind.LINES_OR_ORDERS: N_(
        "Order lines and orders are confused: an order with three lines is one order."
    ),
    Kind.VISITORS_OR_VIEWS: N_("Visitors and page views are confused."),
    Kind.DENOMINATOR: N_("Divided by another total than the definition says."),
    Kind.PERIOD: N_("This is the value of another period than the one asked for."),
    Kind.FILTER: N_("A condition is missing or one too many. Read again what counts and what not."),
    Kind.MISSING_CHOICE: N_("Choose an option too."),
    Kind.WRONG_CHOICE: N_("The data do not support this choice: {actual}."),
    Kind.MISSING_REASON: N_("Give the reason too."),
    Kind.WRONG_REASON: N_(
        "The choice can be defended, but not by this reason: {actual}. What do the data show?"
    ),
    Kind.UNKNOWN_OPTION: N_("This is not among the options: {actual}. Check the spelling."),
    Kind.SET_MISSING: N_("Something is still missing. Right so far: {actual}."),
    Kind.SET_EXTRA: N_("Some of these do not belong here: {actual}."),
    Kind.REPEATED: N_("The same thing is named twice."),
    Kind.ORDER_BROKEN: N_("A step comes too early: something else must be done before it."),
    Kind.PART_MISSING: N_("A required part is missing or empty."),
    Kind.FACT_MISSING: N_("This fact is missing, or it is not the one in the data."),
    Kind.FORBIDDEN: N_("This must not stand in the text."),
    Kind.TOO_SHORT: N_("Too short. So far: {actual}."),
    Kind.TOO_LONG: N_("Too long: {actual}. Leave out what the reader does not need."),
    Kind.LOG_GAP: N_("Days without an entry: {actual}. The gap begins after the day below."),
    Kind.NOT_DATED: N_("An entry needs its day, as 2026-03-05, and not one that is yet to come."),
    Kind.RAISED: N_("Your code stopped with an error."),
    Kind.TIMEOUT: N_("The function did not end in time. Is there a loop that never stops?"),
    Kind.TOO_BIG: N_("This is far larger than any right answer. Did a join multiply rows?"),
    Kind.CHANGED_INPUT: N_(
        "The function changes the data it is given. Work on a copy: df = df.copy()."
    ),
    Kind.HARD_CODED: N_(
        "The function gives the same answer for another shop. Calculate from what is passed in"
        " instead of writing the result down."
    ),
    Kind.ONLY_HERE: N_("Right for your shop, and not for another one."),
    Kind.RETURNED_NOTHING: N_("The function gives nothing back. Does it end with return?"),
    Kind.OUR_FAULT: N_(
        "The check itself failed ({actual}). That is our fault and not yours; your work is kept."
        " Please report it."
    ),
}
