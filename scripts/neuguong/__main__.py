"""`neuguong` and `python -m neuguong`."""

from __future__ import annotations

import os
import sys

from neuguong.cli import OUR_FAULT, run


def main() -> None:
    """Run the command line and leave with its exit code."""
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:  # nobody reads our output any more
        pass
    except OSError:  # a full disk behind a redirection
        code = OUR_FAULT
    os._exit(code)  # all is closed; taking thousands of records apart first takes a tenth of a short build


if __name__ == "__main__":
    main()
