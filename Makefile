# Two commands on a fresh machine: `make demo` and `make test`. Python 3.11 to 3.13.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Nothing is fetched from a model hub: the embedded model comes with a package.
export HF_HUB_OFFLINE ?= 1

.PHONY: demo test bot clean

demo: $(VENV)/ready
	$(BIN)/khamtob index
	$(BIN)/khamtob ask "คุนซานมีจีดีพีเท่าไรในปี 2564"
	$(BIN)/khamtob ask "When did the BTS Skytrain open?"
	$(BIN)/khamtob test tests/demo_questions.yaml

test: $(VENV)/ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

bot: $(VENV)/ready
	$(BIN)/khamtob run

$(VENV)/ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable .
	touch $@

$(VENV)/ready-dev: $(VENV)/ready
	$(BIN)/pip install --quiet --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) .khamtob
