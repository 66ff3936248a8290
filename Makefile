# What one does with a checkout of Accord; `make` alone lists it. Needs Python 3.11 or newer, make and git.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run pages docs docs-serve pictures test test-long bench lint lint-docker lock image release

PYTHON ?= python3
export PYTHON
SITE = adapters/web/documentation_site/index.html

help:
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: .venv/.dev  ## make .venv with everything that runs and checks Accord

run: .venv/.run $(SITE)  ## set up what is missing, then show Accord with made-up people: accord demo
	.venv/bin/accord demo

pages: .venv/.run  ## write the pages that are made from the code: settings, checks, addresses, privacy
	.venv/bin/python -m scripts.generated_pages

docs: .venv/.run  ## build the documentation, which Accord then serves at /docs; a broken link stops it
	.venv/bin/mkdocs build --quiet --strict

docs-serve: .venv/.run  ## show the documentation while you write it
	.venv/bin/mkdocs serve

test: .venv/.dev  ## set up, then lint, types, all tests and coverage: five to six minutes on two cores
	scripts/check

test-long: .venv/.dev  ## the full form of every promise: hundreds of kills, years of rounds, new examples
	.venv/bin/pytest -m long
	.venv/bin/pytest -n auto --hypothesis-profile "new examples" $$(grep -rl '@given' tests)

bench: .venv/.dev  ## every figure beside its limit, measured in the same run
	.venv/bin/python -m benchmarks

release: .venv/.dev  ## make dist/ from the last commit: wheel, lock, SBOM, image if there is a builder, checksums
	scripts/release

pictures: .venv/.dev  ## take the pictures of the documentation again: two minutes, with Chromium and npm
	scripts/stand-ins
	.venv/bin/python -m scripts.pictures

lint: .venv/.dev  ## mend what can be mended, then say what is left
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .
	.venv/bin/mypy

lint-docker: .venv/.dev  ## check the Dockerfile
	.venv/bin/hadolint Dockerfile

image:  ## build the container image with docker, podman or buildah
	scripts/image

# No address of a registry and no path of a machine gets into the locks: whoever installs uses their own.
LOCK = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-annotate --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)

lock: | .venv/bin/uv  ## pin anew what pyproject.toml asks for; UPGRADE=1 takes the newest of everything
	$(LOCK) pyproject.toml --output-file requirements.lock
	$(LOCK) --group build --constraint requirements.lock --output-file requirements-build.lock
	$(LOCK) pyproject.toml --group build --group dev --constraint requirements.lock \
	  --constraint requirements-build.lock --output-file requirements-dev.lock

.venv/.run: requirements.lock requirements-build.lock pyproject.toml scripts/setup
	scripts/setup requirements.lock requirements-build.lock
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.run
	scripts/setup requirements-dev.lock
	@touch $@

$(SITE): mkdocs.yml $(shell find docs -type f -not -name '*.pyc') adapters/web/static/accord.css | .venv/.run
	.venv/bin/mkdocs build --quiet --no-strict

.venv/bin/uv:
	scripts/setup requirements.lock requirements-build.lock
