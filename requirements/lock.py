"""Writes the lock files beside it from setup.cfg; run by `make lock`.

One file fits every Python that setup.cfg allows and every system: versions that differ have markers. Versions that are
locked already stay, unless `--upgrade` is given. No file names an index: pip asks the one that it is configured for.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
OLDEST = "3.11"
SERVER = ("pdf", "postgres", "server", "redis", "metrics", "age", "sso")
#: Lock file -> the extras of setup.cfg that it holds, beside what the package always needs.
LOCKS = {
    "dev": ("test", "dev", "release", *SERVER),
    "test": ("test", "postgres", "pdf"),
    "server": SERVER,
    "run": ("pdf",),
    "spark": ("spark",),
}


def lock(name: str, more: list[str]) -> None:
    """Write one lock file. Raises CalledProcessError where the requirements contradict each other."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", OLDEST]
    command += ["--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate"]
    command += [f"--extra={extra}" for extra in LOCKS[name]]
    if name != "dev":  # the largest, made first: all name the same versions
        command += ["--constraint", "requirements/dev.txt"]
    command += ["--output-file", f"requirements/{name}.txt", "setup.cfg", "requirements/build.in", *more]
    subprocess.run(command, check=True, cwd=HERE.parent)  # noqa: S603


if __name__ == "__main__":
    for each in LOCKS:
        lock(each, sys.argv[1:])
