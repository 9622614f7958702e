# Every target does its own set-up and may be repeated; `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
ADDRESS ?= 127.0.0.1:8000
DATA_DIR ?= var
WORKERS ?= auto

VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
# Compiled once, not by every process of every round.
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 4 --dist worksteal
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header
PACKAGES := postgresql sqlite3 libreoffice-writer libreoffice-calc libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 poppler-utils gettext openjdk-17-jdk-headless maven
# Chromium without windows. Where there is none (Ubuntu), Chromium.
BROWSER := chromium-headless-shell
ELASTICSEARCH := $(BIN)/python -m tests.services.elasticsearch
LANGUAGES := sv nb fi da

CATALOGUES := $(wildcard locale/*/LC_MESSAGES/*.po)
MIGRATIONS := $(wildcard portal/*/migrations/*.py registry/migrations/*.py search/migrations/*.py)
STARTER := $(wildcard registry/starter/*/* registry/services/*.py portal/*/starter/* portal/experiences/services/*.py portal/cms/*.py portal/cms/management/commands/*.py)
# Our own file is prepared once; any other database, or a file that is gone, each time.
UNPREPARED := $(if $(DATABASE_URL),always,$(if $(wildcard $(DATA_DIR)/joint-demand.sqlite3),,always))

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

# ---- running

.PHONY: run
run: $(VENV)/run.stamp $(VENV)/messages.stamp $(DATA_DIR)/prepared.stamp ## Install, migrate, load the starter data and serve http://127.0.0.1:8000, tasks beside it
	@sed -n '/^Demo log-ins/,$$p' "$(DATA_DIR)/prepared.stamp"
	@export TASK_WORKER=1; $(MANAGE) db_worker --interval 0.2 --reload & worker=$$!; trap 'kill $$worker 2>/dev/null' EXIT; $(MANAGE) runserver $(ADDRESS)

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here: install Python 3.11 or newer (Debian, Ubuntu: apt-get install python3 python3-venv)."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than 3.11. Name a newer one: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python cannot make virtual environments here: apt-get install python3-venv, then repeat."; exit 1; }

$(VENV)/run.stamp: requirements/run.lock | $(BIN)/python
	@echo "Installing what the portal runs on (a minute the first time) …"
	@$(PIP) install --no-deps --require-hashes -r requirements/run.lock
	@touch $@

$(VENV)/test.stamp: requirements/test.lock | $(BIN)/python
	@echo "Installing what the tests need (a minute the first time) …"
	@$(PIP) install --no-deps --require-hashes -r requirements/test.lock
	@touch $@

$(VENV)/messages.stamp: $(CATALOGUES) | $(VENV)/run.stamp
	@$(MANAGE) compile_messages
	@touch $@

# The stamp keeps what starter_data said last: the demo log-ins.
$(DATA_DIR)/prepared.stamp: $(VENV)/run.stamp $(MIGRATIONS) $(STARTER) $(UNPREPARED) | $(VENV)/messages.stamp
	@mkdir -p "$(DATA_DIR)"
	@echo "Preparing the database and the starter data (half a minute the first time) …"
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) createcachetable --verbosity 0
	@$(MANAGE) starter_data | tee "$@" | sed '/^Demo log-ins/,$$d'

.PHONY: always
always:

# ---- checking

.PHONY: test
test: lint test-sqlite test-postgresql ## Run every check and every test, on SQLite and, where it is installed, on PostgreSQL

.PHONY: lint
lint: $(VENV)/test.stamp ## Check style, types, layers, templates and migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint --lint --quiet templates portal
	DJANGO_SETTINGS_MODULE=portal.settings.test $(MANAGE) makemigrations --check --dry-run

.PHONY: test-sqlite
test-sqlite: $(VENV)/test.stamp ## Run the tests on SQLite, browser, LibreOffice and Elasticsearch among them
	DATABASE_URL= $(ELASTICSEARCH) $(PYTEST)

.PHONY: test-postgresql
test-postgresql: $(VENV)/test.stamp ## Run the tests that look at a database on a PostgreSQL server started for them
	$(BIN)/python -m tests.services.postgresql $(ELASTICSEARCH) $(PYTEST) -m "database and not journey" --ignore tests/architecture --ignore tests/pages

.PHONY: packages
packages: ## Install PostgreSQL, Chromium, LibreOffice, Java and gettext for the tests (Debian, Ubuntu; as root or with sudo)
	@if dpkg --status $(PACKAGES) $(BROWSER) >/dev/null 2>&1; then echo "All there: $(PACKAGES) $(BROWSER)"; exit; fi; \
	[ "$$(id -u)" = 0 ] && as_root=env || as_root="sudo env"; \
	$$as_root apt-get update --quiet -o DPkg::Lock::Timeout=300; \
	browser=$$(apt-cache pkgnames $(BROWSER)); \
	$$as_root DEBIAN_FRONTEND=noninteractive apt-get install --quiet --yes --no-install-recommends -o DPkg::Lock::Timeout=300 $(PACKAGES) $${browser:-chromium}

# The packages first: on a fresh machine nothing else can be made without them.
.PHONY: services
services: packages $(VENV)/test.stamp ## The packages, then PostgreSQL and Elasticsearch started on loopback; tells their addresses
	@$(BIN)/python -m tests.services.html_checker
	@$(BIN)/python -m tests.services.standing start

.PHONY: services-stop
services-stop: $(VENV)/test.stamp ## End them, and a PostgreSQL that an interrupted test run left behind
	@$(BIN)/python -m tests.services.standing stop

.PHONY: bench
bench: $(VENV)/test.stamp ## Measure pages against the server's trivial view, at 27, 1,000 and 20,000 versions
	$(BIN)/python -m tests.bench

.PHONY: chaos
chaos: $(VENV)/test.stamp ## Kill workers, web and search engine under load, then nodes of a cluster; count what is lost or leaked
	$(BIN)/python -m tests.services.elasticsearch.install
	DATABASE_URL= ELASTICSEARCH_URL= $(BIN)/python -m tests.chaos
	DATABASE_URL= ELASTICSEARCH_URL= $(BIN)/python -m tests.chaos cluster

SIZES ?= 10000 100000
DATASETTE := $(abspath $(DATA_DIR))/datasette

.PHONY: bench-search
bench-search: $(VENV)/test.stamp $(DATASETTE)/bench.stamp ## Measure the search against raw Elasticsearch, Datasette and Wagtail's own
	$(BIN)/python -m tests.bench_search --sizes $(SIZES) --datasette "$(DATASETTE)/bin/datasette"

$(DATASETTE)/bench.stamp: requirements/bench.lock | $(BIN)/python
	@$(BIN)/python -m venv --clear "$(DATASETTE)"
	@"$(DATASETTE)/bin/python" -m pip --disable-pip-version-check --quiet install --no-deps --require-hashes -r requirements/bench.lock
	@touch "$@"

LIGHTHOUSE := $(abspath $(DATA_DIR))/lighthouse
RUNS ?= 1

.PHONY: lighthouse
lighthouse: $(VENV)/test.stamp $(LIGHTHOUSE)/installed.stamp ## Let Lighthouse look at the main pages; fails below 95 (needs npm and Chromium)
	$(BIN)/python -m tests.lighthouse --runs $(RUNS) "$(LIGHTHOUSE)/node_modules/.bin/lighthouse"

$(LIGHTHOUSE)/installed.stamp: tests/lighthouse/package-lock.json
	@mkdir -p "$(LIGHTHOUSE)" && cp tests/lighthouse/{package.json,package-lock.json} "$(LIGHTHOUSE)"
	@npm ci --prefix "$(LIGHTHOUSE)" --silent
	@touch "$@"

# ---- maintaining

.PHONY: lock
lock: $(BIN)/python ## Write requirements/*.lock anew from pyproject.toml
	@$(PIP) install "uv>=0.9"
	$(COMPILE) pyproject.toml --output-file requirements/run.lock
	$(COMPILE) pyproject.toml --group test --constraints requirements/run.lock --output-file requirements/test.lock
	$(COMPILE) --group bench --output-file requirements/bench.lock

.PHONY: upgrade
upgrade: ## The same, with the newest releases that pyproject.toml allows
	@rm -f requirements/run.lock requirements/test.lock requirements/bench.lock
	@$(MAKE) lock

.PHONY: messages
messages: $(VENV)/test.stamp ## Collect the texts to translate into locale/ (needs gettext: make packages)
	@mkdir -p locale
	$(MANAGE) makemessages $(LANGUAGES:%=--locale %) --add-location file --no-wrap --ignore 'styleguide*' --ignore samples.py --ignore tests --ignore $(DATA_DIR) --ignore $(VENV)

.PHONY: vendor-css
vendor-css: $(VENV)/run.stamp ## Take the style sheets and the font anew from their packages (needs npm)
	$(BIN)/python -m portal.front.vendor

.PHONY: vendor-map
vendor-map: ## Draw the map of Europe anew from its packages (needs npm)
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && cp portal/members/map/{package.json,package-lock.json,build.mjs} "$$folder" && \
	npm ci --prefix "$$folder" --silent && \
	node "$$folder/build.mjs" portal/members/map/frame.json portal/members/map/countries.json templates/members/map/europe.html tests/portal/members/map_points.json

.PHONY: screenshots
screenshots: $(VENV)/test.stamp ## Take the pictures of the README (needs Chromium: make packages)
	$(BIN)/python -m tests.screenshots

.PHONY: clean
clean: ## Remove what can be made again; the database and the uploads stay
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage "$(DATA_DIR)/tests" "$(DATA_DIR)/static" "$(DATA_DIR)/prepared.stamp"
	find . -name __pycache__ -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete 2>/dev/null || true
