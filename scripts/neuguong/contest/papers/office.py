"""Office files as the same bytes on every machine: no time of day, no name of a person or computer.

A written .docx or .xlsx in, its settled bytes out. Parts are kept uncompressed, because compressors differ.
"""

from __future__ import annotations

import io
import re
import zipfile

_CHANGED_AT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def settled(written: bytes) -> bytes:
    """Return the file with fixed dates, its parts as they are."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written)) as parts, zipfile.ZipFile(made, "w") as out:
        for part in parts.infolist():
            data = parts.read(part)
            if part.filename == "docProps/core.xml":
                data = _CHANGED_AT.sub(rb"\g<1>2000-01-01T00:00:00Z\2", data)
            out.writestr(zipfile.ZipInfo(part.filename, _LONG_AGO), data, zipfile.ZIP_STORED)
    return made.getvalue()
