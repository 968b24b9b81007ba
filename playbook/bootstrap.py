"""How does a fresh machine with only Python get from a clone to a running command?

    python3 playbook/bootstrap.py [--dev] COMMAND…

makes ``.venv`` (with uv when it is there, else venv and pip), installs the locked libraries and
this package, and runs ``playbook COMMAND…``. The unit is one virtual environment: it counts as
ready only when its stamp, written last, agrees with the lock files, pyproject.toml, the folder and
the Python in it. Everything else is repaired or made again. Nothing outside the folder is changed.

It imports nothing but the standard library, and any Python from 3.6 on can read it, so that it
can say that this Python is too old.
"""

import sys

if __name__ == "__main__":
    # Run as a script, the first entry is the package's own folder, whose modules would hide those
    # of the standard library.
    del sys.path[0]

import contextlib
import errno
import hashlib
import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import IO, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

OLDEST = (3, 11)
BELOW = (3, 14)
ROOT = Path(__file__).resolve().parent.parent
WINDOWS = os.name == "nt"

# The catalogues need Babel, which is not there yet: a small dictionary of its own.
TEXTS = {
    "python": (
        "Python {found} cannot run playbook: it needs 3.11, 3.12 or 3.13, and no other Python was "
        "found. Install one (python.org, your package manager, or conda), then repeat the command.",
        "Python {found} 无法运行 playbook：需要 3.11、3.12 或 3.13，且没有找到其他 Python。"
        "请安装其中之一（python.org、系统软件包或 conda），然后重新执行该命令。",
    ),
    "venv": (
        "This Python ({python}) cannot make virtual environments: its module venv or ensurepip is "
        "missing. On Debian or Ubuntu: sudo apt install python3-venv; then repeat the command.",
        "这个 Python（{python}）不能创建虚拟环境：缺少 venv 或 ensurepip 模块。"
        "Debian/Ubuntu 请执行 sudo apt install python3-venv，然后重新执行该命令。",
    ),
    "network": (
        "The package index cannot be reached. The first installation needs the network (pip's own "
        "settings for mirrors and proxies are used). Repeat the command later: it continues.",
        "无法连接软件包索引。首次安装需要网络（会使用 pip 自身的镜像与代理设置）。"
        "稍后重新执行该命令即可继续。",
    ),
    "disk": (
        "The disk is full: {folder} needs about 1.5 GB. Make room, then repeat the command.",
        "磁盘已满：{folder} 约需 1.5 GB。请清理空间后重新执行该命令。",
    ),
    "hash": (
        "A downloaded package is not the one that the lock file names (its hash differs): the "
        "mirror is out of step or tampered with. Use another mirror. Details: {log}",
        "下载的软件包与锁文件不一致（哈希值不同）：镜像不同步或被篡改。请更换镜像。详情：{log}",
    ),
    "write": (
        "The folder {folder} cannot be written to ({reason}). Move the project to a folder of "
        "yours, then repeat the command.",
        "文件夹 {folder} 无法写入（{reason}）。请把项目移到您有权限的文件夹，然后重新执行该命令。",
    ),
    "failed": (
        "The set-up stopped at: {step}. Last line: {last} – details: {log}. Repeat the command; if "
        "it stops again, delete the folder .venv and repeat.",
        "安装在此步骤中断：{step}。最后一行：{last} 详情：{log}。"
        "请重新执行该命令；如再次中断，请删除 .venv 文件夹后再试。",
    ),
    "layout": (
        "{file} is missing: run this from a complete copy of the project.",
        "缺少 {file}：请在完整的项目副本中运行。",
    ),
    "wait": ("Another set-up is running here; waiting for it.", "另一个安装正在进行，等待其完成。"),
    "again": (
        "The environment .venv is unfinished or out of date; mending it.",
        "环境 .venv 未完成或已过期，正在修复。",
    ),
    "uv": ("uv could not do it; going on with pip.", "uv 未能完成，改用 pip 继续。"),
    "make": ("Making .venv with Python {version}", "用 Python {version} 创建 .venv"),
    "install": (
        "Installing {n} libraries (the first time takes a few minutes)",
        "安装 {n} 个库（首次需要几分钟）",
    ),
    "package": ("Installing playbook itself", "安装 playbook 本身"),
    "kernel": ("Registering the Jupyter kernel", "注册 Jupyter 内核"),
}

# What pip and uv say, in lower case, when it is not the package's fault.
SIGNS = (
    ("disk", ("no space left on device", "errno 28", "os error 28", "not enough space on the")),
    ("hash", ("do not match the hashes", "hash mismatch")),
    (
        "network",
        (
            "failed to establish a new connection",
            "newconnectionerror",
            "name resolution",
            "getaddrinfo failed",
            "network is unreachable",
            "connection refused",
            "connection reset",
            "connection broken",
            "connecttimeout",
            "timed out",
            "proxyerror",
            "sslerror",
            "dns error",
            "error sending request",
            "failed to fetch",
            # pip without retries gives no other sign; a package that exists has some version.
            "(from versions: none)",
        ),
    ),
)


class SetupError(Exception):
    """Stop the set-up with one line for the user."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(say(key, **values))
        self.key = key


def say(key: str, **values: object) -> str:
    """Return a text of `TEXTS` in the user's language."""
    return TEXTS[key][1 if chinese(os.environ) else 0].format(**values)


def chinese(environment: Mapping[str, str]) -> bool:
    """Tell whether the user reads Chinese: PLAYBOOK_LANG, else the locale, else Windows."""
    for name in ("PLAYBOOK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return environment[name].lower().startswith("zh")
    if sys.platform == "win32":
        import ctypes

        # 0x04 is the primary language Chinese, whatever the region.
        return bool(ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 0x04)
    return False


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Make the environment ready, then run ``playbook`` with the arguments in it."""
    dev = list(arguments[:1]) == ["--dev"]
    try:
        python = prepare(root, dev)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(explain_os_error(error, root), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    # -P: a folder named playbook in the current directory must not take the package's place.
    return run([str(python), "-P", "-m", "playbook"] + list(arguments[1:] if dev else arguments))


def run(command: Sequence[str]) -> int:
    """Run the command with this terminal and return its exit code as a shell would."""
    process = subprocess.Popen(command)
    while True:
        try:
            code = process.wait()
            return 128 - code if code < 0 else code
        except KeyboardInterrupt:
            continue  # the command got the same Ctrl-C and ends in its own way


def explain_os_error(error: OSError, root: Path) -> str:
    """Turn an error of the file system into one line."""
    # 112 is what Windows says on a full disk.
    if error.errno == errno.ENOSPC or getattr(error, "winerror", None) == 112:
        return say("disk", folder=root)
    return say("write", folder=root, reason=error.strerror or error)


def prepare(root: Path, dev: bool) -> Path:
    """Return the environment's Python; make or mend the environment when it is not ready."""
    for name in ("pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        if not (root / name).is_file():
            raise SetupError("layout", file=root / name)
    # A look without the lock first: every later command takes this path.
    if not is_ready(root, dev):
        with only_one(root / ".playbook.lock"):
            if not is_ready(root, dev):
                build(root, dev)
    return venv_python(root)


# --- the stamp -------------------------------------------------------------------------------


def is_ready(root: Path, dev: bool) -> bool:
    """Tell whether the environment carries the stamp that this folder asks for."""
    # exists() follows the link, so a Python that was uninstalled since counts as absent.
    if not venv_python(root).exists():
        return False
    try:
        stamp = json.loads((root / ".venv" / ".playbook-stamp").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    wanted = stamp_of(root, dev)
    return isinstance(stamp, dict) and all(stamp.get(key) == wanted[key] for key in wanted)


def stamp_of(root: Path, dev: bool) -> Dict[str, str]:
    """Describe what the environment must have been made from.

    The folder counts too: an environment holds absolute paths and does not survive a move.
    """
    kinds = ["runtime", "dev"] if dev else ["runtime"]
    return {kind: _digest(root, lock_of(root, kind == "dev")) for kind in kinds}


def lock_of(root: Path, dev: bool) -> Path:
    """Name the lock file; the one for development holds everything of the other."""
    return root / ("requirements-dev.lock" if dev else "requirements.lock")


def _digest(root: Path, lock: Path) -> str:
    config = root / ".venv" / "pyvenv.cfg"
    found = re.search(r"^version\w*\s*=\s*([\d.]+)", _text(config), re.MULTILINE)
    parts = [
        str(root),
        found.group(1) if found else "",
        _text(root / "pyproject.toml"),
        _text(lock),
    ]
    return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


def write_stamp(root: Path, dev: bool) -> None:
    """Say that all is done: the last write, in one step."""
    draft = root / ".venv" / ".playbook-stamp.new"
    draft.write_text(json.dumps(stamp_of(root, dev)), encoding="utf-8")
    os.replace(str(draft), str(root / ".venv" / ".playbook-stamp"))


@contextlib.contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Let one set-up at a time into this folder; the system frees the lock of a killed one."""
    with path.open("a+") as file:
        if not _try_lock(file):
            print(say("wait"), flush=True)
            while not _try_lock(file):
                time.sleep(0.5)
        yield


def _try_lock(file: IO[str]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return False
        raise
    return True


# --- the steps -------------------------------------------------------------------------------


def build(root: Path, dev: bool) -> None:
    """Make or mend the environment, one line for each step."""
    python = venv_python(root)
    stamp = root / ".venv" / ".playbook-stamp"
    if stamp.exists():
        stamp.unlink()
    if (root / ".venv").exists():
        print(say("again"), flush=True)
    uv = shutil.which("uv")
    if version_of([str(python)]) is None:
        base, version = find_python()
        _step(1, say("make", version=".".join(map(str, version))))
        make_venv(root, base, uv)
    log = root / ".venv" / "setup.log"
    lock = lock_of(root, dev)
    pins = len(re.findall(r"^[\w.-]+==", _text(lock), re.MULTILINE))
    text = say("install", n=pins)
    _step(2, text)
    options = ["--no-deps", "--require-hashes", "-r", str(lock)]
    uv = install(root, options, uv, text, log)
    _step(3, say("package"))
    options = ["--no-deps", "--no-build-isolation", "-e", str(root)]
    install(root, options, uv, say("package"), log)
    _step(4, say("kernel"))
    write_kernelspec(root)
    write_stamp(root, dev)


def _step(n: int, text: str) -> None:
    print("[{}/4] {}".format(n, text), flush=True)


def make_venv(root: Path, base: Sequence[str], uv: Optional[str]) -> None:
    """Make ``.venv`` from nothing."""
    folder = root / ".venv"
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(str(folder))
    if uv and _call([uv, "venv", "--python", base[0], str(folder)], root)[0] == 0:
        return
    if _call(list(base) + ["-c", "import venv, ensurepip"], root)[0] != 0:
        raise SetupError("venv", python=" ".join(base))
    code, output = _call(list(base) + ["-m", "venv", str(folder)], root)
    if code:
        shutil.rmtree(str(folder), ignore_errors=True)
        raise failure(output, say("make", version=""), root, Path("-"))


def install(
    root: Path, options: Sequence[str], uv: Optional[str], step: str, log: Path
) -> Optional[str]:
    """Install with uv, else with pip; return uv only if it did its work."""
    python = str(venv_python(root))
    if uv:
        code, output = _call([uv, "pip", "install", "--python", python] + list(options), root, log)
        if code == 0:
            return uv
        if classify(output) == "disk":
            raise failure(output, step, root, log)
        # uv does not read pip's settings, and in many shops only those name a mirror in reach.
        print(say("uv"), flush=True)
    if _call([python, "-m", "pip", "--version"], root)[0]:
        code, output = _call([python, "-m", "ensurepip", "--upgrade"], root, log)
        if code:
            raise SetupError("venv", python=python)
    code, output = _call([python, "-m", "pip", "install"] + list(options), root, log)
    if code:
        raise failure(output, step, root, log)
    return None


def _call(command: Sequence[str], root: Path, log: Optional[Path] = None) -> Tuple[int, str]:
    """Run a command, show how many packages it fetched, and keep what it said in the log."""
    environment = dict(os.environ, PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1")
    environment.update(PIP_NO_INPUT="1", PIP_ROOT_USER_ACTION="ignore", PYTHONUTF8="1")
    environment.pop("PYTHONHOME", None)
    process = subprocess.Popen(
        command,
        cwd=str(root),
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    lines = []  # type: List[str]
    fetched = 0
    assert process.stdout is not None
    with process, contextlib.ExitStack() as stack:
        file = stack.enter_context(log.open("a", encoding="utf-8")) if log else None
        for raw in process.stdout:
            line = raw.decode("utf-8", "replace").rstrip()
            lines.append(line)
            if file:
                file.write(line + "\n")
            if log and line.startswith(("Collecting ", "Downloading ")) and sys.stdout.isatty():
                fetched += line.startswith("Collecting ")
                print("\r      … {}".format(fetched), end="\r", flush=True)
    return process.returncode, "\n".join(lines)


def failure(output: str, step: str, root: Path, log: Path) -> SetupError:
    """Say in one line why pip, uv or venv failed."""
    key = classify(output)
    said = [line for line in output.splitlines() if line.strip()]
    return SetupError(
        key, step=step, last=said[-1].strip() if said else "-", log=log, folder=root / ".venv"
    )


def classify(output: str) -> str:
    """Name the cause of a failed installation: a key of `TEXTS`."""
    lowered = output.lower()
    for key, signs in SIGNS:
        if any(sign in lowered for sign in signs):
            return key
    return "failed"


def write_kernelspec(root: Path) -> None:
    """Register the kernel "playbook" inside the environment and nowhere else."""
    folder = root / ".venv" / "share" / "jupyter" / "kernels" / "playbook"
    folder.mkdir(parents=True, exist_ok=True)
    python = str(venv_python(root))
    spec = {
        "argv": [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Playbook",
        "language": "python",
        "metadata": {"debugger": True},
    }
    text = json.dumps(spec, ensure_ascii=False, indent=1) + "\n"
    (folder / "kernel.json").write_text(text, encoding="utf-8")


# --- which Python ----------------------------------------------------------------------------


def venv_python(root: Path) -> Path:
    """Name the environment's Python."""
    return root / ".venv" / ("Scripts/python.exe" if WINDOWS else "bin/python")


def find_python() -> Tuple[List[str], Tuple[int, int, int]]:
    """Return a command for a Python that is neither too old nor too new, and its version."""
    candidates = [[sys.executable], ["python3.13"], ["python3.12"], ["python3.11"], ["python3"]]
    if WINDOWS:
        candidates += [["py", "-3.13"], ["py", "-3.12"], ["py", "-3.11"]]
    for command in candidates:
        version = version_of(command)
        if version is not None:
            return command, version
    raise SetupError("python", found=".".join(map(str, sys.version_info[:3])))


def version_of(command: Sequence[str]) -> Optional[Tuple[int, int, int]]:
    """Ask a Python for its version; None when it does not run or is out of range.

    It must really run: pyenv puts a ``python3.12`` on the PATH that only says it is not there.
    """
    code = "import sys; print(*sys.version_info[:3])"
    try:
        said = subprocess.check_output(
            list(command) + ["-c", code], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        major, minor, micro = (int(part) for part in said.split())
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None
    return (major, minor, micro) if OLDEST <= (major, minor) < BELOW else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
