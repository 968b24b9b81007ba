"""How is a learner's own error told: their line, and one plain sentence?

The unit is one `CodeError`. A sentence says what Python met and what to try; it names nothing but
the learner's own words, and there is no traceback.
"""

from __future__ import annotations

import re
from collections import defaultdict

from playbook.grading.code_errors import CodeError
from playbook.i18n import N_, _

SENTENCES = {
    # --- Python cannot read the line
    "full_width": N_(
        "The sign {sign} is full-width. Python reads only the half-width one: type {half} with"
        " the English keyboard."
    ),
    "full_width_blank": N_("A full-width blank stands in this line. Type it again with the English"
                           " keyboard."),
    "quote": N_("A quotation mark is missing: text begins and ends with the same mark."),
    "bracket_open": N_("A bracket {sign} was opened and never closed."),
    "bracket_extra": N_("The bracket {sign} has no partner: one too many, or one of another kind."),
    "compare": N_("One = sets a name, two == compare. Here a comparison seems to be meant."),
    "assign": N_("Only a name can stand left of =. Write the name first, then the value."),
    "colon": N_("A colon : is missing at the end of this line."),
    "comma": N_("Something is missing between two things here, usually a comma or an operator."),
    "print": N_("print needs brackets: print(...)."),
    "leading_zeros": N_("A number cannot begin with 0. Put an id such as 00123 into quotes."),
    "number_letters": N_(
        "A number runs into letters. Write 12万 as 120000, and put text into quotes."
    ),
    "indent_missing": N_("The line after a colon must be indented by four spaces."),
    "indent_extra": N_("This line is indented and nothing before it asks for that. Take the"
                       " spaces at its start away."),
    "indent_uneven": N_("The indentation does not match the lines above. Use four spaces a step."),
    "return_outside": N_("return stands outside a function: indent it below its def line."),
    "syntax": N_("Python cannot read this line. Look for a missing comma, quote or bracket, here"
                 " or on the line above."),
    # --- names, columns
    "placeholder": N_("The blank {name} still has to be filled in."),
    "name": N_("Python does not know the name {name}. Did you run the set-up cell and the cells"
               " above? If {name} is meant as text, put it into quotes."),
    "name_close": N_("Python does not know the name {name}. Did you mean {close}? If not: did you"
                     " run the set-up cell?"),
    "name_is_column": N_("{name} is a column, so its name needs quotes: [\"{name}\"]."),
    "unbound": N_("{name} is used in the function before it has a value there."),
    "column": N_("No table here has a column {name}. Look at the names with .columns."),
    "column_close": N_("There is no column {name}. Did you mean {close}?"),
    "key": N_("There is no entry {name}. Look at which names exist."),
    "attribute": N_("A {thing} has nothing called {name}. Check the spelling after the dot."),
    "attribute_close": N_("There is nothing called {name} after the dot. Did you mean {close}?"),
    "none": N_("Something here is None, which means nothing. Often a line before gave nothing"
               " back, for example because of inplace=True or a missing return."),
    # --- types and values
    "text_number": N_("Text and numbers are mixed. Turn text into a number first, for example with"
                      " pd.to_numeric, or a number into text with str()."),
    "types": N_("The two things in this calculation do not go together. Look at each of them"
                " alone."),
    "truth": N_("Conditions on columns are joined with & and |, each condition in its own"
                " brackets: (a > 1) & (b < 2)."),
    "arguments": N_("The function got too many or too few values in its brackets, or one under a"
                    " name that it does not know."),
    "not_callable": N_("Round brackets () call a function, and this is none. Columns take square"
                       " brackets []; perhaps a name such as sum or list was given a new value."),
    "brackets_missing": N_("A function stands here without its brackets (): add them."),
    "unhashable": N_("A list cannot be used as a key here. Use a tuple or text."),
    "not_a_number": N_("The text {name} is no number for Python. Take away commas, units and"
                       " currency signs first."),
    "not_a_date": N_("Not every text here can be read as a date."),
    "lengths": N_("The two sides have different lengths."),
    "empty_cells": N_("Some cells are empty (NaN). Decide first what becomes of them."),
    "zero_division": N_("This divides by zero. Say what the answer is when there is nothing to"
                        " divide by: there is no rate then, and it is not zero."),
    "index": N_("The position asked for does not exist. Counting starts at 0, and the list may be"
                " shorter than expected, or empty."),
    # --- the world outside
    "file": N_("There is no file {name}. Check the folder and the spelling."),
    "file_locked": N_("The file {name} cannot be opened. Close it in Excel and try again."),
    "module": N_("Python has no module {name}, or not this part of it. Check the spelling; the"
                 " course needs nothing to be installed."),
    "recursion": N_("The function calls itself without end."),
    "memory": N_("The memory is full. Restart the kernel and work with fewer rows."),
    "interrupted": N_("You stopped this cell. Run it again when you are ready."),
    "assertion": N_("A condition that the code demands does not hold."),
    "playbook": N_("{text}"),
    "other": N_("Python stopped with {name}: {text}"),
}  # fmt: skip


def tell_error(error: CodeError) -> str:
    """Write a learner's error: their line, then one plain sentence.

    Examples
    --------
    >>> print(tell_error(CodeError("colon", 2, "if x > 3")))
    Line 2: if x > 3
    A colon : is missing at the end of this line.
    """
    sentence = error_sentence(error)
    if error.line is None:
        return sentence
    place = _("Line {n}: {code}", n=error.line, code=error.code[:120])
    return f"{place}\n{sentence}"


def error_sentence(error: CodeError) -> str:
    """Write only the sentence of a learner's error."""
    fields = defaultdict(str, error.fields)
    names = ("sign", "half", "name", "close", "thing", "text")
    message = SENTENCES.get(error.kind, SENTENCES["other"])
    return _tidy(_(message, **{name: fields[name] for name in names}))


def _tidy(text: str) -> str:
    """Close the gap that an empty field leaves."""
    return re.sub(r" ([.。])(?=\s|$)", r"\1", " ".join(text.split()))
