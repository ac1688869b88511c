"""Simulated seasons by the command: the figures, the same for the same seed, and what cannot be read."""

from __future__ import annotations

import json
from typing import Any

from tests.cli.conftest import Run

SMALL = ("contest", "simulate", "--entries", "8", "--judges", "4", "--readings", "2", "--conflicts", "0")


def figures(call: Run, *words: str) -> dict[str, Any]:
    done = call(*SMALL, "--json", *words)
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert found.pop("seconds") > 0
    return found


def test_figures_have_the_agreed_keys_and_nobody_leaks(call: Run) -> None:
    found = figures(call)
    assert sorted(found) == [
        "leaks", "load_spread", "recall_adjusted", "recall_raw", "tau_adjusted", "tau_raw", "unread",
    ]  # fmt: skip
    assert (found["leaks"], found["load_spread"], found["unread"]) == (0, 0, 0)
    assert -1 <= found["tau_raw"] <= 1


def test_same_seed_gives_the_same_figures_and_several_seasons_their_mean(call: Run) -> None:
    first, second = figures(call, "--seed", "a"), figures(call, "--seed", "a-2")
    assert figures(call, "--seed", "a") == first
    both = figures(call, "--seed", "a", "--seasons", "2")
    assert abs(both["tau_raw"] - (first["tau_raw"] + second["tau_raw"]) / 2) < 2e-4


def test_too_few_judges_leave_entries_unread_and_it_is_said(call: Run) -> None:
    done = call("contest", "simulate", "--entries", "4", "--judges", "1", "--readings", "2", "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["unread"], found["tau_adjusted"]) == (1, 4, None)


def test_table_is_for_people(call: Run) -> None:
    lines = call(*SMALL).stdout.splitlines()
    assert [line.rsplit(maxsplit=1)[0].strip() for line in lines][-2:] == ["chỗ lộ tên", "số giây"]
