"""Files through LibreOffice."""

import subprocess


def converted(office, path, folder, kind):
    """`path` as `folder`/`kind`/…: one conversion, in a profile of its own."""
    convert(office, [path], folder, kind)
    return folder / kind / f"{path.stem}.{kind}"


def convert(office, paths, folder, kind, settings=""):
    """All of `paths` in one go, into `folder`/`kind`; `settings` are those of the filter."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office, profile, "--headless", "--convert-to", f"{kind}{settings}", "--outdir", str(folder / kind)]
    subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=180)
