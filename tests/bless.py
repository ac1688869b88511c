"""Accept what the build makes of tests/example as the expected site: `make bless`, then read the diff."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.miniature import EXPECTED, build_example, snapshot


def main() -> None:
    shutil.rmtree(EXPECTED, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        build_example(output)
        made = snapshot(output)
    for path, data in made.items():
        target = EXPECTED / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


if __name__ == "__main__":
    main()
