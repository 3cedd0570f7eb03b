# Every command a user or a contributor needs; `make` alone lists them.

.DEFAULT_GOAL := help
.PHONY: help setup run test test-python format lint check-math fixtures images bench bench-peers fuzz clean

# Folders and files that hold our Swift code; some exist only in some checkouts.
SWIFT_CODE := $(wildcard Sources Tests Snippets Benchmarks Fuzzing Package.swift)
OUTPUT := output
VENV := .venv
TEST_VENV := .venv-tests

help: ## List these commands.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install the system packages that Myelin needs, where they are missing.
	@Scripts/setup

# The tests of files read and write them with Python as well.
$(TEST_VENV)/installed: Tests/requirements.txt
	python3 -m venv --clear $(TEST_VENV)
	$(TEST_VENV)/bin/pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

test-python: setup ## Install NumPy, pandas and Pillow for the tests, in .venv-tests.
	@$(MAKE) --no-print-directory $(TEST_VENV)/installed

run: setup ## Build Myelin, train a perceptron and a classifier of penguins, draw figures in output/.
	swift build --configuration release --product myelin
	@mkdir -p $(OUTPUT)
	.build/release/myelin lesson perceptron --figures $(OUTPUT)/perceptron
	.build/release/myelin train Data/penguins.csv --target species \
	  --model $(OUTPUT)/penguins.myelin --figures $(OUTPUT)/penguins
	@echo
	@echo "The perceptron's figures: $(CURDIR)/$(OUTPUT)/perceptron"
	@echo "The penguins' figures:    $(CURDIR)/$(OUTPUT)/penguins"
	@echo "The penguins' model:      $(CURDIR)/$(OUTPUT)/penguins.myelin"

# Both steps see MYELIN_STRICT: without it in the second, the settings would differ and all would be built again.
test: export MYELIN_STRICT = 1
test: test-python ## Build with warnings as errors, then run all tests.
	swift build --build-tests
	swift test --skip-build

format: ## Rewrite the Swift code in the house style.
	swift format --in-place --recursive --parallel $(SWIFT_CODE)

lint: ## Check the Swift code against the house style, without changing it.
	swift format lint --strict --recursive --parallel $(SWIFT_CODE)

check-math: setup ## Compare the approximated functions with exact ones over all their inputs (slow).
	Scripts/check-math.sh

fixtures: $(VENV)/installed ## Make the files in Tests/Fixtures anew with Python (needs python3 with venv).
	@set -e; for script in Tests/Fixtures/*.py Tests/Fixtures/*/*.py; do \
	  [ -e "$$script" ] || continue; \
	  echo "$(VENV)/bin/python $$script"; \
	  $(VENV)/bin/python "$$script"; \
	done

$(VENV)/installed: Tests/Fixtures/requirements.txt
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

# These first weights are wrong enough for the panel "before training" to show it.
images: setup ## Draw the figures of the documents anew.
	swift build --configuration release --product myelin
	.build/release/myelin lesson perceptron --weights -1,-0.5 --figures $(OUTPUT)/images
	@mkdir -p Documentation/Images
	cp $(OUTPUT)/images/decision-boundary.svg Documentation/Images/
	swift run --configuration release ActivationFigure Documentation/Images/activations.svg

# OPTIONS="--quick --only tiny,mnist --contestants myelin,jax" for a part; OPTIONS=--help lists all.
bench: setup ## Measure Myelin beside the other libraries that are installed (about half an hour).
	swift build --package-path Benchmarks --configuration release
	Benchmarks/.build/release/Bench $(OPTIONS)

bench-peers: ## Install the libraries to measure beside, in Benchmarks/.peers (needs python3 with venv).
	Benchmarks/setup_peers

# OPTIONS="--inputs 10000000 --seed 2" for more; READER=npy for one.
READER := all
fuzz: setup ## Give every reader of files a million damaged ones, watched by AddressSanitizer.
	swift build --package-path Fuzzing --configuration release --sanitize=address
	cd Fuzzing && .build/release/Fuzz $(READER) $(OPTIONS)

clean: ## Remove what was built, drawn and installed here.
	rm -rf .build Benchmarks/.build Fuzzing/.build $(OUTPUT) $(VENV) $(TEST_VENV) Benchmarks/.peers
