# Plaza's commands. Each is a module in deploy/, which sets up what it needs.
# ARGS goes to the tool behind the command: make test ARGS="-k zoom"

PYTHON ?= python3
export ARGS

.PHONY: help run test bench fmt messages screenshots lock
.DEFAULT_GOAL := help

help:
	@echo "make run          the demo site on http://localhost:8000 (PORT=8001 for another port)"
	@echo "make test         lint, checks and all tests (ARGS=\"-k zoom\" for some of the tests)"
	@echo "make fmt          format Python and templates"
	@echo "make messages     bring locale/ up to date with the strings in the code"
	@echo "make screenshots  each public page, both languages, two widths, into screenshots/"
	@echo "make bench        speed of the main pages, intake, search, redlines, the review queue and the response to comments, and Lighthouse (ARGS=\"rates\" for some of it)"
	@echo "make lock         write the lock files from pyproject.toml (ARGS=--upgrade for newer versions)"

run test bench fmt messages screenshots lock:
	@$(PYTHON) -m deploy.$@
