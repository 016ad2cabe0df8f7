# QuoteTrack in a few words. Each of them makes what it needs; a second time it is at once.
#   make run     a private Postgres, the demo, and the site on http://127.0.0.1:8000
#   make test    the whole suite
# PYTHON says which Python makes .venv, HOST and PORT where the site is, ARGS what pytest gets.

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
RUN := .venv/.installed-run
DEV := .venv/.installed-dev
ARGS ?=
PYTEST = $(BIN)/python -m pytest -p tests.own_server -n 2 --dist loadfile --no-loadscope-reorder
export PYTHON

# What `check --deploy` needs to see; nothing is connected to and nothing is served.
PRODUCTION := QUOTETRACK_MODE=production SITE_URL=https://quotes.example \
	ALLOWED_HOSTS=quotes.example DATABASE_URL=postgres://quotetrack@localhost/quotetrack

.DEFAULT_GOAL := help
.PHONY: help setup run test test-all fix docs train bench-extraction clean
.PHONY: check check-style check-layers check-migrations check-deploy

help:
	@sed -n 's/^#   //p' Makefile
	@echo "make setup   install everything that contributors need"
	@echo "make test-all, check, fix, docs, train, bench-extraction, clean: see CONTRIBUTING.md"

setup: $(DEV)

# The contributors' set holds everything that running needs.
$(RUN): requirements.txt .ci/install
	@if [ $(DEV) -nt requirements.txt ] && [ $(DEV) -nt requirements-dev.txt ]; then :; \
	else rm -f $(DEV) && .ci/install requirements.txt; fi
	@touch $@

$(DEV): requirements-dev.txt .ci/install
	@.ci/install requirements-dev.txt
	@touch $@

run: $(RUN)
	@$(MANAGE) migrate --no-input --verbosity 0
	@$(MANAGE) load_demo
	@$(MANAGE) serve --chores

test: $(DEV)
	@$(PYTEST) $(ARGS)

test-all: $(DEV)
	@$(PYTEST) -m "slow or not slow" $(ARGS)

check: check-style check-layers check-migrations check-deploy

check-style: $(DEV)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

check-layers: $(DEV)
	@$(BIN)/lint-imports

check-migrations: $(DEV)
	@$(MANAGE) makemigrations --check --dry-run

check-deploy: $(DEV)
	@SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') \
		$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING

fix: $(DEV)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: $(DEV)
	@$(MANAGE) write_docs

train: $(DEV)
	@$(BIN)/python -m bench.extraction train

bench-extraction: $(DEV)
	@$(BIN)/python -m bench.extraction

clean:
	@if [ -x $(BIN)/python ]; then $(MANAGE) pg stop || true; fi
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis .import_linter_cache staticfiles
