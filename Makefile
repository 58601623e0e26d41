# The two commands: `make demo` and `make test`. Everything else is for maintainers.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: demo test cuts soak kills mutants scenarios fuzz audit-spark lowest lint golden bench bench-full docs clean

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "deminimis needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 2; }
	@$(PYTHON) -m venv $(VENV) \
	  || { rm -rf $(VENV); echo "cannot make .venv: install venv (Debian: apt-get install python3-venv)"; exit 2; }

INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# Pinned and hashed packages first, then the project itself, which brings no others with it.
$(VENV)/.run: requirements/run.txt pyproject.toml cli/version.py | $(BIN)/python
	@$(INSTALL) --require-hashes -r requirements/run.txt
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.run
	@$(INSTALL) --require-hashes -r requirements/test.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.test
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

# The engine of `audit` and a server of an object store: some 600 MB, and only their tests need them.
$(VENV)/.scale: requirements/scale.txt $(VENV)/.test
	@$(INSTALL) --require-hashes --no-deps -r requirements/scale.txt
	@touch $@

# The fuzzer comes with nothing else and is needed for nothing else.
$(VENV)/.fuzz: requirements/fuzz.txt $(VENV)/.test
	@$(INSTALL) --require-hashes -r requirements/fuzz.txt
	@touch $@

.links: $(VENV)/.dev
	@mkdir -p .links/deminimis
	@for d in cli edi ledger rules samples scale; do ln -sfn ../../$$d .links/deminimis/$$d; done
	@for f in __init__.py py.typed; do ln -sfn ../../library/$$f .links/deminimis/$$f; done

demo: $(VENV)/.run
	@$(BIN)/python -m deminimis.cli demo

# Compiled once, not by each of the tests' many processes; idle workers take over what others have left.
COMPILED := PYTHONDONTWRITEBYTECODE= PYTHONPYCACHEPREFIX=$(CURDIR)/$(VENV)/pycache

test: $(VENV)/.scale
	@$(COMPILED) $(BIN)/python -m pytest -n auto --dist worksteal

# The samples cut at every 37th byte, where `make test` makes some of the cuts; `.ci/run` makes all.
cuts: $(VENV)/.test
	@DEMINIMIS_DEEP=1 $(BIN)/python -m pytest -k 'cut or cuts' tests/edi/formats tests/samples/test_samples.py

lint: $(VENV)/.dev .links
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

soak: $(VENV)/.test
	@$(BIN)/python -m tests.cli.night.soak

kills: $(VENV)/.test
	@$(BIN)/python -m tests.ledger.kill_points

SECONDS ?= 300
SEED ?= 1
KIND ?= filings

mutants: $(VENV)/.test
	@$(BIN)/python -m tests.laws.robustness.hunt $(SECONDS) $(SEED) $(KIND)

# Random scenarios of the rule as whole files of all formats, beside the slow reference.
scenarios: $(VENV)/.test
	@$(BIN)/python -m tests.rules.real_files $(SECONDS) $(SEED)

fuzz: $(VENV)/.fuzz
	@$(BIN)/python -m tests.laws.fuzz.run $(SECONDS) $(TARGETS)

# The lowest versions that pyproject.toml allows, in an environment of their own, a part of the tests after the other.
LOWEST := .venv-lowest
LOWEST_TESTS := tests/cli/reporters/test_reports.py tests/cli/options/test_config.py tests/samples tests/laws/crashers \
  tests/cli/commands/test_respond.py tests/cli/night/test_batch.py
lowest:
	@$(PYTHON) -m venv --clear $(LOWEST)
	@$(PYTHON) -m tools.lowest | tee $(LOWEST)/lowest.txt
	@$(LOWEST)/bin/python -m pip install --quiet --disable-pip-version-check -r $(LOWEST)/lowest.txt 'setuptools>=77'
	@$(LOWEST)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@for part in $(LOWEST_TESTS); do \
	  echo "$$part"; $(LOWEST)/bin/python -m pytest -p no:cacheprovider $$part || exit 1; \
	done
	@rm -rf $(LOWEST)

# Apache Spark itself, in an environment of its own: it and its client are one import package. It needs Java 17 or 21,
# 500 MB and some minutes. Java compiles little of what is so short: half the processor time.
SPARK := .venv-spark
SPARK_TESTS ?= tests/scale/test_audit.py tests/scale/test_faults.py tests/scale/routing tests/scale/test_stages.py \
  tests/scale/test_tables.py
audit-spark:
	@command -v java >/dev/null || { echo "Apache Spark needs Java 17 (Debian: apt-get install openjdk-17-jre-headless)"; exit 2; }
	@test -x $(SPARK)/bin/python || $(PYTHON) -m venv $(SPARK)
	@$(SPARK)/bin/python -m pip install --quiet --disable-pip-version-check \
	  'pyspark[connect]>=4.1,<5' 'pandas>=2.2,<3' 'pyarrow>=18' 'setuptools>=77' -e '.[ledger,s3,store,test]'
	@ENGINE='local-cluster[2,1,1536]' ROUTES=$${ROUTES:-2} JAVA_TOOL_OPTIONS='-XX:TieredStopAtLevel=1 -XX:+UseSerialGC' \
	  $(SPARK)/bin/python -m pytest -p no:cacheprovider $(SPARK_TESTS)

golden: $(VENV)/.test
	@ACCEPT=1 $(BIN)/python -m pytest tests/samples/test_golden.py
	@git diff --stat -- samples

docs: $(VENV)/.run
	@$(BIN)/python -m docs.generate

# BENCH=--quick: small files and two rounds, only to see that it works
bench: $(VENV)/.test
	@$(BIN)/python -m bench.run $(BENCH)

bench-full: $(VENV)/.test
	@$(BIN)/python -m bench.run --full

clean:
	rm -rf $(VENV) .links build dist *.egg-info
