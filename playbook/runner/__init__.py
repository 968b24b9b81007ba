"""How does one notebook become a checked, executed, readable page?

The unit is one run of one notebook: parameters bound, kernel started, cells executed, HTML made.
What a report promises and where it is kept is `playbook.reports`' business, not this room's.
"""

from playbook.runner.parameters import Parameter, bind
from playbook.runner.values import Bounds

__all__ = ["Bounds", "Parameter", "bind"]
