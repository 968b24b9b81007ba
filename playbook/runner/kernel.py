"""Is the Jupyter kernel ``playbook`` there, and what does it find around it?

The unit is one kernelspec in this environment (``sys.prefix``). The set-up installs it; where
somebody skipped the set-up it is installed here, and where that fails one clear error says so.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from playbook.errors import KernelError
from playbook.i18n import _

KERNEL = "playbook"
_PACKAGE_PARENT = Path(__file__).parents[2]


def ensure_kernel() -> str:
    """Return the kernel's name, after installing its spec when it is missing.

    Raises
    ------
    KernelError
        The spec is missing and cannot be written.
    """
    os.environ.setdefault("JUPYTER_PLATFORM_DIRS", "1")
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    manager = KernelSpecManager()
    try:
        spec = manager.get_kernel_spec(KERNEL)
        if Path(spec.argv[0]).exists() or not Path(spec.argv[0]).is_absolute():
            return KERNEL
    except NoSuchKernel:
        pass
    _install()
    return KERNEL


def _install() -> None:
    from ipykernel.kernelspec import install

    try:
        install(kernel_name=KERNEL, display_name="Playbook", prefix=sys.prefix)
    except OSError as error:
        raise KernelError(
            _(
                "The Jupyter kernel 'playbook' is not installed and cannot be ({error}). "
                "Run the set-up again: make setup",
                error=error,
            )
        ) from error


def kernel_environment(lang: str) -> dict[str, str]:
    """Return the environment of a kernel: this process's, the language, the package's place.

    Parameters
    ----------
    lang : {"en", "zh"}
    """
    known = [str(_PACKAGE_PARENT), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    return {
        **os.environ,
        "PLAYBOOK_LANG": lang,
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(place for place in known if place)),
        "PYTHONUTF8": "1",
        # The inline backend draws into the notebook; a leftover MPLBACKEND=agg would draw nothing.
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "JUPYTER_PLATFORM_DIRS": "1",
    }
