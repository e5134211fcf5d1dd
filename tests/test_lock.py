"""The lock files hold what setup.cfg asks for, by digest, for every Python that it allows, and name no index."""

import re
import runpy
from configparser import ConfigParser
from pathlib import Path
from tomllib import loads

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "requirements"
LOCKS = runpy.run_path(str(FOLDER / "lock.py"))["LOCKS"]
PYTHONS = ("3.11.0", "3.12.0", "3.13.0", "3.14.0")
BUILT_WITH = (FOLDER / "build.in").read_text(encoding="utf-8").splitlines()[-1]


def _setup():
    parser = ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def _requirements(text):
    return [Requirement(line) for line in text.splitlines() if line and not line.startswith("#")]


def _pins(name):
    """[(requirement, number of digests)] of a lock file."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", "")
    lines = [line.split("--hash=sha256:") for line in text.splitlines()]
    return [(Requirement(line[0].strip()), len(line) - 1) for line in lines]


def _needed(name):
    parser = _setup()
    extras = parser["options.extras_require"]
    texts = [parser["options"]["install_requires"], BUILT_WITH, *(extras[extra] for extra in LOCKS[name])]
    return [requirement for text in texts for requirement in _requirements(text)]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_holds_what_is_asked_for_once_for_every_python(name):
    pins = _pins(name)
    for python in PYTHONS:
        here = {"python_full_version": python, "python_version": python.rpartition(".")[0]}
        found = [pin for pin, _ in pins if not pin.marker or pin.marker.evaluate(here)]
        versions = {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in found}
        assert len(versions) == len(found), "one version of each"
        for needed in _needed(name):
            version = versions.get(canonicalize_name(needed.name))
            assert version is not None, f"{needed} is not in {name}.txt: run `make lock`"
            assert needed.specifier.contains(version, prereleases=True), f"{needed}, locked {version}: run `make lock`"


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_with_digests_and_no_index_is_named(name):
    for pin, digests in _pins(name):
        assert re.fullmatch(r"==[\w.+!-]+", str(pin.specifier)), pin
        assert digests, pin
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert "index" not in re.sub(r"^[\w.-]+==", "", text, flags=re.M)


def test_all_lock_files_name_the_same_versions_and_every_extra_is_in_one():
    known = {(pin.name, str(pin.marker)): pin.specifier for pin, _ in _pins("dev")}
    for name in set(LOCKS) - {"dev", "spark"}:
        for pin, _ in _pins(name):
            assert known[pin.name, str(pin.marker)] == pin.specifier, name
    assert {extra for extras in LOCKS.values() for extra in extras} == set(_setup()["options.extras_require"])


def test_the_package_is_built_with_what_is_locked():
    assert loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"] == [BUILT_WITH]


def test_the_list_of_licences_is_that_of_what_a_server_installs():
    rows = re.findall(r"^\| ([\w.-]+) +\| ([\w.]+) +\| (\S[^|]*?) +\|$", _licences(), re.M)
    listed = {(canonicalize_name(name), version) for name, version, _ in rows if name != "Name"}
    locked = {(canonicalize_name(pin.name), str(pin.specifier)[2:]) for pin, _ in _pins("server")}
    assert listed <= locked, "run `make sbom`"
    always = {(canonicalize_name(pin.name), str(pin.specifier)[2:]) for pin, _ in _pins("server") if not pin.marker}
    assert {name for name, _ in always - listed} <= {"setuptools"}, "run `make sbom`"
    assert [name for name, _, licence in rows if licence == "UNKNOWN"] == ["pyrage"], "of it the page's head tells"


def _licences():
    return (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
