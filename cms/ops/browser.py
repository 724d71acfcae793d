"""Finds the Chromium that the browser tests drive, and installs Debian's where that is possible.

`python -m cms.ops.browser` makes sure of it before the tests; `find()` gives its path to them.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find(environ: Mapping[str, str] = os.environ) -> str | None:
    """Return the path of a Chromium: the one that CHROMIUM names, else the first on PATH."""
    named = environ.get("CHROMIUM", "").strip()
    if named:
        return shutil.which(named)
    return next(filter(None, (shutil.which(name, path=environ.get("PATH")) for name in NAMES)), None)


def install() -> str:
    """Install Debian's Chromium. Returns why that is not possible, or nothing."""
    if os.getuid() != 0 or shutil.which("apt-get") is None:
        return (
            "Chromium is needed for the browser tests: "
            "install it (Debian: apt-get install chromium) or name one by CHROMIUM=…"
        )
    print("Installing Chromium…", flush=True)
    environ = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-qq", "--yes", "--no-install-recommends", "chromium"],
    ):
        done = subprocess.run(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            last = (done.stdout.strip().splitlines() or ["it said nothing"])[-1]
            return f"Chromium could not be installed: {last}"
    return ""


def main() -> int:
    if os.environ.get("CHROMIUM") and not find():
        print("CHROMIUM names no program that can be run.", file=sys.stderr)
        return 1
    if find():
        return 0
    problem = install()
    if problem or not find():
        print(problem or "Chromium is installed but not found on PATH.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
