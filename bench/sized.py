"""`python -m bench.sized FEW WORDS...`: the command; its audit looks through the keys of at most FEW in its process."""

import sys

from deminimis.cli.main import main
from deminimis.scale import audit

if __name__ == "__main__":
    audit.FEW = int(sys.argv.pop(1))
    main()
