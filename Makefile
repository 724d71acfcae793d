# Every target installs what it needs. `make help` lists them.

PYTHON3 ?= python3
PORT ?= 8000
JOBS ?= 2
PYTEST_ARGS ?=
PY := .venv/bin/python
APPS = $(wildcard cms home resources events members)

export PORT

.DEFAULT_GOAL := help
.PHONY: help demo dev test audit lint format check messages bench lock clean reset env env-test

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: env ## serve the portal with demo content on http://localhost:8000/ (PORT=…, DEMO_PASSWORD=…)
	@$(PY) -m cms.ops.supervisor demo

dev: env ## the same for development: code is reloaded, errors are shown
	@$(PY) -m cms.ops.supervisor dev

test: env-test ## run the tests, with coverage (PYTEST_ARGS=…, JOBS=…)
	@$(PY) -m cms.ops.browser
	@$(PY) -m pytest -p tests.plugin_coverage -n $(JOBS) --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS) --measure

audit: env-test ## run what is too long for each test run: the whole accessibility matrix
	@$(PY) -m cms.ops.browser
	@$(PY) -m pytest -n $(JOBS) -m audit $(PYTEST_ARGS)

lint: env-test ## look over code, types, templates, imports and migrations
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy $(APPS)
	@$(PY) -m djlint --lint --quiet templates
	@$(PY) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"
	@$(PY) -m cms.ops.lint_migrations

format: env-test ## put the code in order
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

check: env-test ## deployment checks under production settings, migrations, message catalogues
	@$(PY) -m cms.ops.check

messages: env-test ## bring the message catalogues up to date with the source
	@$(PY) manage.py update_catalogues

bench: env-test ## measure pages against a bare Django view, one JSON row for each
	@$(PY) -m cms.bench

lock: ## pin the newest allowed packages with their hashes
	@$(PYTHON3) cms/ops/bootstrap.py lock

clean: ## remove the environment, caches and what was built; the data stays
	@rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis var/static var/static.stamp var/log
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find . -name '*.mo' -not -path './var/*' -delete

reset: env ## remove the embedded database, the files and the secrets of the demo
	@$(PY) -m cms.ops.reset

env:
	@$(PYTHON3) cms/ops/bootstrap.py base

env-test:
	@$(PYTHON3) cms/ops/bootstrap.py test
