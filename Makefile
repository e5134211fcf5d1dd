# Everything a fresh machine with Python >= 3.11 needs is set up by the targets themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# exactly what a lock file names, by digest; then this package, built with the locked setuptools
LOCKED := $(PIP) --require-hashes --requirement
EDITABLE := $(PIP) --no-deps --no-build-isolation --editable .

.PHONY: demo test lint types translations docs pictures bench wheel lock sbom clean

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

docs: $(VENV)/.dev            ## bring the pages made from the code up to date
	$(BIN)/python docs/make_api.py
	$(BIN)/python docs/make_settings.py
	$(BIN)/python docs/make_cli.py

pictures: $(VENV)/.test        ## take the pictures of docs/workshops.md anew; needs Chromium
	$(BIN)/python docs/make_workshops.py

bench: $(VENV)/.test
	$(BIN)/python -m bench

wheel: $(VENV)/.test
	$(BIN)/python -m build --wheel --no-isolation

lock: $(VENV)/.dev            ## bring requirements/ up to date with setup.cfg; UPGRADE=1 takes the newest of all
	$(BIN)/python requirements/lock.py $(if $(UPGRADE),--upgrade)

sbom: $(VENV)/.dev wheel      ## what a server consists of: dist/maturity.cdx.json (CycloneDX), docs/licences.md
	$(BIN)/python requirements/inventory.py

clean:
	rm -rf $(VENV) build dist maturity.egg-info

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; found " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt setup.cfg pyproject.toml | $(VENV)/bin/python
	$(LOCKED) $<
	$(EDITABLE)
	@touch $@

$(VENV)/.test: requirements/test.txt setup.cfg pyproject.toml | $(VENV)/bin/python
	$(LOCKED) $<
	$(EDITABLE)
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.test
	$(LOCKED) $<
	@touch $@
