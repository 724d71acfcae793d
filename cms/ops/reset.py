"""Removes the demo's data: the embedded database, uploaded files, secrets. What DATABASE_URL names is left alone."""

import shutil
import sys
from pathlib import Path

from cms.ops import postgres

VAR = Path(__file__).resolve().parents[2] / "var"


def main() -> int:
    try:
        postgres.reset(postgres.layout())
        if VAR.exists():
            shutil.rmtree(VAR)
    except postgres.ServerError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename}: {error.strerror}.", file=sys.stderr)
        return 1
    print("The demo's data is gone; `make demo` begins afresh.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
