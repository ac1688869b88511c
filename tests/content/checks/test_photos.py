from __future__ import annotations

from neuguong.content.checks.rule import World
from neuguong.content.pictures import examine
from tests.content.checks.cases import Case, assert_found, bad, good, table
from tests.samples import photo_file

ALT, FILE, PICTURE = "photo-has-alt-text", "photo-file-exists", "picture-is-a-picture"
CONSENT, USED = "photo-consent-is-recorded", "photo-is-used"
FOUND = {"ben-do.jpg": photo_file("ben-do.jpg")}


def photo(**changes: str) -> str:
    """Return the YAML of one photo: file on line 15, alt on 16, credit on 17, consent on 18."""
    keys = {
        "file": "ben-do.jpg",
        "alt": "Con đò nằm ở bến",
        "credit": "Tranh mẫu",
        "consent": "khong-co-nguoi",
        **changes,
    }
    return "\n- " + "\n  ".join(f"{key}: {value}" for key, value in keys.items())


CASES = [
    bad(ALT, 16, photos=photo(alt="Con đò"), pictures=FOUND),
    bad(ALT, 16, photos=photo(alt="Một con đò"), pictures=FOUND),
    bad(ALT, 16, photos=photo(alt="ben-do.jpg"), pictures=FOUND),
    bad(ALT, 16, photos=photo(caption="Con đò nằm ở bến"), pictures=FOUND),
    good(ALT, photos=photo(caption="Bến đò buổi sớm"), pictures=FOUND),
    bad(FILE, 15, photos=photo()),
    bad(FILE, 15, 19, photos=photo(file="a.jpg") + photo(file="../ben-do.jpg")),
    good(FILE, photos=photo(), pictures=FOUND),
    bad(PICTURE, 15, photos=photo(), pictures={"ben-do.jpg": examine("ben-do.jpg", b"anh")}),
    good(PICTURE, photos="[]"),
    bad(CONSENT, 18, photos=photo(consent="không có người"), pictures=FOUND),
    bad(CONSENT, 18, photos=photo(consent="Cô Mơ"), pictures=FOUND),
    good(CONSENT, photos=photo(consent="2015/014"), pictures=FOUND),
    bad(USED, 2, pictures=FOUND),
    bad(USED, 14, 14, photos=photo(), pictures={n: photo_file(n) for n in ("a.jpg", "b.jpg", "ben-do.jpg")}),
    good(USED, photos="một ảnh"),
    good(USED, photos="[a.jpg, {file: [b.jpg]}]"),
]


@table(CASES)
def test_rules_about_photos(case: Case, world: World) -> None:
    assert_found(case, world)
