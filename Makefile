PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: run test test-engines check fix fuzz interruptions bench wheel assets clean help lock

run: $(VENV)/.run assets  ## Start Attune with a sample cohort at http://localhost:8000 (PORT=… for another)
	PORT=$(PORT) $(BIN)/attune run

test: $(VENV)/.dev assets check  ## Everything: style, types, imports, unit, browser and migration tests
	$(BIN)/python -m tests.kit.chromium
	$(BIN)/python -m tests.kit.engines
	$(BIN)/node --test "tests/ui/*.test.ts"
	$(BIN)/pytest

test-engines: $(VENV)/.dev assets  ## Every test on PostgreSQL, Redis and S3, which are started for it
	$(BIN)/python -m tests.kit.chromium
	$(BIN)/python -m tests.kit.engines $(BIN)/pytest

check: $(VENV)/.dev $(VENV)/.node  ## Style, types and who imports whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/node node_modules/.bin/tsc

fix: $(VENV)/.dev  ## Mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

fuzz: $(VENV)/.dev  ## Thousands of damaged videos, each probed and packaged (some minutes)
	$(BIN)/python -m tests.media.fuzz

interruptions: $(VENV)/.dev assets  ## Typing, recording and handing in, interrupted 200 times (some minutes)
	$(BIN)/python -m tests.kit.chromium
	ATTUNE_TEST_INTERRUPTIONS=200 $(BIN)/pytest -n 3 --dist load tests/deployment/nothing_lost

bench: $(VENV)/.dev assets  ## Measure, each figure beside a reference in the same run
	$(BIN)/python -m tests.bench

wheel: $(VENV)/.dev assets  ## Build the wheel, assets inside, into dist/
	$(BIN)/python -m hatchling build -t wheel

assets: lms/ui/static/manifest.json

lms/ui/static/manifest.json: $(VENV)/.node assets.mjs $(shell find lms/ui/assets -type f)
	$(BIN)/node assets.mjs
	$(BIN)/python -m whitenoise.compress --quiet lms/ui/static

$(VENV)/.run: requirements.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

$(VENV)/.node: $(VENV)/.run package.json package-lock.json
	$(BIN)/npm ci --no-audit --no-fund --loglevel=error
	touch $@

lock:  ## Write the locked requirements anew (needs uv)
	uv pip compile -q --python-version 3.11 --no-emit-index-url --no-annotate --no-header pyproject.toml build.in -o requirements.txt
	uv pip compile -q --python-version 3.11 --no-emit-index-url --no-annotate --no-header pyproject.toml build.in dev.in -c requirements.txt -o requirements-dev.txt

clean:  ## Throw away everything that was made (not instance/)
	rm -rf $(VENV) node_modules lms/ui/static dist

help:
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16
