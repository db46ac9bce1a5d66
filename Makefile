# The two that matter: `make site` and `make test`. Everything they install stays in .venv/.

PYTHON ?= python3
BIN := .venv/bin
export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help site split new serve bench offline test check format lock clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-8s %s\n", $$1, $$2 }'

site: .venv/site.installed  ## split the interviews and build the site into site/
	@$(BIN)/python scripts/split.py
	@$(BIN)/mkdocs build --strict --quiet
	@echo "The site is in site/; look at it with: make serve"

split: .venv/site.installed  ## split the interviews of source/ into the pages of docs/
	@$(BIN)/python scripts/split.py

new: .venv/site.installed  ## take an interview in: make new TEXT=path (writes source/<id>.txt and .yml, to be edited)
	@$(BIN)/python scripts/new.py "$(TEXT)"

serve: split  ## show the site at http://127.0.0.1:8000 and follow every edit
	@$(BIN)/mkdocs serve --livereload

bench: .venv/test.installed  ## measure the search beside Material's own, and building, up to 10,000 answers (many minutes)
	@PYTHONPATH=scripts:tests $(BIN)/python tests/bench.py
	@PYTHONPATH=scripts:tests $(BIN)/python tests/scale.py

offline: split  ## make offline.zip, an edition that works from a folder, without a server
	@rm -rf .venv/offline offline.zip
	@OFFLINE=true SITE_URL= $(BIN)/mkdocs build --strict --quiet --site-dir .venv/offline/interview-reference
	@cd .venv/offline && ../bin/python -m zipfile -c ../../offline.zip interview-reference
	@echo "offline.zip is made; unpack it and open index.html"

test: check .venv/test.installed  ## check everything, then run all tests, the browser's too
	@$(BIN)/python tests/browser.py
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile

check: .venv/test.installed  ## check style, types and whether the committed pages are fresh
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/python scripts/split.py --check

format: .venv/test.installed  ## put the code into the house's form
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

lock: .venv/site.installed  ## pin every dependency of pyproject.toml anew, with hashes
	@$(BIN)/pip install --quiet "uv==0.13.9"
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	  pyproject.toml --output-file requirements.txt
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	  --extra cluster pyproject.toml --constraint requirements.txt --output-file requirements-cluster.txt
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	  --group pyproject.toml:test --constraint requirements.txt --output-file requirements-test.txt

clean:  ## remove all that was built or installed
	@rm -rf .venv site offline.zip .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed: make PYTHON=…")'
	@$(PYTHON) -m venv .venv

.venv/site.installed: requirements.txt | .venv/bin/python
	@echo "Installing what the site needs …"
	@$(BIN)/pip install --quiet --require-hashes --requirement requirements.txt
	@touch $@

.venv/test.installed: requirements-test.txt .venv/site.installed
	@echo "Installing what the tests need …"
	@$(BIN)/pip install --quiet --require-hashes --requirement requirements-test.txt
	@touch $@
