# The two commands of the README are `make site` and `make test`. Everything they need they set up themselves.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)

.PHONY: site serve check test lint bless lock clean browser

site: $(VENV)/.site-is-ready
	@$(BIN)/neuguong build

serve: $(VENV)/.site-is-ready
	@$(BIN)/neuguong serve

check: $(VENV)/.site-is-ready
	@$(BIN)/neuguong check

test: $(VENV)/.test-is-ready browser lint
	@$(BIN)/python -m pytest

lint: $(VENV)/.test-is-ready
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

# Accept what the build now makes of tests/example as the expected site.
bless: $(VENV)/.test-is-ready
	@$(BIN)/python tests/bless.py

browser:
	@sh scripts/setup/browser.sh

# Choose newer versions within pyproject.toml's ranges.
lock: $(VENV)/.test-is-ready
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--upgrade --no-header --quiet -o requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--upgrade --no-header --quiet --extra test -c requirements.lock -o requirements-test.lock

clean:
	rm -rf output $(VENV) .mypy_cache .ruff_cache .pytest_cache

$(VENV)/.site-is-ready: requirements.lock pyproject.toml
	@PYTHON="$(PYTHON)" sh scripts/setup/environment.sh $(VENV) requirements.lock
	@touch $@

$(VENV)/.test-is-ready: requirements-test.lock $(VENV)/.site-is-ready
	@PYTHON="$(PYTHON)" sh scripts/setup/environment.sh $(VENV) requirements-test.lock
	@touch $@
