"""The engine on which audits are tried: Sail, or the one that ENGINE names (`make audit-spark`)."""

import os
from importlib.util import find_spec

import pytest

ENGINE = os.environ.get("ENGINE", "sail")
PATIENCE = 3600  # seconds: a cluster of several processes on a machine that others use too
# One that is asked for by name, or is installed, is tried; what then is missing is a failure.
needs_engine = pytest.mark.skipif(
    "ENGINE" not in os.environ and find_spec("pysail") is None, reason="no engine is installed: make .venv/.scale"
)
