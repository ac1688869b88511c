# The two commands of the README are `make site` and `make test`. Everything they need they set up themselves.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)

.PHONY: site serve check contest test nightly bench audit lint bless fonts lock clean browser

site: $(VENV)/.site-is-ready
	@$(BIN)/neuguong build

serve: $(VENV)/.site-is-ready
	@$(BIN)/neuguong serve

check: $(VENV)/.site-is-ready
	@$(BIN)/neuguong check

test: $(VENV)/.test-is-ready browser lint
	@$(BIN)/python -m pytest

# The tests of exactness with hundreds of random edits and kills, and every property with new random values:
# an hour or so. `make test` draws the same values each time.
nightly: $(VENV)/.test-is-ready
	@NEUGUONG_NIGHTLY=1 $(BIN)/python -m pytest --ignore=tests/browser --ignore=tests/audit

# Against Hugo, on a RAM disk; BENCH_N=100000 BENCH_ALONE=1 for the horizon (Hugo takes minutes a build there).
bench: $(VENV)/.bench-is-ready
	@$(BIN)/python -m tests.bench.run

# Lighthouse, as a phone on a slow line: 98 of 100 or more in each category. Needs Node.js 18.
audit: $(VENV)/.audit-is-ready browser
	@$(BIN)/python -m tests.audit.run

# What the commands of the writing contest need beside the site.
contest: $(VENV)/.contest-is-ready

lint: $(VENV)/.test-is-ready
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

# Accept what the build now makes of tests/example as the expected site.
bless: $(VENV)/.test-is-ready
	@$(BIN)/python tests/bless.py

# Cut the typefaces of theme/static/fonts anew and measure what stands in for them.
fonts: $(VENV)/.fonts-is-ready browser
	@PYTHONPATH=scripts $(BIN)/python -m fonts

browser:
	@sh scripts/setup/browser.sh

# Choose newer versions within pyproject.toml's ranges.
lock: $(VENV)/.test-is-ready
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--upgrade --no-header --quiet -o requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--upgrade --no-header --quiet --extra contest -c requirements.lock -o requirements-contest.lock
	@$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--upgrade --no-header --quiet --extra test -c requirements-contest.lock -o requirements-test.lock
	@$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--upgrade --no-header --quiet --extra bench -c requirements.lock -o requirements-bench.lock
	@$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--upgrade --no-header --quiet --extra fonts -c requirements.lock -c requirements-test.lock -o requirements-fonts.lock

clean:
	rm -rf output .audit tests/audit/node_modules $(VENV) .mypy_cache .ruff_cache .pytest_cache

$(VENV)/.site-is-ready: requirements.lock pyproject.toml
	@PYTHON="$(PYTHON)" sh scripts/setup/environment.sh $(VENV) requirements.lock
	@touch $@

$(VENV)/.contest-is-ready: requirements-contest.lock $(VENV)/.site-is-ready
	@PYTHON="$(PYTHON)" sh scripts/setup/environment.sh $(VENV) requirements-contest.lock
	@touch $@

$(VENV)/.test-is-ready: requirements-test.lock $(VENV)/.site-is-ready
	@PYTHON="$(PYTHON)" sh scripts/setup/environment.sh $(VENV) requirements-test.lock
	@touch $@

$(VENV)/.bench-is-ready: requirements-bench.lock $(VENV)/.site-is-ready
	@PYTHON="$(PYTHON)" sh scripts/setup/environment.sh $(VENV) requirements-bench.lock
	@touch $@

$(VENV)/.fonts-is-ready: requirements-fonts.lock $(VENV)/.test-is-ready
	@PYTHON="$(PYTHON)" sh scripts/setup/environment.sh $(VENV) requirements-fonts.lock
	@touch $@

$(VENV)/.audit-is-ready: tests/audit/package-lock.json $(VENV)/.test-is-ready
	@sh scripts/setup/audit.sh
	@touch $@
