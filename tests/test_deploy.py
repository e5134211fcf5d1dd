"""The samples in deploy/ fit the code, and the programs that they are for accept them."""

import re
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import click
import pytest
import yaml

from maturity.cli import cli
from maturity.settings import SETTINGS

from .attacks.hosts import balance, certificate

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
CONTAINER = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
UNITS = sorted((DEPLOY / "systemd").iterdir())
END = 40  # seconds that an orderly end takes at most (maturity.web.serving)


def _unit(path):
    parser = RawConfigParser(strict=False)
    parser.optionxform = str
    parser.read(path, encoding="utf-8")
    return parser


def _commands():
    """Every call of `maturity` in the samples, as words after its name."""
    found = [COMPOSE["services"][name]["command"] for name in ("app", "worker")]
    found.append(yaml.safe_load(re.findall(r"^CMD (\[.*\])$", CONTAINER, re.M)[0]))
    for path in UNITS:
        parser = _unit(path)
        if parser.has_option("Service", "ExecStart"):
            program, *words = parser["Service"]["ExecStart"].split()
            assert program == "/opt/maturity/bin/maturity", path.name
            found.append(words)
    return found


@pytest.mark.parametrize("words", _commands(), ids=" ".join)
def test_commands_of_the_samples_are_understood(words):
    command, context = cli, cli.make_context("maturity", [], resilient_parsing=True)
    while isinstance(command, click.Group):
        name, *words = words
        command = command.get_command(context, name)
        assert command is not None, name
    command.make_context("sample", list(words), parent=context)  # commands keep the help option of their first context


def test_settings_of_the_samples_are_there():
    text = "".join(path.read_text(encoding="utf-8") for path in DEPLOY.rglob("*") if path.is_file())
    known = set(SETTINGS)
    assert set(re.findall(r"\bMATURITY_[A-Z_]+", text)) <= known


def test_containers_are_nobodys_root_and_write_only_where_they_have_to():
    for name in ("app", "worker"):
        service = COMPOSE["services"][name]
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert service["volumes"] == [f"data:{SETTINGS_OF_IMAGE['MATURITY_DATA_DIR']}"]
        assert int(service["stop_grace_period"].removesuffix("s")) >= END
    assert re.search(r"^USER (\d+)$", CONTAINER, re.M)[1] != "0"
    installs = [line for line in CONTAINER.splitlines() if "pip install" in line]
    assert ["--require-hashes" in line or "--no-deps" in line for line in installs] == [True, True]


SETTINGS_OF_IMAGE = dict(re.findall(r"(MATURITY_[A-Z_]+)=(\S+)", CONTAINER))


def test_the_container_copies_every_room_of_the_package():
    parser = RawConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    rooms = {line.split("=")[1].strip() for line in parser["options"]["package_dir"].strip().splitlines()}
    assert set(re.findall(r"^COPY (\w+) \1$", CONTAINER, re.M)) == rooms


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_run_as_a_user_of_their_own_and_timers_have_a_service(path):
    unit = _unit(path)
    if path.suffix == ".timer":
        assert path.with_suffix(".service").exists()
        return
    service = unit["Service"]
    assert (service["User"], service["UMask"], service["ProtectSystem"]) == ("maturity", "0077", "strict")
    assert service["Environment"] == f"MATURITY_DATA_DIR=/var/lib/{service['StateDirectory']}"
    if "Restart" in service:
        assert int(service["TimeoutStopSec"]) >= END


def _program(name):
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def _accepted(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_nginx_accepts_its_sample(tmp_path):
    _program("nginx")
    said = _accepted(*balance(tmp_path, ["127.0.0.1", "127.0.0.2"], *certificate(tmp_path)), "-t")
    assert "warn" not in said


def test_caddy_accepts_its_sample():
    words = ["validate", "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile"]
    upstream = {"SITE_HOST": "maturity.example.org", "SITE_UPSTREAM": "10.0.0.11:8000 10.0.0.12:8000"}
    _accepted(_program("caddy"), *words, env=upstream | {"HOME": "/nonexistent", "PATH": "/usr/bin:/bin"})


def test_systemd_accepts_the_units(tmp_path):
    for path in UNITS:
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(text.replace("/opt/maturity/bin/maturity", "/bin/true"))
    analyse = _program("systemd-analyze")
    assert _accepted(analyse, "verify", *map(str, sorted(tmp_path.iterdir()))) == ""
