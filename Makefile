# `make run` is all it takes; the rest is for those who change things.
SHELL := /bin/bash
PYTHON := .venv/bin/python
CHROMIUM ?= /usr/bin/chromium
FIREFOX ?= /usr/bin/firefox-esr

# Fresh keys in a folder of their own, and the settings of a site that everybody can reach.
AS_A_PUBLIC_SITE = folder=$$(mktemp -d) && trap "rm -r $$folder" EXIT && \
	export VAR_DIR=$$folder HTTPS=1 TRUSTED_PROXIES=1 ALLOWED_HOSTS=wall.example DATABASE_URL= && \
	$(PYTHON) -m metoo_wall.keys > /dev/null &&

.DEFAULT_GOAL := help
.PHONY: help run demo test journeys prove deploy-test attack bench mix faults check lock messages

help:
	@echo "make run       serve the site at http://localhost:8000 (PORT, DATABASE_URL, CACHE_URL, VAR_DIR)"
	@echo "make demo      the same with invented examples, in var-demo/"
	@echo "make test      the tests; ARGS=... goes to pytest"
	@echo "make journeys  whole paths in a real Chromium (CHROMIUM)"
	@echo "make check     lint, formats, contracts, migrations, deployment settings"
	@echo "make prove     the long proofs in tests/proofs (CHROMIUM, FIREFOX, PROOF_POSTGRES)"
	@echo "make deploy-test  the shipped nginx files before the real site, and the journeys through them (CHROMIUM)"
	@echo "make lighthouse  five pages by Lighthouse, 100 or an error (needs npm, CHROMIUM)"
	@echo "make attack    bytes and texts that nobody means well with, Wapiti, and the Big List of Naughty Strings, at the real site (needs nginx, npm, CHROMIUM)"
	@echo "make bench     the wall beside what people would pick instead (needs wrk and nginx); ARGS=--quick for a short run"
	@echo "make mix       a viral day's mix of reads and posts at rising rates; ARGS=--nginx behind nginx (DATABASE_URL, CACHE_URL)"
	@echo "make faults    what breaks while such a mix comes, and how long it shows (needs nginx, PostgreSQL, Redis)"
	@echo "make messages  bring locale/*.po up to date with the code (needs gettext)"
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

prove: .venv/test.stamp tests/proofs/node/node_modules/.stamp
	@for program in $(CHROMIUM) $(FIREFOX) certutil pg_dump redis-server faketime w3m; do command -v $$program > /dev/null || { \
		echo "make prove needs $$program: apt-get install chromium firefox-esr libnss3-tools postgresql redis-server faketime w3m"; \
		exit 1; }; done
	@CHROMIUM=$(CHROMIUM) FIREFOX=$(FIREFOX) $(PYTHON) -m pytest -q -o addopts=--strict-markers tests/proofs $(ARGS)

deploy-test: .venv/test.stamp
	@for program in $(CHROMIUM) /usr/sbin/nginx certutil systemd-analyze; do command -v $$program > /dev/null || { \
		echo "make deploy-test needs $$program: apt-get install chromium nginx-light libnss3-tools systemd"; exit 1; }; done
	@$(PYTHON) -m pytest -q -s -o addopts=--strict-markers tests/rules/test_service_files.py
	@$(PYTHON) -m pytest -q -o addopts=--strict-markers --ignore=tests/deployed/test_wapiti.py tests/deployed $(ARGS)
	@BEHIND_NGINX=1 CHROMIUM=$(CHROMIUM) $(PYTHON) -m pytest -q -o addopts=--strict-markers tests/journeys $(ARGS)

bench/node/node_modules/.stamp: bench/node/package-lock.json
	@command -v npm > /dev/null || { echo "make lighthouse needs npm: apt-get install npm"; exit 1; }
	@cd bench/node && npm ci --no-audit --no-fund
	@touch $@

lighthouse: .venv/test.stamp bench/node/node_modules/.stamp
	@CHROMIUM=$(CHROMIUM) $(PYTHON) -m bench.lighthouse

.venv-attack/stamp: requirements/attack.txt
	@test -d .venv-attack || python3 -m venv .venv-attack
	@echo "Installing what attacks it into .venv-attack."
	@.venv-attack/bin/python -m pip install --quiet --require-hashes -r requirements/attack.txt
	@touch $@

# What the package would run as it is installed is left out: it asks another host.
tests/proofs/node/node_modules/.stamp: tests/proofs/node/package-lock.json
	@command -v npm > /dev/null || { echo "the naughty strings need npm: apt-get install npm"; exit 1; }
	@cd tests/proofs/node && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

attack: .venv/test.stamp .venv-attack/stamp tests/proofs/node/node_modules/.stamp
	@for program in $(CHROMIUM) /usr/sbin/nginx certutil; do command -v $$program > /dev/null || { \
		echo "make attack needs $$program: apt-get install chromium nginx-light libnss3-tools"; exit 1; }; done
	@$(PYTHON) -m pytest -q -s -o addopts=--strict-markers tests/deployed/test_attacks.py tests/deployed/test_wapiti.py $(ARGS)
	@CHROMIUM=$(CHROMIUM) $(PYTHON) -m pytest -q -s -o addopts=--strict-markers \
		tests/proofs/test_attacks_on_text.py tests/proofs/test_texts_nobody_here_wrote.py $(ARGS)
	@$(PYTHON) -m bench.attack

check: .venv/test.stamp
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	git ls-files -z 'templates/*.html' | xargs -0 .venv/bin/djade --target-version 5.2 --check
	git ls-files -z '*.py' | xargs -0 .venv/bin/django-upgrade --target-version 5.2 --check
	.venv/bin/lint-imports
	! grep -nE 'index-url|find-links|trusted-host|://' requirements/*
	@$(AS_A_PUBLIC_SITE) $(PYTHON) manage.py makemigrations --check --dry-run
	@$(AS_A_PUBLIC_SITE) $(PYTHON) manage.py check --deploy --fail-level WARNING

.venv-bench/stamp: requirements/bench.txt
	@test -d .venv-bench || python3 -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --require-hashes -r requirements/bench.txt
	@touch $@

bench: .venv/test.stamp .venv-bench/stamp
	@for program in wrk nginx; do command -v $$program > /dev/null || { \
		echo "make bench needs $$program: apt-get install wrk nginx"; exit 1; }; done
	@$(PYTHON) -m bench $(ARGS)

mix: .venv/test.stamp
	@$(PYTHON) -m bench.mix $(ARGS)

faults: .venv/test.stamp
	@for program in /usr/sbin/nginx redis-server; do command -v $$program > /dev/null || { \
		echo "make faults needs $$program: apt-get install nginx-light redis-server postgresql"; exit 1; }; done
	@$(PYTHON) -m bench.faults $(ARGS)

lock:
	cd requirements && for name in run test bench attack; do \
		uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
			--no-annotate --no-header $$name.in -o $$name.txt; done

messages: .venv/run.stamp
	@command -v msgmerge > /dev/null || { echo "make messages needs gettext: apt-get install gettext"; exit 1; }
	@$(AS_A_PUBLIC_SITE) $(PYTHON) manage.py extract
