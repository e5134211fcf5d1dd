"""Files through LibreOffice."""

import atexit
import shutil
import subprocess
import tempfile
from functools import cache


@cache
def profile():
    """The option with LibreOffice's own settings, made once a process: to make them takes longer than to convert."""
    folder = tempfile.mkdtemp(prefix="maturity-office-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return f"-env:UserInstallation=file://{folder}"


def converted(office, path, folder, kind):
    """`path` as `folder`/`kind`/…: one conversion."""
    convert(office, [path], folder, kind)
    return folder / kind / f"{path.stem}.{kind}"


def convert(office, paths, folder, kind, settings=""):
    """All of `paths` in one go, into `folder`/`kind`; `settings` are those of the filter."""
    command = [office, profile(), "--headless", "--convert-to", f"{kind}{settings}", "--outdir", str(folder / kind)]
    subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=180)
