"""`python -m copylint`."""

import sys

from copylint.cli import main

if __name__ == "__main__":
    sys.exit(main())
