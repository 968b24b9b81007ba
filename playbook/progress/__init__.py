"""What has a learner done, and how is that kept, read, summed up, handed on and deleted?

The unit is one statement: one learner, one event. The log lies in the learner's workspace and is
sent nowhere. It holds marks, not answers; speed is not in anything that a lead sees.
"""

from playbook.progress.events import (
    AnsweredCase,
    Attempted,
    Event,
    FinishedLesson,
    KeptLog,
    Opened,
    Outcome,
    Piece,
    SawSolution,
    SelfMarked,
    TookHint,
)
from playbook.progress.faults import Fault
from playbook.progress.log import Log
from playbook.progress.read import Record, read_log

__all__ = [
    "AnsweredCase",
    "Attempted",
    "Event",
    "Fault",
    "FinishedLesson",
    "KeptLog",
    "Log",
    "Opened",
    "Outcome",
    "Piece",
    "Record",
    "SawSolution",
    "SelfMarked",
    "TookHint",
    "read_log",
]
