# make run            the main job on corpus/          make run IN=folder OUT=folder   on any folder
# make test           all tests, types and style       make quality   accuracy per layer     make bench   timings
PYTHON ?= python3
VENV ?= .venv
IN ?= corpus
OUT ?= out
BIN := $(VENV)/bin

.PHONY: run test lint quality bench clean

run: $(VENV)/.run
	@$(BIN)/zongjie run "$(IN)" -o "$(OUT)" || [ $$? -eq 3 ]

test: $(VENV)/.test lint
	$(BIN)/pytest

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

quality: $(VENV)/.test
	$(BIN)/python tests/quality.py

bench: $(VENV)/.test
	$(BIN)/python tests/benchmarks/bench.py

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "zongjie needs Python 3.11 or newer; set PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.test: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@ $(VENV)/.run

clean:
	rm -rf $(VENV) out dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
