"""The miniature site uses the real settings and the real theme; only its content is its own."""

import runpy
from pathlib import Path

_REPOSITORY = Path(__file__).resolve().parents[2]

globals().update(runpy.run_path(str(_REPOSITORY / "pelicanconf.py")))
PATH = "content"
OUTPUT_PATH = "output"
THEME = str(_REPOSITORY / "theme")
