"""`python -m copylint`."""

import sys
from pathlib import Path

if __name__ == "__main__":
    # `-m` puts the current folder first, which may be a repository that is checked: nothing of it
    # is to be imported.
    if (
        not sys.flags.safe_path
        and Path(sys.path[0]).resolve() != Path(__file__).resolve().parents[1]
    ):
        del sys.path[0]
    from copylint.cli import main

    sys.exit(main())
