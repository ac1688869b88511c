"""How hard the tests look: as long as `make test` may take, or with NEUGUONG_NIGHTLY=1 through a night."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

NIGHTLY = bool(os.environ.get("NEUGUONG_NIGHTLY"))

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
DAILY_SEARCH = settings(
    max_examples=18,
    deadline=None,
    print_blob=True,
    suppress_health_check=_SLOW,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
)
NIGHTLY_SEARCH = settings(DAILY_SEARCH, max_examples=600)
settings.register_profile("neuguong-exactness", DAILY_SEARCH)
settings.register_profile("neuguong-exactness-nightly", NIGHTLY_SEARCH)
SEARCH = settings.get_profile("neuguong-exactness-nightly" if NIGHTLY else "neuguong-exactness")
MOST_STEPS, MOST_EDITS = (8, 4) if NIGHTLY else (4, 3)
