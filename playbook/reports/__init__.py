"""Which reports are there, what does each promise, and where is a finished one kept?

The unit is one report on one subject for one period. A notebook says what is in it; this room
binds its parameters, checks the data before and the content after, and files the result.
"""

from playbook.reports.registry import REPORTS, report
from playbook.reports.run import RunResult, run_report
from playbook.reports.spec import Promise, ReportSpec

__all__ = ["REPORTS", "Promise", "ReportSpec", "RunResult", "report", "run_report"]
