# make run    prepare what is missing and serve the dashboard     (HOST, PORT; SAMPLES=no starts without demonstration data)
# make test   install what tests need, a headless Chromium too, and run them all
# make check  format, lint, types        make fix   mend format and lint
# make crash  kill a load 300 times at random moments and check what it leaves
# make bench  benchmarks, as ratios      make samples   write the demonstration reports to build/samples
# make screenshots  pictures of every page, light and dark, three widths, to build/screenshots (ARGS=guide: those of the guide)
# make tiles  work out the cells of the tile maps
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8501
BIN := .venv/bin
PACKAGES := chromium libreoffice-calc libreoffice-writer poppler-utils fonts-noto-core fonts-liberation
HOME_FOLDER := $(or $(VSTBPN_HOME),var)
INIT := $(if $(filter no,$(SAMPLES)),--without-samples,)

.PHONY: screenshots tiles crash fuzz run test check fix bench samples golden corpus install install-dev browser

run: install
	@if [ -f "$(HOME_FOLDER)/snapshots/CURRENT" ]; then $(BIN)/python -m etl publish --if-needed; \
	else $(BIN)/python -m etl init $(INIT); fi
	@exec $(BIN)/streamlit run app.py --server.address "$(HOST)" --server.port "$(PORT)"

install: .venv/.installed

install-dev: .venv/.installed-dev

.venv/.installed: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# The browser and LibreOffice come from the system's packages; without root, ask for them to be installed (README).
browser:
	@dpkg -s $(PACKAGES) >/dev/null 2>&1 || \
	  { [ "$$(id -u)" = 0 ] && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    $(PACKAGES) >/dev/null; } || \
	  { echo "Tests need the Debian packages $(PACKAGES): see README, Tests." >&2; exit 1; }

test: install-dev browser
	$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

check: install-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

fix: install-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

golden: install-dev
	$(BIN)/python -m pytest tests/golden --golden-write

bench: install-dev
	$(BIN)/python -m bench $(ARGS)

# The corpus of faulty submissions and that of narrative texts (alone: python -m tests.corpus.check narratives):
# `make corpus` prints what is made of them; FRESH=yes writes the files anew first (LibreOffice).
corpus: install-dev
	@if [ -n "$(FRESH)" ]; then $(BIN)/python -m tests.corpus.make; fi
	@$(BIN)/python -m tests.corpus.check

# Damaged and rearranged submissions for SECONDS (180), repeatable by SEED; what breaks an invariant is kept and named.
fuzz: install-dev
	$(BIN)/python -m tests.fuzz.run

# One cell per unit on the tile maps, from the coordinates; to be looked at before it is committed.
screenshots: install-dev browser
	$(BIN)/python -m tools.screenshots $(ARGS)

tiles: install
	$(BIN)/python -m tools.tile_layout

samples: install
	$(BIN)/python -m etl samples --out build/samples

crash: install-dev
	$(BIN)/python -m tests.crash.killing 300 $(ARGS)
