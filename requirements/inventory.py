"""Writes what a server of this package consists of, from an environment that holds requirements/server.txt and nothing
else: dist/maturity.cdx.json, a bill of materials (CycloneDX), and docs/licences.md. Run by `make sbom`.
"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
BILL = ROOT / "dist" / "maturity.cdx.json"
LICENCES = ROOT / "docs" / "licences.md"
_HEAD = """# Licences

What `requirements/server.txt` installs on Linux, with the licence that each package states of itself. Made by
`make sbom`; this package itself is under the MIT licence.
pyrage states none in its metadata; its repository holds the text of the MIT licence.

"""


def environment(folder: Path) -> str:
    """The Python of a new environment in `folder` with what the lock file of servers names and the wheel in dist/."""
    venv.create(folder)
    python = str(folder / "bin" / "python")
    install = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--disable-pip-version-check"]
    _run(*install, "--require-hashes", "--requirement", str(ROOT / "requirements" / "server.txt"))
    _run(*install, "--no-deps", "--no-index", "--find-links", str(ROOT / "dist"), "maturity")
    return python


def bill(python: str) -> None:
    """Write the bill of materials of an environment; the same environment gives the same bytes."""
    options = ["--output-reproducible", "--output-file", str(BILL)]
    _run(sys.executable, "-m", "cyclonedx_py", "environment", *options, python)


def licences(python: str) -> None:
    """Write the list of the licences of an environment."""
    command = [sys.executable, "-m", "piplicenses", f"--python={python}", "--format=markdown"]
    command += ["--from=mixed", "--ignore-packages", "maturity"]
    table = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    LICENCES.write_text(_HEAD + table, encoding="utf-8")


def _run(*command: str) -> None:
    subprocess.run(command, check=True)  # noqa: S603


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        found = environment(Path(place))
        bill(found)
        licences(found)
