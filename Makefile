# All tasks of this checkout; `make` alone lists them.

PYTHON ?= python3
PORT ?= 8000
WORKERS ?= auto

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.NOTPARALLEL:

BIN := .venv/bin
# Stamp files of installed packages, as old as their locks: those to run Partners, and with them those to check it.
RUNS := .venv/.runs
CHECKS := .venv/.checks
SCRIPTS := static/js templates/partners/walk_worker.js
WORDS := $(patsubst %.po,%.mo,$(wildcard */locale/*/LC_MESSAGES/*.po))

.PHONY: help demo dev run pictures test test-sqlite test-postgres lint fmt bench lock setup browser

help: ## list what there is
	@sed -En 's/^([a-z]+):[^#]*## (.*)/make \1	\2/p' Makefile | expand -t 14

demo: $(RUNS) $(WORDS) ## try Partners with an invented class (PORT=8000)
	@$(BIN)/python -m scripts.serve demo --port $(PORT)

dev: $(RUNS) $(WORDS) ## work on the code: the demo, started again when a file changes (PORT=8000)
	@$(BIN)/python -m scripts.serve dev --port $(PORT)

run: $(RUNS) $(WORDS) ## run Partners for real; settings are in .env (PORT=8000)
	@$(BIN)/python -m scripts.serve run --port $(PORT)

test: test-sqlite test-postgres ## run every test, on SQLite and on PostgreSQL

test-sqlite: $(CHECKS) $(WORDS) browser
	@echo "Every test, on SQLite ..."
	@$(BIN)/pytest --db sqlite -n $(WORKERS)

test-postgres: $(CHECKS) $(WORDS) browser
	@echo "Every test that asks the database, on PostgreSQL; of those in a browser, the whole loop ..."
	@$(BIN)/pytest --db postgres -m "database and (not browser or both)" -n $(WORKERS)

lint: export ENV_FILE = tests/test.env
lint: export DATABASE_URL = sqlite://:memory:
lint: $(CHECKS) ## check locks, style, types, templates, scripts, migrations and settings
	$(BIN)/python -m scripts.lock --check
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/python -m scripts.check_templates
	$(BIN)/oxlint --quiet $(SCRIPTS)
	$(BIN)/oxfmt --check $(SCRIPTS)
	git ls-files '*.py' | xargs $(BIN)/django-upgrade --target-version 5.2 --check
	$(BIN)/python manage.py makemigrations --check --dry-run
	HTTPS=true $(BIN)/python manage.py check --deploy --fail-level WARNING

fmt: $(CHECKS) ## put the code into shape
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/oxlint --fix --quiet $(SCRIPTS)
	$(BIN)/oxfmt $(SCRIPTS)
	git ls-files '*.py' | xargs $(BIN)/django-upgrade --target-version 5.2 --exit-zero-even-if-changed

bench: $(CHECKS) ## measure the engine and the pages
	@$(BIN)/python -m bench

lock: $(CHECKS) ## lock what the requirements bring along (UPGRADE=1: at the newest versions)
	$(BIN)/python -m scripts.lock $(if $(UPGRADE),--upgrade)

pictures: $(CHECKS) $(WORDS) browser ## take the pictures of the README anew
	@$(BIN)/python -m scripts.pictures

setup: $(CHECKS) browser ## install everything, and run nothing

browser: $(CHECKS)
	@$(BIN)/python -m tests.browser.chromium

# Uses uv where it is installed and reaches an index (it does not read pip's settings), else pip.
define install
	@echo "Installing $(1) into .venv ..."
	@uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1) 2>/dev/null \
	  || $(BIN)/python -m pip install --no-input --disable-pip-version-check --require-hashes -r $(1) \
	  | sed -un 's/^\(Collecting [^ ]*\|Installing\).*/  \1/p'
endef

.venv/.made:
	@echo "Making .venv ..."
	@$(PYTHON) -m venv --clear .venv
	@touch $@

$(RUNS): .venv/.made requirements.lock
	$(call install,requirements.lock)
	@touch $@

$(CHECKS): .venv/.made requirements.lock requirements-dev.lock
	$(call install,requirements-dev.lock)
	@touch $(RUNS) $@

%.mo: %.po | $(RUNS)
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
