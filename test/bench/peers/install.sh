#!/usr/bin/env bash
# Installs the Python peers of the benchmark into a folder of their own beside this file; needs Python 3.12 or later.
# PYTHON names another interpreter. What is not installed is "n/a" in the benchmark.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")"
"${PYTHON:-python3}" -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check -r requirements.txt
.venv/bin/pip list --disable-pip-version-check
