"""`python -m deminimis.cli`."""

from deminimis.cli.main import main

main()
