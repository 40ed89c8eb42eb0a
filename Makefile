# `make` alone tells what there is. Nothing needs to be installed but Python 3.11 and make:
# the first command that needs the environment (.venv) makes it, and makes it anew when the
# locks change. Another Python: make install PYTHON=/path/to/python3.12

PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/ready
DEV_READY := $(VENV)/ready-dev
INSTALLER := $(VENV)/installer
# Tests that need no database: apart from the others, so that only they are slowed by being traced.
OF_CONVERSATIONS := tests/answers tests/conversations tests/test_words.py
# Whoever has done theirs takes over what waits behind a long test. Conversations only compute, and
# every worker imports and collects all; the others wait for the database and for processes too.
SPREAD_OF_CONVERSATIONS := -n auto --dist worksteal
SPREAD := -n 4 --dist worksteal

# Whatever the machine's locale is, and even if it is not installed: texts are UTF-8.
export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Every worker and every process of a test would compile all modules again.
unexport PYTHONDONTWRITEBYTECODE
unexport PYTHONHOME PYTHONPATH VIRTUAL_ENV

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo test format bench chaos chaos-reminders chaos-rotation bench-answers bench-villages bench-messages bench-webhooks bench-campaign bench-pages picture bench-scale fuzz advisories lock clean

help:
	@echo "make demo          try it: a database, the villages and a conversation in this terminal"
	@echo "make test          check everything: format, lint, types, imports, tests"
	@echo "                   all else: '. .venv/bin/activate', then 'seratus --help'"
	@echo
	@echo "make install       make the environment in .venv (the others do it by themselves)"
	@echo "make format        let ruff write the code as it should look"
	@echo "make bench         measure: Seratus beside its peers and PostgreSQL's own limit; a quarter of an hour"
	@echo "make chaos         measure: what is lost when things break (nothing); a quarter of an hour"
	@echo "make chaos-reminders  kill whoever does what is due 300 times: each is told once; a minute"
	@echo "make chaos-rotation   kill whoever rotates the keys 50 times: all opens; a minute"
	@echo "make bench-answers    how well and how fast answers are understood"
	@echo "make bench-villages   how long one village of all Indonesia is looked for"
	@echo "make bench-messages   how many messages one registration costs on WhatsApp"
	@echo "make bench-webhooks   10,000 WhatsApp webhooks, a fifth of them twice, in any order"
	@echo "make bench-campaign   how long who registers waits while 10,000 chats write within a minute"
	@echo "make bench-pages      how many requests a second the public page answers on one core"
	@echo "make picture       draw the README's first picture (needs Chromium)"
	@echo "make bench-scale      the whole country in the database, or SCALE=0.1 of it"
	@echo "make fuzz          say a million odd things to the bot, or N=20000 of them; a quarter of an hour"
	@echo "make advisories FILE=all.zip   which locked packages have known faults, by OSV's file; no network"
	@echo "make lock          resolve the dependencies again (UPGRADE=1: to their newest releases)"
	@echo "make clean         delete .venv and all that can be made again; never .seratus, your data"

install: $(RUN_READY)

demo: $(RUN_READY)
	@$(BIN)/seratus demo

test: $(DEV_READY)
	@echo "── format" && $(BIN)/ruff format --check --quiet . \
	  || { echo "   'make format' mends this"; exit 1; }
	@echo "── lint" && $(BIN)/ruff check --quiet .
	@echo "── imports" && $(BIN)/lint-imports
	@echo "── types and, meanwhile, tests of the conversations"; \
	  $(BIN)/mypy --no-error-summary & types=$$!; \
	  $(BIN)/python -m pytest -q $(SPREAD_OF_CONVERSATIONS) $(OF_CONVERSATIONS) \
	    --cov=conversations --cov-report=; tests=$$?; \
	  wait $$types || { echo "   types are wrong: see above"; exit 1; }; exit $$tests
	@echo "── what they cover of conversations/ (must be all)" \
	  && $(BIN)/coverage report --include='conversations/*' --show-missing --skip-covered \
	     --fail-under=100
	@echo "── all other tests" \
	  && $(BIN)/python -m pytest -q $(SPREAD) $(addprefix --ignore=,$(OF_CONVERSATIONS))

format: $(DEV_READY)
	@$(BIN)/ruff check --quiet --fix-only . && $(BIN)/ruff format .

bench: $(DEV_READY)
	@$(BIN)/python -m bench.comparison

chaos: $(DEV_READY)
	@$(BIN)/python -m bench.chaos

chaos-reminders: $(DEV_READY)
	@$(BIN)/python -m bench.chaos.reminders

chaos-rotation: $(DEV_READY)
	@$(BIN)/python -m bench.chaos.rotation

bench-answers: $(DEV_READY)
	@$(BIN)/python -m bench.understanding.answers

bench-villages: $(DEV_READY)
	@$(BIN)/python -m bench.understanding.villages

bench-messages: $(DEV_READY)
	@$(BIN)/python -m bench.whatsapp.billed_messages

bench-campaign: $(DEV_READY)
	@$(BIN)/python -m bench.campaign

bench-webhooks: $(DEV_READY)
	@$(BIN)/python -m bench.whatsapp.webhooks

bench-pages: $(DEV_READY)
	@$(BIN)/python -m bench.pages

picture: $(DEV_READY)
	@$(BIN)/python -m bench.pages.picture

SCALE ?= 1
bench-scale: $(DEV_READY)
	@$(BIN)/python -m bench.scale --scale $(SCALE)

N ?= 1000000
# SHARE of them to each webhook; the same SEED says the same again.
fuzz: $(DEV_READY)
	@$(BIN)/python -m bench.fuzz -N $(N) $(if $(SHARE),--share $(SHARE)) $(if $(SEED),--seed $(SEED))

# Ends with 1 or 2 (make: always 2) if something is affected, or the file cannot be read.
advisories: $(DEV_READY)
	@$(BIN)/python -m bench.advisories $(if $(FILE),"$(FILE)")

# ── the environment ──────────────────────────────────────────────────────────────────────────────

# The installer is under a lock as well: what a lock means must not depend on the pip that came with
# Python (one of 2023 looks past a pin as soon as a newer release has the extra that is asked for).
# pip needs nothing but itself, so the oldest installs it, from whatever index people have set.
$(INSTALLER): requirements-installer.lock | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --require-hashes -r $<
	@touch $@

# $(call pip_install,LOCK): install a lock, counting, for it takes a minute or two; the whole
# story is told only if it fails. Then the project itself, so that its commands are found.
define pip_install
	rm -f $(VENV)/pip.code; of=$$(grep -c '^[a-zA-Z0-9].*==' $(1)); \
	echo "Installing $$of packages into $(VENV) ..."; \
	{ $(BIN)/python -m pip install --require-hashes -r $(1) && \
	  $(BIN)/python -m pip install --no-deps --no-build-isolation -e .; \
	  echo $$? > $(VENV)/pip.code; } > $(VENV)/pip.log 2>&1 & \
	while ! test -s $(VENV)/pip.code; do sleep 1; \
	  if test -t 1; then \
	    printf '\r%s of %s ' $$(grep -cE '^(Collecting|Requirement)' $(VENV)/pip.log) $$of; fi; \
	done; if test -t 1; then printf '\r'; fi; \
	if test "$$(cat $(VENV)/pip.code)" != 0; then tail -n 30 $(VENV)/pip.log; \
	  echo; echo "Installing failed; the whole log is $(VENV)/pip.log"; exit 1; fi; \
	echo "Installed."
endef

$(RUN_READY): requirements.lock pyproject.toml $(INSTALLER)
	@if test -e $(DEV_READY); then $(MAKE) --no-print-directory $(DEV_READY); \
	else $(call pip_install,requirements.lock); fi
	@touch $@

# The development lock contains the other one, pin by pin.
$(DEV_READY): requirements-dev.lock requirements.lock pyproject.toml $(INSTALLER)
	@$(call pip_install,requirements-dev.lock)
	@touch $@ $(RUN_READY)

$(BIN)/python:
	@python=; for candidate in $(PYTHON) python3.11 python3.12 python3.13 python3 python; do \
	  if $$candidate -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' \
	    > /dev/null 2>&1; then python=$$candidate; break; fi; done; \
	if test -z "$$python"; then echo "Python 3.11 or newer, with its venv module, was not found:" \
	  "install it (Debian, Ubuntu: python3 python3-venv), or say make PYTHON=/path/to/it" >&2; \
	  exit 1; fi; \
	$$python -m venv --clear $(VENV)

# On Python 3.11, the oldest that is supported: what it needs beside the others' is in the lock then.
lock: export CUSTOM_COMPILE_COMMAND := make lock
lock: COMPILE = $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host $(if $(UPGRADE),--upgrade)
lock: COMPILE_PROJECT = $(COMPILE) --build-deps-for editable
lock: $(DEV_READY)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
	  || { echo "Lock on Python 3.11: make clean lock PYTHON=python3.11" >&2; exit 1; }
	echo pip | $(COMPILE) -o requirements-installer.lock -
	$(COMPILE_PROJECT) -o requirements.lock pyproject.toml
	$(COMPILE_PROJECT) --extra dev -c requirements.lock -c requirements-installer.lock \
	  -o requirements-dev.lock pyproject.toml

clean:
	@rm -rf $(VENV) build dist *.egg-info .coverage .coverage.* .hypothesis .mypy_cache \
	  .pytest_cache .ruff_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
