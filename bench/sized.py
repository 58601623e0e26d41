"""`python -m bench.sized FEW WORDS...`: the command; its audit makes routes of at most FEW filings in its process."""

import sys

from deminimis.cli.main import main
from deminimis.scale import split

if __name__ == "__main__":
    split.FEW = int(sys.argv.pop(1))
    main()
