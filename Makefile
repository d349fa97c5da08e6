# The commands of the README. Each does its whole set-up on a fresh machine.
PYTHON ?= python3
BIN := .venv/bin
Q ?= How do the EU, California and China make developers report serious incidents, and how fast?
export Q

.PHONY: run serve test tiny-llm test-mirror lint format bench clean

run: .venv/.run ## build the default index from our own digests and answer Q
	@echo "Bringing the index up to date (the first time takes a few minutes) …"
	@$(BIN)/crosslex ingest --quiet
	@$(BIN)/crosslex ask "$$Q"

serve: .venv/.run ## open the page on http://127.0.0.1:7860
	@$(BIN)/crosslex ingest --quiet
	@$(BIN)/crosslex serve

test: .venv/.dev lint ## everything that needs no mirror of real texts
	$(BIN)/pytest -n auto --dist loadfile -m "not mirror"

tiny-llm: .venv/.dev ## the language model of the tests marked llm (98 MB, once), which skip without it
	$(BIN)/python ../shared/tools/local_llm.py fetch --tiny

test-mirror: .venv/.dev ## the checks on real texts: ../shared/corpus or $CROSSLEX_MIRROR
	$(BIN)/pytest -n auto --dist loadfile -m mirror

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.dev ## speed against a plain llama-index pipeline, on the mirror
	$(BIN)/python -m eval.bench

.venv/.run: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "crosslex needs Python 3.11 or newer: make PYTHON=python3.11 …")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e .
	touch $@

.venv/.dev: .venv/.run
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
