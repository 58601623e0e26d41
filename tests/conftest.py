"""Settings for all tests: they read small files by the thousand, for which one thread is fastest."""

import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")
