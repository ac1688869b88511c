from __future__ import annotations

import gzip
from pathlib import Path
from urllib.request import Request, urlopen

from tests.audit.serving import served


def test_text_travels_packed_to_whoever_takes_it_and_pictures_as_they_are(tmp_path: Path) -> None:
    files = {"index.html": "<p>Đò</p>".encode(), "site.css": b"p { color: red }", "anh.webp": b"RIFF"}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    seen = {}
    with served(tmp_path) as address:
        for name in ("", *files):
            asked = Request(address + name, headers={"Accept-Encoding": "gzip"})  # noqa: S310 - our own
            with urlopen(asked, timeout=10) as answer:  # noqa: S310
                seen[name] = (
                    answer.headers["Content-Encoding"],
                    answer.headers["Content-Type"],
                    answer.read(),
                )
        with urlopen(address + "index.html", timeout=10) as answer:  # noqa: S310
            plain = (answer.headers["Content-Encoding"], answer.read())
    assert plain == (None, files["index.html"])
    assert {name: (packed, kind) for name, (packed, kind, _) in seen.items()} == {
        "": ("gzip", "text/html; charset=utf-8"),
        "index.html": ("gzip", "text/html; charset=utf-8"),
        "site.css": ("gzip", "text/css; charset=utf-8"),
        "anh.webp": (None, "image/webp"),
    }
    bodies = {name: gzip.decompress(body) if packed else body for name, (packed, _, body) in seen.items()}
    assert bodies == {"": files["index.html"], **files}
