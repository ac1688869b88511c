from pathlib import Path

import pytest

from tests.miniature import EXAMPLE, EXPECTED, build_example, snapshot


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("example") / "output"
    build_example(output)
    return output


def test_example_builds_to_the_expected_site(built: Path) -> None:
    expected = {
        file.relative_to(EXPECTED).as_posix(): file.read_bytes()
        for file in EXPECTED.rglob("*")
        if file.is_file()
    }
    made = snapshot(built)
    changed = sorted(path for path in made if made[path] != expected.get(path))
    missing = sorted(expected.keys() - made.keys())
    assert (changed, missing) == ([], []), "if this is on purpose: make bless, and read the diff"


@pytest.mark.parametrize("secret", ["BẢN-NHÁP-CHƯA-ĐƯỢC-HIỆN", "BÀI-CỦA-NGÀY-MAI", "BÀI-ĐÃ-RÚT"])
def test_example_shows_nothing_that_is_not_published(built: Path, secret: str) -> None:
    planted = [file for file in (EXAMPLE / "stories").rglob("*.md") if secret in file.read_text("utf-8")]
    leaked = [file for file in built.rglob("*") if file.is_file() and secret.encode() in file.read_bytes()]
    assert (len(planted), leaked) == (1, [])


def test_example_built_again_changes_nothing(built: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in built.rglob("*") if file.is_file()}
    said = build_example(built).stderr
    after = {file: file.stat().st_mtime_ns for file in built.rglob("*") if file.is_file()}
    assert after == before
    assert "(0 tệp mới hoặc đổi, 0 tệp gỡ bỏ)" in said
