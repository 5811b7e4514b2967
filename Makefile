# `make run` is all it takes; the rest is for those who change things.
SHELL := /bin/bash
PYTHON := .venv/bin/python
CHROMIUM ?= /usr/bin/chromium

# Fresh keys in a folder of their own, and the settings of a site that everybody can reach.
AS_A_PUBLIC_SITE = folder=$$(mktemp -d) && trap "rm -r $$folder" EXIT && \
	export VAR_DIR=$$folder HTTPS=1 ALLOWED_HOSTS=wall.example DATABASE_URL= && \
	$(PYTHON) -m metoo_wall.keys > /dev/null &&

.DEFAULT_GOAL := help
.PHONY: help run demo test journeys prove check lock

help:
	@echo "make run       serve the site at http://localhost:8000 (PORT, DATABASE_URL, CACHE_URL, VAR_DIR)"
	@echo "make demo      the same with invented examples, in var-demo/"
	@echo "make test      the tests; ARGS=... goes to pytest"
	@echo "make journeys  whole paths in a real Chromium (CHROMIUM)"
	@echo "make check     lint, formats, contracts, migrations, deployment settings"
	@echo "make prove     the long proofs in tests/proofs"
	@echo "make lock      compile requirements/*.txt anew (needs uv)"

.venv/run.stamp: requirements/run.txt
	@test -x $(PYTHON) || python3 -m venv .venv
	@echo "Installing what the site needs into .venv."
	@$(PYTHON) -m pip install --quiet --require-hashes -r requirements/run.txt
	@touch $@

.venv/test.stamp: requirements/test.txt .venv/run.stamp
	@echo "Installing what its tests need into .venv."
	@$(PYTHON) -m pip install --quiet --require-hashes -r requirements/test.txt
	@touch $@

run: .venv/run.stamp
	@$(PYTHON) -m metoo_wall.keys
	@exec $(PYTHON) manage.py run

demo: export VAR_DIR := var-demo
demo: export DEMO := 1
demo: .venv/run.stamp
	@$(PYTHON) -m metoo_wall.keys
	@$(PYTHON) manage.py prepare
	@$(PYTHON) manage.py demo
	@exec $(PYTHON) manage.py run

test: .venv/test.stamp
	@$(PYTHON) -m pytest -q $(ARGS)

journeys: .venv/test.stamp
	@CHROMIUM=$(CHROMIUM) $(PYTHON) -m pytest -q -o addopts=--strict-markers tests/journeys $(ARGS)

prove: .venv/test.stamp
	@test -d tests/proofs || { echo "There are no long proofs yet."; exit 1; }
	@CHROMIUM=$(CHROMIUM) $(PYTHON) -m pytest -q -o addopts=--strict-markers tests/proofs $(ARGS)

check: .venv/test.stamp
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	git ls-files -z 'templates/*.html' | xargs -0 .venv/bin/djade --target-version 5.2 --check
	git ls-files -z '*.py' | xargs -0 .venv/bin/django-upgrade --target-version 5.2 --check
	.venv/bin/lint-imports
	! grep -nE 'index-url|find-links|trusted-host|://' requirements/*
	@$(AS_A_PUBLIC_SITE) $(PYTHON) manage.py makemigrations --check --dry-run
	@$(AS_A_PUBLIC_SITE) $(PYTHON) manage.py check --deploy --fail-level WARNING

lock:
	cd requirements && for name in run test; do \
		uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
			--no-annotate --no-header $$name.in -o $$name.txt; done
