"""`python -m tools.lowest`: the lowest versions that pyproject.toml allows, one `name==version` a line, for pip.

`make lowest` installs them into an environment of its own and runs part of the tests there: a bound that is only
written down is soon wrong.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
OTHERS: Final = ("dev", "all", "scale", "store")  # extras that no test needs, or that name the others
_BOUND: Final = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?>=([0-9.]+)")


def lowest(requirements: Iterable[str]) -> Iterator[str]:
    """`polars>=2,<3` as `polars==2`, with its marker. Raises ValueError for a requirement without a lower bound."""
    for requirement in requirements:
        found = _BOUND.match(requirement)
        if found is None:
            raise ValueError(f"{requirement}: no lower bound")
        _, marked, marker = requirement.partition(";")
        yield f"{found[1]}=={found[2]}{marked}{marker}"


if __name__ == "__main__":
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [each for name, extra in project["optional-dependencies"].items() for each in extra if name not in OTHERS]
    print(*lowest([*project["dependencies"], *extras]), sep="\n")
