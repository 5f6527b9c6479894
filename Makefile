# Everything runs in .venv, made on demand from Python 3.11 or newer.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test check bench corpus docs clean

# Whatever target the shell has set for other work: the demo is on the embedded server.
demo: export DATABASE_URL =
demo: export CFDB_URL =
demo: .venv/installed ## phases 1 to 3 of StreamVibe on the embedded PostgreSQL
	$(BIN)/cfdb apply phase 3
	$(BIN)/cfdb apply phase 3
	@# Its exit code is 1, as phases 4 to 7 are pending.
	@echo "$(BIN)/cfdb status"; $(BIN)/cfdb status || test $$? -eq 1

test: .venv/developed ## the whole test suite, on servers that it starts itself
	@tests/install_servers.sh
	$(BIN)/pytest -n 2 --dist worksteal

check: .venv/developed ## style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -q tests/test_layers.py

bench: .venv/developed ## cfdb beside other tools, as ratios of one run
	$(BIN)/python -m benchmarks

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "cfdb needs Python 3.11 or newer, for example: make PYTHON=python3.12 demo")'
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "no venv module: on Debian and Ubuntu, apt-get install python3-venv" >&2; exit 1; }

.venv/installed: .venv/bin/python pyproject.toml hatch_build.py cfdb/dialects/mysql/converter.c
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/developed: .venv/installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

corpus: .venv/developed ## MySQL schemas of Debian packages, translated and judged
	$(BIN)/python -m tests.corpus

docs: .venv/developed ## docs/reference-databases.md, from the checklists
	$(BIN)/python docs/build.py

clean: ## stop the embedded server and remove all that was made
	-test -x $(BIN)/cfdb && $(BIN)/cfdb server destroy --yes
	rm -rf .venv .cfdb .mypy_cache .ruff_cache .pytest_cache .hypothesis
