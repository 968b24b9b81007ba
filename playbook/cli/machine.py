"""Which troubles are the machine's, neither the user's nor ours?

The unit is one exception that nobody foresaw where it was raised: a full disk, a folder that may
not be written to. Each gets one sentence with what to do, instead of a request to report a bug.
"""

from __future__ import annotations

import errno

from playbook.i18n import _

_FULL = ("No space left on device", "not enough space on the disk", "Disk quota exceeded")
_FULL_WINDOWS = (39, 112)
"""ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL."""

_CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS)


def said_of_machine(error: BaseException) -> str | None:
    """Return what to tell the user, or None when the trouble is of another kind.

    Examples
    --------
    >>> said_of_machine(OSError(28, "No space left on device"))
    'The disk is full. Free some space, then run the command again.'
    >>> said_of_machine(ValueError("No such thing")) is None
    True
    """
    chain: BaseException | None = error
    while chain is not None:
        if _is_full(chain):
            return _("The disk is full. Free some space, then run the command again.")
        if isinstance(chain, OSError) and chain.errno in _CLOSED:
            return _(
                "{path} may not be read or written: close it where it is open, or choose a folder "
                "of your own.",
                path=chain.filename or "–",
            )
        chain = chain.__cause__
    return None


def _is_full(error: BaseException) -> bool:
    if isinstance(error, OSError) and (
        error.errno in (errno.ENOSPC, errno.EDQUOT)
        or getattr(error, "winerror", None) in _FULL_WINDOWS
    ):
        return True
    return any(words in str(error) for words in _FULL)
