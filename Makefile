# make help lists what there is. Everything made lies in .venv, data/clean and _site; `make clean` removes it.

VENV := .venv
BIN := $(VENV)/bin
SITE := _site
LOCK := requirements.lock
STAMP := $(VENV)/.stamp
BUILT := data/clean/.built

# For what starts programs of its own: ours first, and our Python for Quarto's notebooks.
WITH := PATH="$(CURDIR)/$(BIN):$$PATH" QUARTO_PYTHON="$(CURDIR)/$(BIN)/python"

# What the data and the site are made from. The list is kept as a file of its own (below), so that a
# file taken away is a change too. source.* are the full reports: the data does not need them.
real_files = -type f ! -name 'source.*' ! -name '*.pyc' ! -path '*/.*' ! -path '*_files/*'
data_files = find src data/raw $(real_files) 2>/dev/null | LC_ALL=C sort
site_files = find _quarto.yml *.qmd stil notebooks presentationer $(real_files) 2>/dev/null | LC_ALL=C sort

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: help site data check accuracy silence corruption bench lab test lint types format quarto lock clean distclean FORCE
FORCE:

##@ Komma igång
site: $(SITE)/index.html ## bygger hela sajten: data, notebooks och sidor
	@printf '\nSajten ligger i %s\nÖppna den med: file://%s\n' '$(SITE)/index.html' '$(CURDIR)/$(SITE)/index.html'

test: $(BUILT) lint types ## kör alla prov: stil, typer och tester (ARGS="-k ord" väljer)
	@$(WITH) $(BIN)/pytest -n auto $(ARGS)

lab: $(BUILT) ## öppnar JupyterLab i notebooks/
	@$(WITH) $(BIN)/jupyter lab --FileContentsManager.preferred_dir=notebooks $(ARGS)

##@ Data
data: $(BUILT) ## gör data/clean av data/raw
	@printf 'Data ligger i data/clean\n'

check: $(BUILT) ## visar kontrollerna: vad som stämmer, vad som motsägs, vad som lagats
	@$(BIN)/finsam check $(ARGS)

accuracy: $(BUILT) ## jämför data med facit läst för ögat (ARGS=--misses listar felen)
	@$(BIN)/python -m finsam_analysis.verify.accuracy $(ARGS)

silence: $(BUILT) ## letar tal som varken är lästa, listade eller utelämnade av en regel (ARGS=--rules)
	@$(BIN)/python -m finsam_analysis.verify.silence $(ARGS)

corruption: $(STAMP)-project ## förvanskar tal i tabellerna och räknar vad som upptäcks (långsam)
	@$(BIN)/python benchmarks/corruption.py $(ARGS)

bench: $(STAMP)-project ## mäter tid och minne för add, build och check
	@$(BIN)/python benchmarks/reading.py $(ARGS)

##@ Sajt
quarto: $(STAMP)-project ## försöker hämta Quarto igen, för den fulla sajten
	@$(WITH) $(BIN)/python tools/get_quarto.py $(VENV)/.renderer --again

##@ Utveckling
lint: $(STAMP)-project ## prövar stilen (ruff)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check . || { echo 'Kör make format.' >&2; exit 1; }

types: $(STAMP)-project ## prövar typerna (mypy)
	@$(BIN)/mypy

format: $(STAMP)-project ## ordnar koden (ruff) och tömmer notebooks på resultat
	@$(BIN)/ruff check --quiet --fix . || true
	@$(BIN)/ruff format --quiet .
	@$(BIN)/jupyter nbconvert --log-level=ERROR --clear-output --inplace notebooks/*.ipynb

lock: ## låser om beroendena ur pyproject.toml (ARGS=--upgrade: nya versioner)
	@tools/lock $(ARGS)

clean: ## tar bort det som byggts: sajt, parquet, mellanlager
	@rm -rf $(SITE) .quarto .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@rm -f data/clean/*.parquet $(BUILT)
	@find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## som clean, och tar bort .venv
	@rm -rf $(VENV)

help: ## visar den här listan
	@tty=; if [ -t 1 ] && [ "$$TERM" != dumb ]; then tty=1; fi; awk -v tty="$$tty" ' \
	  BEGIN { FS = ":.*## "; if (tty) { bold = "\033[1m"; plain = "\033[0m" } \
	    print "Samordningsförbundens rapporter som prövade data och jämförelser" } \
	  /^##@ / { printf "\n%s%s%s\n", bold, substr($$0, 5), plain } \
	  /^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile
	@printf '\nFörsta gången: make site\n'

# --- how it is made -----------------------------------------------------------------------------

# A virtual environment whose Python has gone or changed counts as missing: make sees through the link.
$(BIN)/python:
	@tools/make-venv $(VENV)

$(STAMP)-lock: $(LOCK) $(BIN)/python
	@tools/make-venv $(VENV) $(LOCK)
	@touch $@

$(STAMP)-project: pyproject.toml $(STAMP)-lock
	@$(BIN)/python -m pip --disable-pip-version-check install -qq --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.data-files: FORCE | $(STAMP)-project
	@$(data_files) > $@.new; cmp -s $@.new $@ && rm $@.new || mv $@.new $@

$(VENV)/.site-files: FORCE | $(STAMP)-project
	@$(site_files) > $@.new; cmp -s $@.new $@ && rm $@.new || mv $@.new $@

$(VENV)/.renderer: FORCE | $(STAMP)-project
	@$(WITH) $(BIN)/python tools/get_quarto.py $@

$(BUILT): $(STAMP)-lock $(VENV)/.data-files $(shell $(data_files)) | $(STAMP)-project
	@$(BIN)/finsam build
	@touch $@

$(SITE)/index.html: $(BUILT) $(VENV)/.renderer $(VENV)/.site-files $(shell $(site_files))
	@$(WITH) $(BIN)/finsam site --output $(SITE)
	@touch $@
