"""Makes the project's environment in `.venv` from the hashed lock files.

Runs before that environment exists, so it uses the standard library alone, needs neither the venv module nor a
compiler, and is started by path: `python3 cms/ops/bootstrap.py base` (what the portal runs on) or `test` (that, and
what the tests and checks need). pip fetches uv, by hash, into `.tools`; uv makes the environment. A stamp keeps a
second run from doing anything.
"""

from __future__ import annotations

import ast
import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEVELS = ("base", "test")
MINIMUM_PYTHON = (3, 11)

# pip's setting → the variable by which uv takes the same. uv reads no pip configuration of its own accord, and whoever
# has a mirror has told pip about it.
PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "client-cert": "SSL_CLIENT_CERT",
    "proxy": "ALL_PROXY",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "timeout": "UV_HTTP_TIMEOUT",
}


class BootstrapError(Exception):
    """What keeps the environment from being made, as a sentence for the person at the terminal."""


def lock_file(root: Path, level: str) -> Path:
    return root / "requirements" / f"{level}.txt"


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def wanted_stamp(root: Path, level: str) -> dict[str, str]:
    """What `.venv` is made from: the level, both locks, the interpreter and the place (scripts hold its path)."""
    stamp = {"level": level, "python": sys.version.split()[0], "root": str(root)}
    stamp.update({name: digest(lock_file(root, name)) for name in LEVELS})
    return stamp


def level_to_install(root: Path, level: str, stamp: Mapping[str, str]) -> str | None:
    """Return the level that must be installed now, or None when the environment already serves `level`.

    An environment with the test tools serves the portal too, and is never taken back to less.
    """
    if not (root / ".venv" / "bin" / "python").exists():
        return level
    fixed = ("python", "root", *(["base"] if level == "base" and stamp.get("level") == "base" else LEVELS))
    wanted = wanted_stamp(root, level)
    unchanged = all(stamp.get(key) == wanted[key] for key in fixed)
    if unchanged and stamp.get("level") in (level, "test"):
        return None
    return "test" if stamp.get("level") == "test" else level


def read_stamp(root: Path) -> dict[str, str]:
    try:
        stamp = json.loads((root / ".venv" / "stamp.json").read_text())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def parse_pip_configuration(listing: str) -> dict[str, str]:
    """Read `pip config list` into a dict. The install section outranks global, the environment outranks both."""
    ranks = {"global": 0, "install": 1, ":env:": 2}
    found: dict[str, tuple[int, str]] = {}
    for line in listing.splitlines():
        match = re.match(r"^(global|install|:env:)\.([a-z-]+)='?(.*)$", line.strip())
        if not match:
            continue
        section, key = match.group(1), match.group(2)
        try:
            value = str(ast.literal_eval(line.split("=", 1)[1]))
        except (SyntaxError, ValueError):
            continue
        if ranks[section] >= found.get(key, (-1, ""))[0]:
            found[key] = (ranks[section], value)
    return {key: value for key, (_, value) in found.items()}


def pip_settings(environ: Mapping[str, str]) -> dict[str, str]:
    command = [sys.executable, "-m", "pip", "config", "list"]
    return parse_pip_configuration(subprocess.run(command, capture_output=True, text=True, env=environ).stdout)


def uv_environment(settings: Mapping[str, str], environ: Mapping[str, str]) -> dict[str, str]:
    """Return `environ` with pip's settings added as uv's. What is already said to uv itself stands."""
    result = dict(environ)
    for key, variable in PIP_TO_UV.items():
        value = settings.get(key, "").split()
        if not value or variable in environ:
            continue
        if variable == "UV_NO_INDEX" and value[0].lower() not in ("1", "true", "yes", "on"):
            continue
        result[variable] = ("," if variable == "UV_FIND_LINKS" else " ").join(value)
    # Every file is checked against its hash, so the best version may come from any index, as it does for pip.
    result.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    result.setdefault("UV_LINK_MODE", "copy")
    result["UV_NO_PROGRESS"] = "1"
    result["UV_NO_CONFIG"] = "1"
    result["UV_PYTHON_DOWNLOADS"] = "never"
    result.pop("VIRTUAL_ENV", None)
    home = Path(environ.get("HOME") or "/nonexistent")
    if "UV_CACHE_DIR" not in environ and not os.access(home, os.W_OK):
        result["UV_CACHE_DIR"] = str(ROOT / ".tools" / "cache")
    return result


def pip_environment(environ: Mapping[str, str]) -> dict[str, str]:
    result = dict(environ, PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_ROOT_USER_ACTION="ignore", PIP_USER="0")
    result["PIP_REQUIRE_VIRTUALENV"] = "0"
    return result


def run(command: list[str], what: str, log: Path, environ: Mapping[str, str], cwd: Path | None = None) -> None:
    """Run `command` with its output kept in `log`; on failure say `what` could not be done and pip's or uv's reason."""
    try:
        done = subprocess.run(
            command, env=environ, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
        )
    except OSError as error:
        raise BootstrapError(f"{what}: {error.strerror}.") from error
    with log.open("a") as stream:
        stream.write(f"$ {' '.join(command)}\n{done.stdout}\n")
    if done.returncode:
        raise BootstrapError(f"{what}: {reason(done.stdout)} (the whole answer is in {log.relative_to(ROOT)}).")


def reason(output: str) -> str:
    """Pick the line that says why out of what pip or uv printed."""
    lines = [line.strip(" ╰├─▶│×") for line in output.splitlines()]
    lines = [line for line in lines if line and not line.startswith(("WARNING", "warning", "hint", "["))]
    if re.search(r"name resolution|not known|dns error|Network is unreachable|Connection refused|timed out", output):
        return "the package index does not answer; check the network, or the index that pip is told to use"
    errors = [line for line in lines if re.match(r"(?i)error", line)] or lines[-1:]
    return re.sub(r"(?i)^error:\s*", "", errors[-1]).rstrip(".") if errors else "it said nothing"


def install_uv(root: Path, log: Path, environ: Mapping[str, str]) -> Path:
    """Fetch uv by pip, checked against its hashes, unless the one that is there was made from the same lock."""
    tools, lock = root / ".tools", root / "requirements" / "bootstrap.txt"
    stamp, uv = tools / "uv.stamp", tools / "uv" / "bin" / "uv"
    wanted = digest(lock) + sys.version.split()[0]
    if uv.exists() and stamp.exists() and stamp.read_text() == wanted:
        return uv
    probe = subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, env=environ)
    if probe.returncode:
        raise BootstrapError("pip is missing for this Python: install it (Debian: apt-get install python3-pip).")
    shutil.rmtree(tools / "uv", ignore_errors=True)
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "--only-binary=:all:",
        "--no-deps",
    ]
    command += ["--target", str(tools / "uv"), "-r", str(lock)]
    run(command, "uv could not be installed", log, pip_environment(environ))
    stamp.write_text(wanted)
    return uv


def synchronise(root: Path, level: str, log: Path, environ: Mapping[str, str]) -> None:
    uv = install_uv(root, log, environ)
    environ = uv_environment(pip_settings(environ), environ)
    venv, stamp = root / ".venv", root / ".venv" / "stamp.json"
    wanted, had = wanted_stamp(root, level), read_stamp(root)
    with contextlib.suppress(FileNotFoundError):
        stamp.unlink()
    same = all(had.get(key) == wanted[key] for key in ("python", "root"))
    if not same or not (venv / "bin" / "python").exists():
        command = [str(uv), "venv", "--quiet", "--clear", "--python", sys.executable, str(venv)]
        run(command, "The environment could not be made", log, environ)
    command = [str(uv), "pip", "sync", "--quiet", "--require-hashes", "--compile-bytecode"]
    command += ["--python", str(venv / "bin" / "python"), str(lock_file(root, level))]
    run(command, "The packages could not be installed", log, environ)
    stamp.write_text(json.dumps(wanted, indent=1))


@contextlib.contextmanager
def only_one(root: Path) -> Iterator[None]:
    """Keep two makes in one checkout from building the same environment at once."""
    (root / ".tools").mkdir(exist_ok=True)
    with (root / ".tools" / "lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def lock(root: Path, environ: Mapping[str, str]) -> None:
    """Write the hashed lock files anew from requirements/*.in: the newest allowed versions, for every platform.

    No address of an index is written into them. `test` is held to the versions of `base`.
    """
    folder, log = root / "requirements", root / ".tools" / "bootstrap.log"
    with only_one(root):
        log.write_text("")
        uv = install_uv(root, log, environ)
        # The main index alone: a partial mirror beside it would leave the hashes of other platforms out.
        settings = pip_settings(environ)
        environ = uv_environment(
            {k: v for k, v in settings.items() if k not in ("extra-index-url", "find-links")}, environ
        )
        for name in ("bootstrap", *LEVELS):
            command = [str(uv), "pip", "compile", "--quiet", "--upgrade", "--universal", "--python-version", "3.11"]
            command += ["--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header"]
            command += ["--constraint", "requirements/base.txt"] if name == "test" else []
            command += ["--output-file", f"requirements/{name}.txt", f"requirements/{name}.in"]
            run(command, f"requirements/{name}.txt could not be made", log, environ, cwd=root)
            text = (folder / f"{name}.txt").read_text()
            (folder / f"{name}.txt").write_text(f"# Made by `make lock` from {name}.in; edit that one.\n{text}")


def ensure(
    level: str, root: Path = ROOT, environ: Mapping[str, str] = os.environ, say: Callable[[str], object] = print
) -> None:
    """Bring `.venv` to `level`. Raises BootstrapError with one sentence when that cannot be done."""
    if sys.version_info < MINIMUM_PYTHON:
        version = ".".join(map(str, MINIMUM_PYTHON))
        raise BootstrapError(
            f"Python {version} or later is needed; this is {sys.version.split()[0]}. Name another by PYTHON3=…"
        )
    try:
        if level_to_install(root, level, read_stamp(root)) is None:
            return
        with only_one(root):
            todo = level_to_install(root, level, read_stamp(root))
            if todo is None:
                return
            say(f"Installing the packages of requirements/{todo}.txt…")
            log = root / ".tools" / "bootstrap.log"
            log.write_text("")
            synchronise(root, todo, log, dict(environ))
    except OSError as error:
        raise BootstrapError(f"{error.filename or root}: {error.strerror}.") from error


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in (*LEVELS, "lock"):
        print("Say which packages: base or test; or lock.", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        if arguments[0] == "lock":
            lock(ROOT, dict(os.environ))
        else:
            ensure(arguments[0], say=lambda text: print(text, flush=True))
    except BootstrapError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
