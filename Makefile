# Every command starts with bin/bootstrap, which installs what is missing and is done at once when nothing is.
MAKEFLAGS += --no-print-directory
PYTHON := .venv/bin/python
export PATH := $(CURDIR)/.venv/bin:$(PATH):$(CURDIR)/.bootstrap/bin
# Compiled code is kept in this folder, also where the machine says to keep none: the tests start a hundred
# processes, and compiling all again takes each of them one to two seconds of CPU.
export PYTHONPYCACHEPREFIX := $(CURDIR)/.bytecode_cache
unexport PYTHONDONTWRITEBYTECODE
COMPILE := uv pip compile --quiet --universal --generate-hashes --python-version 3.12 --no-emit-index-url --no-header \
    $(ARGS)

.PHONY: help run test quick check bench bundle load sbom audit licences format lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## run the portal at http://127.0.0.1:8000/ (another port: PORT=8001 make run)
	@python="$$(bin/bootstrap python)" && "$$python" bin/portal --check
	@bin/bootstrap run
	@$(PYTHON) bin/portal

test: ## run all tests, with their own PostgreSQL, Redis and browser (some: make test ARGS="-k budget")
	@bin/bootstrap test
	@$(PYTHON) -m pytest -n 2 $(ARGS)

quick: ## run the tests that take under 0.1 s each, on a PostgreSQL kept between runs
	@bin/bootstrap test
	@$(PYTHON) -m pytest -n 2 --quick --reuse-db -q $(ARGS)

check: ## check style, types, import direction, templates, migrations and dependencies
	@bin/bootstrap test
	ruff check
	ruff format --check
	mypy
	lint-imports
	find templates -name '*.html' -print0 | xargs -0 djade --target-version 6.1 --check
	! LC_ALL=C.UTF-8 grep -rnE --include='*.html' '.{121}' templates # djade leaves lines of any length
	npm run --silent lint
	$(PYTHON) manage.py makemigrations --check --dry-run
	deptry .

bundle: ## make one archive in var/ that installs without a network, on a machine like this one
	@bin/bootstrap run
	@bin/bundle

sbom: ## list the locked packages with versions, licences and hashes, as CycloneDX in var/sbom
	@bin/bootstrap test
	@mkdir -p var/sbom
	cyclonedx-py requirements requirements/base.txt --of JSON --output-reproducible -o var/sbom/python.cdx.json
	npm sbom --sbom-format cyclonedx --omit dev --package-lock-only > var/sbom/pages.cdx.json
	$(PYTHON) -m tests.architecture.sbom var/sbom/python.cdx.json var/sbom/pages.cdx.json

audit: ## hold the locked packages against known weaknesses; fails when there is no network to ask
	@bin/bootstrap test
	bin/audit

licences: ## the licence of every package that the portal runs on
	@bin/bootstrap test
	@$(PYTHON) -m tests.architecture.licences

format: ## put code and templates in the house style
	@bin/bootstrap test
	ruff check --fix
	ruff format
	find templates -name '*.html' -print0 | xargs -0 djade --target-version 6.1

bench: ## measure how fast pages and heavy work are (a part: make bench ARGS=pages, work, worker, projects or scale)
	@bin/bootstrap test
	@$(PYTHON) -m tests.bench $(ARGS)

load: ## measure a minute at the deadline, with 124 people; fails when something is lost (one of each: ARGS=alone)
	@bin/bootstrap load
	@$(PYTHON) -m tests.load $(ARGS)

lock: ## write the lock files anew from requirements/*.in and package.json (newer: make lock ARGS=--upgrade)
	@bin/bootstrap test
	$(COMPILE) requirements/uv.in -o requirements/uv.txt
	$(COMPILE) requirements/node.in -o requirements/node.txt
	$(COMPILE) requirements/base.in -o requirements/base.txt
	$(COMPILE) requirements/dev.in -c requirements/base.txt -o requirements/dev.txt
	$(COMPILE) requirements/load.in -c requirements/dev.txt -o requirements/load.txt
	npm update --package-lock-only --silent

clean: ## remove what is built; the data in var/ stays
	rm -rf .venv .load .bootstrap node_modules .bytecode_cache .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
