from __future__ import annotations

from datetime import date, datetime

import pytest

from neuguong.site.build_date import VIETNAM, build_date


@pytest.mark.parametrize(
    ("given", "epoch", "day"),
    [
        (date(2015, 1, 2), "", date(2015, 1, 2)),
        (date(2015, 1, 2), "0", date(2015, 1, 2)),
        (None, "0", date(1970, 1, 1)),
        (None, "1435683599", date(2015, 6, 30)),
        (None, "1435683600", date(2015, 7, 1)),  # midnight in Vietnam
    ],
)
def test_build_date_is_given_or_that_of_the_epoch_in_vietnam(
    monkeypatch: pytest.MonkeyPatch, given: date | None, epoch: str, day: date
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert build_date(given) == day


@pytest.mark.parametrize("epoch", ["", "yesterday", "-5", "²", "9" * 30])
@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_build_date_is_today_in_vietnam_wherever_the_machine_stands(
    monkeypatch: pytest.MonkeyPatch, epoch: str, zone: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    monkeypatch.setenv("TZ", zone)
    before = datetime.now(VIETNAM).date()
    assert before <= build_date(None) <= datetime.now(VIETNAM).date()
