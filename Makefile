# Everything runs from .venv, made on the first call with Python 3.11 or newer; nothing else has to be installed.
PYTHON ?= python3
BIN := .venv/bin
QUICK := not browser and not faults and not bench
CONCEPTS := spec.py registry.py fieldtypes/* criteria/* access/* records/* log/* jobs/*
comma := ,
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run dev web test check python-tests web-tests browser-tests database-tests bench fuzz coverage faults lock format clean

run: .venv/ready web
	$(BIN)/haoke serve --first-run

dev: .venv/ready
	$(BIN)/python -m tools.dev

web: .venv/ready
	@$(BIN)/python hatch_build.py build

# The venv, from the lock file with hashes; made again when the lock changes.
.venv/ready: requirements-dev.lock pyproject.toml hatch_build.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Haoke needs Python 3.11 or newer; set PYTHON=…")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Fetching what Haoke needs (once, about two minutes) · 正在下载依赖（仅首次，约两分钟）"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

test: check web-tests browser-tests database-tests python-tests

check: web
	$(BIN)/ruff check
	$(BIN)/ruff format --check --quiet
	HAOKE_TESTING=1 $(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py check --fail-level WARNING
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python hatch_build.py npm run check

python-tests: web
	@$(BIN)/python -m tools.mailservers
	$(BIN)/pytest -n 2 --durations 25 --durations-min 2 -m "$(QUICK)"

# The published API document and the types made of it, after a change of the API.
contract: .venv/ready
	$(BIN)/haoke openapi > docs/openapi.json
	$(BIN)/python hatch_build.py npm run types

web-tests: .venv/ready
	$(BIN)/python hatch_build.py npm test

# Two Haokes side by side, each with whole files in the order of their names: the first journey meets an empty company.
browser-tests: web
	@$(BIN)/python -m tools.mailservers
	@if $(BIN)/python -m tools.browser; then $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder tests/journeys; fi

database-tests: .venv/ready
	$(BIN)/python -m tools.postgres15 $(BIN)/pytest -n 2 --database-only -m "$(QUICK)" src/haoke/core

bench: web
	$(BIN)/python -m bench

# Random search, HAOKE_FUZZ times as long as in `make test`, somewhere else each time (HAOKE_FUZZ_SEED repeats one).
SEARCHED := tests/fuzz tests/security/test_oracle.py src/haoke/core/criteria src/haoke/core/fieldtypes src/haoke/core/records/reading
fuzz: .venv/ready
	HAOKE_FUZZ=$${HAOKE_FUZZ:-20} $(BIN)/pytest -n 2 -s -m "not bench" $(SEARCHED)

# The eight concepts by their own tests: every branch.
coverage: .venv/ready
	$(BIN)/pytest -n 2 -q -m "$(QUICK)" --cov --cov-report= src/haoke/core
	$(BIN)/coverage report --skip-covered --fail-under=100 --include="$(subst $() ,$(comma),$(addprefix src/haoke/core/,$(CONCEPTS)))" --omit="*/tests/*"

faults: web
	HAOKE_FAULT_ROUNDS=20 $(BIN)/pytest -s tests/faults

format: .venv/ready
	$(BIN)/ruff format
	$(BIN)/python hatch_build.py npm run format

# Write the lock anew from pyproject.toml (needs a package index); hashes, no addresses.
lock:
	$(BIN)/python -m tools.lock

clean:
	rm -rf .venv web/node_modules src/haoke/web/dist
