"""Settings for all tests: small files by the thousand, for which one thread is fastest; frames are checked, and nothing
is read or written in the ledger or the configuration of whoever runs them."""

import os
from collections.abc import Iterator

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # before Polars is imported

import pytest
from hypothesis import settings

from deminimis.rules.base import contract

contract.switch(on=True)
settings.register_profile("suite", deadline=None)  # how long an example takes is for bench/, and hangs on the machine
settings.load_profile("suite")


@pytest.fixture(autouse=True, scope="session")
def _home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A home of its own: the entry numbers that `refile` gives are noted below it, once for each bill."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
            patched.delenv(name, raising=False)
        yield
