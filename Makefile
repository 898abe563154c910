# Everything that one does with this checkout; `make` alone lists it.

PYTHON ?= python3
PORT ?= 8000
WORKERS ?= auto

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.NOTPARALLEL:

BIN := .venv/bin
# Stamps, as old as the requirements that are installed: what runs, and what checks it on top.
RUNS := .venv/.runs
CHECKS := .venv/.checks
SCRIPTS := static/js templates/partners/walk_worker.js
WORDS := $(patsubst %.po,%.mo,$(wildcard */locale/*/LC_MESSAGES/*.po))

.PHONY: help demo run test test-sqlite test-postgres lint fmt bench setup browser

help: ## list what there is
	@sed -En 's/^([a-z]+):[^#]*## (.*)/make \1	\2/p' Makefile | expand -t 14

demo: $(RUNS) $(WORDS) ## try Partners with an invented class (PORT=8000)
	@$(BIN)/python -m scripts.serve demo --port $(PORT)

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
lint: $(CHECKS) ## check style, types, templates, scripts, migrations and settings
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet templates
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

setup: $(CHECKS) browser ## install everything, and run nothing

browser: $(CHECKS)
	@$(BIN)/python -m tests.browser.chromium

# uv where it is there and reaches an index (it reads no settings of pip's), else pip.
define install
	@echo "Installing $(1) into .venv ..."
	@uv pip install --quiet --python $(BIN)/python -r $(1) 2>/dev/null \
	  || $(BIN)/python -m pip install --no-input --disable-pip-version-check -r $(1) \
	  | sed -un 's/^\(Collecting [^ ]*\|Installing\).*/  \1/p'
endef

.venv/.made:
	@echo "Making .venv ..."
	@$(PYTHON) -m venv --clear .venv
	@touch $@

$(RUNS): .venv/.made requirements.txt
	$(call install,requirements.txt)
	@touch $@

$(CHECKS): .venv/.made requirements.txt requirements-dev.txt
	$(call install,requirements-dev.txt)
	@touch $(RUNS) $@

%.mo: %.po | $(RUNS)
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
