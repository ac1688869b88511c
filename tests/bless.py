"""Accept what the build makes of tests/example as the expected site: `make bless`, then read the diff."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.miniature import EXAMPLE, EXPECTED, build_example, snapshot


def main() -> None:
    shutil.rmtree(EXPECTED, ignore_errors=True)
    output = EXAMPLE / "output"
    shutil.rmtree(output, ignore_errors=True)
    build_example(output)
    for path, data in snapshot(output).items():
        target = EXPECTED / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    shutil.rmtree(output)


if __name__ == "__main__":
    main()
