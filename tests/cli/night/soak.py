"""`make soak`: nights killed hundreds of times, at random and at chosen points, each compared with an undisturbed one.

python -m tests.cli.night.soak [KILLS]
"""

import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.cli.night.night import POINTS, filled, killed, run, start, state

KILLS = 300
A_NIGHT = 15  # kills before a night is let to its end


def main(kills: int = KILLS) -> int:
    """Kills that were survived; an AssertionError names the first night that came out otherwise."""
    chance = random.Random()
    with tempfile.TemporaryDirectory() as base:
        folder = Path(base) / "clean"
        filled(folder)
        begin = time.monotonic()
        run(folder)
        whole = time.monotonic() - begin
        clean = state(folder)
        survived = night = 0
        while survived < kills:
            night += 1
            folder = Path(base) / f"night{night}"
            filled(folder)
            here = _night(folder, chance, whole)
            run(folder)
            assert state(folder) == clean, f"night {night}, in {folder}"
            survived += here
            shutil.rmtree(folder)
            sys.stdout.write(f"night {night}: {survived} kills survived\n")
            sys.stdout.flush()
    return survived


def _night(folder: Path, chance: random.Random, whole: float) -> int:
    """Runs that are killed, most at a point, others at any time; until one comes to its end."""
    kills = 0
    while kills < A_NIGHT:
        if chance.random() < 0.7:
            code, _ = run(folder, kill=f"{chance.choice(POINTS)}:{chance.choice((1, 1, 1, 2))}")
        else:
            process = start(folder)
            time.sleep(chance.uniform(0.1 * whole, 0.5 * whole))
            process.kill()
            process.communicate()
            code = process.returncode
        if not killed(code):
            break
        kills += 1
    return kills


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else KILLS)
