"""How does ``python -m playbook`` start: as the command ``playbook`` does."""

import sys

from playbook.cli import main

if __name__ == "__main__":
    sys.exit(main())
