"""Real vaults for tests: real keys, real files, randomness that can be repeated."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from neuguong.contest import keys, vault
from neuguong.contest.inspection import inspect
from neuguong.contest.log import Organiser
from neuguong.contest.vault import Vault
from neuguong.contest.vault_folder import VaultFolder, vault_folder
from neuguong.problems import errors

NOW = datetime(2027, 1, 5, 1, 30, tzinfo=UTC)


class Person(NamedTuple):
    """Somebody who holds a key: the organiser as the log names them, and the file of the private key."""

    organiser: Organiser
    key_file: Path


def person(folder: Path, name: str, passphrase: str | None = None) -> Person:
    """Make a real pair of keys for somebody."""
    pair = keys.new_pair()
    path = folder / "keys" / f"{pair.public[-8:]}.key"
    keys.write_key_file(path, keys.key_file(pair, passphrase))
    return Person(Organiser(name, pair.public), path)


def made(site: Path, *people: Person, seed: int = 1) -> VaultFolder:
    """Make a vault for these people in a site's folder."""
    folder = vault_folder(site, "2027")
    folder.root.parent.mkdir(parents=True, exist_ok=True)
    vault.create(folder, [each.organiser for each in people], NOW, random.Random(seed).randbytes)  # noqa: S311
    return folder


def opened(folder: VaultFolder, who: Person) -> Vault:
    """Open a vault."""
    return Vault.open(folder, who.key_file)


def faults(folder: VaultFolder, who: Person | None = None) -> list[str]:
    """Return the rules that the vault breaks, errors only."""
    identity = keys.read_identity(who.key_file) if who else None
    return sorted(problem.rule for problem in errors(inspect(folder, identity).problems))


def notes(folder: VaultFolder, who: Person | None = None) -> list[str]:
    """Return the rules of all problems, warnings too."""
    identity = keys.read_identity(who.key_file) if who else None
    return sorted(problem.rule for problem in inspect(folder, identity).problems)
