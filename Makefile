# Every target prints itself: `make` or `make help`.
VENV ?= .venv
PY := $(VENV)/bin/python
.DEFAULT_GOAL := help

.PHONY: help
help: ## Show this help
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 16

$(VENV)/.ready: pyproject.toml requirements.lock
	python3 -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable '.[dev]'
	touch $@

.PHONY: setup
setup: $(VENV)/.ready ## Make the virtual environment and install everything, development tools included

.PHONY: fmt
fmt: setup ## Format the code
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

.PHONY: check
check: setup ## Lint, types and floors
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports

.PHONY: test
test: setup ## Run every test
	$(PY) -m pytest

.PHONY: demo
demo: setup ## Match the bundled samples and write matches.html and matches.xlsx
	$(VENV)/bin/duijie demo
