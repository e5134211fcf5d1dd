"""What is shipped works: the wheel, in an empty environment, in another folder."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.thorough
@pytest.mark.wheel
@pytest.mark.xdist_group("wheel")
def test_the_wheel_runs_in_an_empty_environment(tmp_path):
    run(sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path / "dist"), cwd=ROOT)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    venv.create(tmp_path / "env", with_pip=True)
    python = str(tmp_path / "env" / "bin" / "python")
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile", str(wheel))
    site = next((tmp_path / "env" / "lib").glob("python*")) / "site-packages"
    assert not {"exports", "questionnaires", "templates", "tests", "bench"} & {path.name for path in site.iterdir()}
    environment = {**os.environ, "MATURITY_DATA_DIR": str(tmp_path / "data")}
    maturity = str(tmp_path / "env" / "bin" / "maturity")
    options = {"cwd": tmp_path, "env": environment}
    assert "serve" in run(maturity, "--help", **options)
    run(maturity, "demo", **options)
    assert list((tmp_path / "data").glob("*.xlsx"))
    page = "from maturity.web import create_app; print(create_app().test_client().get('/').status_code)"
    assert run(python, "-c", page, **options).strip().endswith("200")
