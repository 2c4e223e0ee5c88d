# What people call: make run, make test. Everything else is a help to those two.
# Nothing has to be installed by hand first: setup finds a Python, makes .venv, and says what it cannot do itself.

BIN := .venv/bin

.PHONY: run test setup check format clean help

run: setup ## the kiosk, on the embedded database, the demo restaurant and the local payment sandbox
	@$(BIN)/kiosk run

test: setup check ## every check and every test
	@mkdir -p .cache
	@$(BIN)/python -m pytest -n 2 --cov --cov-report=term

setup: ## everything that run and test need; quick when it is all there
	@sh .ci/system-packages
	@sh .ci/environment
	@sh .ci/fonts

check: setup ## format, lint, types and import directions, without the tests
	@$(BIN)/ruff format --check --quiet . && echo "format: as it should be"
	@$(BIN)/ruff check --quiet . && echo "lint: nothing found"
	@$(BIN)/mypy
	@$(BIN)/lint-imports --cache-dir .cache/import-linter

format: setup ## put the code into the one format
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format .

clean: ## take away what setup and the checks have made
	rm -rf .venv .cache .hypothesis .ruff_cache build dist

help: ## this list
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 10
