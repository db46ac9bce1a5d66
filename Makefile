# The two that matter: `make site` and `make test`. Everything they install stays in .venv/.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8000
# A name that is the computer's own is none of an archive, nor is the first word of one without quotation marks.
ifneq ($(origin NAME),command line)
  NAME :=
endif
ifneq ($(and $(filter fresh,$(MAKECMDGOALS)),$(filter-out fresh,$(MAKECMDGOALS))),)
  $(error nothing was changed; put the name in quotation marks: make fresh NAME="Harbour Voices" URL=https://…)
endif
# Read by the shell, so that quotation marks and dollar signs in them are characters.
GIVEN := TEXT ID WORDS AT NAME URL
$(foreach name,$(GIVEN),$(eval override $(name) := $$(value $(name))))
export $(GIVEN)
export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# One short try: without a network one wants to be told so. CI, which nobody watches, sets more.
export PIP_RETRIES ?= 0
export PIP_DEFAULT_TIMEOUT ?= 15

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help site split new fresh serve verify offline test code check bench cluster worker format lock clean may-test browser

# What .venv was made for stands in a file there, which is written when it is whole. One that was left half made, whose
# folder was moved or whose Python was replaced is made anew; not so one that somebody names.
MADE_FOR := $(BIN)/python -c 'import pip, sys; print(sys.prefix, sys.base_prefix, sys.version_info[:2])'
ifneq ($(filter-out help clean,$(MAKECMDGOALS)),)
  ifneq ($(and $(filter .venv,$(VENV)),$(wildcard .venv/pyvenv.cfg)),)
    ifneq ($(shell grep -qsxF "$$($(MADE_FOR) 2>&1)" .venv/made-for && echo whole),whole)
      $(info Making .venv anew: it was not finished, or made in another place or for another Python.)
      $(shell rm -rf .venv)
    endif
  endif
endif

# Strict, and silent as long as nothing is wrong; with MkDocs' own --quiet no warning would fail.
BUILD = build() { said=$$($(BIN)/python -m mkdocs build --strict "$$@" 2>&1) || \
  { printf '%s\n' "$$said" | grep -v ^INFO >&2; exit 1; }; }; build

help:  ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-8s %s\n", $$1, $$2 }'

site: $(VENV)/site.installed  ## split the interviews and build into site/ what a change reaches (WHOLE=yes: everything)
	@$(BIN)/python scripts/split.py
	@$(if $(WHOLE),rm -rf site .site_cache)
	@$(BUILD) --dirty
	@echo "The site is in site/; look at it with: make serve"

split: $(VENV)/site.installed  ## split the interviews of source/ into the pages of docs/ (OPTIONS=--help tells more)
	@$(BIN)/python scripts/split.py $(OPTIONS)

new: has-text $(VENV)/new.installed  ## take an interview in: make new TEXT=path ID=part-of-its-address
	@$(BIN)/python scripts/new.py $${ID:+--id "$$ID"} $(OPTIONS) -- "$$TEXT"

fresh: $(VENV)/site.installed  ## begin an archive of your own, without the sample: make fresh NAME="Harbour Voices" URL=https://…
	@$(BIN)/python scripts/fresh.py

serve: split  ## show the site at http://127.0.0.1:8000 (PORT=… at another port) and follow every edit
	@$(BIN)/python scripts/serve.py $(PORT)

verify: $(VENV)/site.installed  ## say whether words stand in an interview: make verify WORDS="no shortcuts"
	@if [ -z "$$AT$$WORDS" ]; then \
	  echo 'make verify WORDS="words" [AT=address-on-the-site], such as: make verify WORDS="no shortcuts"'; exit 2; fi
	@$(BIN)/python scripts/verify.py -- $${AT:+"$$AT"} $${WORDS:+"$$WORDS"}

offline: split  ## make offline.zip, an edition that works from a folder, without a server
	@rm -rf $(VENV)/offline offline.zip
	@export OFFLINE=true SITE_URL=; $(BUILD) --site-dir $(VENV)/offline/interview-reference
	@$(BIN)/python -c 'import shutil; shutil.make_archive("offline", "zip", "$(VENV)/offline", "interview-reference")'
	@echo "offline.zip is made; unpack it and open index.html"

test: may-test code check  ## test the code, then check the archive; both in a real browser

code: may-test browser  ## test the code: style, types, rooms, and all tests, which stand on an archive of their own
	@$(BIN)/python -m ruff check
	@$(BIN)/python -m ruff format --check
	@$(BIN)/python -m mypy
	@said=$$(PYTHONPATH=scripts $(BIN)/lint-imports --no-cache --no-logo) || { echo "$$said"; exit 1; }
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal

check: may-test browser  ## check the archive: pages fresh, words proved, links, exports, searches; says how to publish
	@$(BIN)/python scripts/check.py

bench: browser  ## measure the search beside Material's own, and building, up to 10,000 answers (many minutes)
	@PYTHONPATH=scripts:tests $(BIN)/python tests/bench.py
	@PYTHONPATH=scripts:tests $(BIN)/python tests/scale.py

cluster: $(VENV)/cluster.installed  ## install what splitting on a Dask cluster needs

worker: cluster  ## work for a Dask cluster: make worker SCHEDULER=tcp://scheduler.example.org:8786
	@$(BIN)/python -m distributed.cli.dask_worker "$(SCHEDULER)"

format: $(VENV)/test.installed  ## put the code into the house's form
	@$(BIN)/python -m ruff check --fix
	@$(BIN)/python -m ruff format

lock: $(VENV)/site.installed  ## pin every dependency of pyproject.toml anew, with hashes
	@$(BIN)/python -m pip install --quiet "uv==0.13.9"
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	  pyproject.toml --output-file requirements.txt
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	  --extra cluster pyproject.toml --constraint requirements.txt --output-file requirements-cluster.txt
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	  --extra new pyproject.toml --constraint requirements.txt --output-file requirements-new.txt
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	  --extra new pyproject.toml --group pyproject.toml:test --constraint requirements.txt --output-file requirements-test.txt

clean:  ## remove all that was built or installed
	@rm -rf .venv site offline.zip .split_cache .site_cache .mypy_cache .pytest_cache .ruff_cache .hypothesis

# --- what the targets need ---

has-text:
	@if [ -z "$$TEXT" ]; then \
	  echo "make new TEXT=path-of-the-text [ID=part-of-its-address], such as: make new TEXT=talk.txt ID=ruiz-2020"; exit 2; fi

may-test:
	@$(PYTHON) scripts/interviews/site/browser.py --early

browser: $(VENV)/test.installed
	@$(BIN)/python scripts/interviews/site/browser.py

$(VENV)/made-for:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed: make PYTHON=…")'
	@$(PYTHON) -m venv $(VENV)
	@$(MADE_FOR) > $@

$(VENV)/site.installed: requirements.txt $(VENV)/made-for
	@echo "Installing what the site needs …"
	@$(call install,$<)
	@touch $@

$(VENV)/test.installed: requirements-test.txt $(VENV)/site.installed
	@echo "Installing what the tests need …"
	@$(call install,$<)
	@touch $@

$(VENV)/new.installed: requirements-new.txt $(VENV)/site.installed
	@echo "Installing what reads texts in other formats …"
	@$(call install,$<)
	@touch $@

$(VENV)/cluster.installed: requirements-cluster.txt $(VENV)/site.installed
	@echo "Installing what a cluster needs …"
	@$(call install,$<)
	@touch $@

# Installs what a file lists; what pip says goes to a log, of which a person is told the one line that matters.
define install
log=$(VENV)/install.log; rm -f $$log; \
$(BIN)/python -m pip install --quiet --require-hashes --requirement $(1) --log $$log >/dev/null 2>&1 || { \
  if grep -qE "connection error|from versions: none|ConnectionPool" $$log; \
  then echo "The Python package registry was not reached; connect to the network and run make again ($$log)"; \
  else grep -m 1 -o "ERROR: .*" $$log; echo "$(1) could not be installed; all that was said stands in $$log"; fi; exit 1; } >&2
endef
