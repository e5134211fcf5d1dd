# Everything a fresh machine with Python >= 3.11 needs is set up by the targets themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test lint types translations docs bench wheel clean

demo: $(VENV)/.run            ## load 20,000 synthetic enterprises, grade, publish, serve
	$(BIN)/maturity demo --serve

# A worker more than two cores: browsers, servers, databases and downloads are waited for.
test: $(VENV)/.test           ## all tests; what cannot run here is skipped by name
	$(BIN)/python -m pytest -n 3 --dist loadgroup

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

translations: $(VENV)/.dev    ## bring the English catalogue up to date with the pages
	$(BIN)/python -m maturity.web.translations

docs: $(VENV)/.dev            ## bring the page of the library up to date with the docstrings
	$(BIN)/python docs/make_api.py

bench: $(VENV)/.test
	$(BIN)/python -m bench

wheel: $(VENV)/.test
	$(BIN)/python -m build --wheel

clean:
	rm -rf $(VENV) build dist maturity.egg-info

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; found " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: setup.cfg pyproject.toml | $(VENV)/bin/python
	$(PIP) --editable '.[pdf]'
	@touch $@

$(VENV)/.test: setup.cfg pyproject.toml | $(VENV)/bin/python
	$(PIP) --editable '.[test,postgres,pdf]'
	@touch $@

$(VENV)/.dev: setup.cfg pyproject.toml | $(VENV)/bin/python
	$(PIP) --editable '.[test,postgres,pdf,dev]'
	@touch $@
