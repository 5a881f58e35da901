# Every task of the house has one door here. `make` alone lists them.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK = $(BIN)/uv pip compile pyproject.toml --quiet --no-config --universal --python-version 3.11 \
	--generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links --no-annotate --no-header

.DEFAULT_GOAL := help
.PHONY: help demo test check fmt cover bench lock setup clean
.NOTPARALLEL:

help: ## list these tasks
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv/.runtime ## play the Baghdad day on three nodes (AUTO=1: no pauses, HEADLESS=1: end when done)
	@AUTO="$(AUTO)" HEADLESS="$(HEADLESS)" $(BIN)/tripartite demo

test: .venv/.dev ## run every test (TESTS=path: some of them)
	@.ci/needs node=nodejs strace=strace chromium=chromium || true
	@$(BIN)/python -m pytest $(TESTS)

check: .venv/.dev ## lint, format, types, import contracts, house rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy src tests vectors $(wildcard bench)
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -q tests/house

fmt: .venv/.dev ## format, and mend what can be mended safely
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

cover: .venv/.dev ## the core must be covered, every branch of it
	@$(BIN)/python -m coverage run --branch -m pytest -q tests/core tests/rules
	@$(BIN)/python -m coverage report --include='src/tripartite/core/*' --fail-under=100

bench: .venv/.dev ## measure, and append the rows to bench/results.jsonl
	@$(BIN)/python -m bench

lock: .venv/.dev ## resolve the dependencies anew (UPGRADE=1: to their newest versions)
	@$(LOCK) $(if $(UPGRADE),--upgrade) --group build --output-file requirements.lock
	@$(LOCK) $(if $(UPGRADE),--upgrade) --group dev --constraint requirements.lock --output-file requirements-dev.lock

setup: .venv/.dev ## make .venv with everything a developer needs

clean: ## remove what these tasks have made
	rm -rf .venv build dist .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/pip:
	@.ci/needs $(PYTHON)=python3
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "tripartite needs Python 3.11 or newer; say which with: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || .ci/needs --install python3-venv
	@echo "Making .venv …" >&2
	@$(PYTHON) -m venv --clear .venv

.venv/.runtime: .venv/bin/pip requirements.lock pyproject.toml
	@echo "Installing what the program needs, by hash …" >&2
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@

.venv/.dev: .venv/.runtime requirements-dev.lock
	@echo "Installing what the tests and checks need, by hash …" >&2
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
