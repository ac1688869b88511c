"""A process that works with a vault until it is done or killed: `python -m tests.contest.appending …`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from neuguong.contest.log import Organiser
from neuguong.contest.vault import New, Vault
from neuguong.contest.vault_folder import vault_folder


def main(what: str, site: str, key_file: str, times: str) -> None:
    """Append batches of three, or seal everything anew for one organiser more and one less in turn."""
    folder = vault_folder(Path(site), "2027")
    book = Vault.open(folder, Path(key_file), on_wait=lambda: print("waiting", flush=True))
    first = book.organisers
    print("ready", flush=True)
    for number in range(int(times)):
        if what == "append":
            book.append_all([New("sheet", b"x" * 40_000)] * 3, datetime.now(UTC))
        else:
            other = Organiser("Thầy Nam", what)
            book.set_organisers(first if number % 2 else [*first, other], datetime.now(UTC))


if __name__ == "__main__":
    main(*sys.argv[1:])
