"""Settings for all tests: small files by the thousand, for which one thread is fastest; frames are checked."""

import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # before Polars is imported

from hypothesis import settings

from deminimis.rules.base import contract

contract.switch(on=True)
settings.register_profile("suite", deadline=None)  # how long an example takes is for bench/, and hangs on the machine
settings.load_profile("suite")
