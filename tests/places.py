"""Where the tests find the checkout and its samples."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
SAMPLES: Final = ROOT / "samples"
TESTS: Final = ROOT / "tests"
