import json
import unicodedata
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

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


def test_example_data_is_valid_by_the_schemas_beside_it(built: Path) -> None:
    base, checked = "https://thu-nho.example/goc/", []
    for file in sorted((built / "api").rglob("*.json")):
        data = json.loads(file.read_bytes())
        path = file.relative_to(built).as_posix()
        if path.startswith("api/v1/schema/"):
            Draft202012Validator.check_schema(data)
            assert data["$id"] == base + path
            continue
        schema = json.loads((built / data["$schema"].removeprefix(base)).read_bytes())
        judge = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
        assert list(judge.iter_errors(data)) == []
        checked.append(path)
    assert checked == [
        "api/v1/fields.json",
        "api/v1/index.json",
        "api/v1/places.json",
        "api/v1/stories/2014-2015/1.json",
        "api/v1/stories/2015-2016/1.json",
        "api/v1/years.json",
    ]


def test_example_is_composed_and_says_so_in_one_language(built: Path) -> None:
    texts = {file: file.read_text("utf-8") for file in built.rglob("*.json")}
    assert len(texts) > 15
    assert [file for file, text in texts.items() if not unicodedata.is_normalized("NFC", text)] == []
    feeds = [json.loads(texts[file]) for file in texts if file.is_relative_to(built / "feeds")]
    assert {item["language"] for feed in feeds for item in [feed, *feed["items"]]} == {"vi"}
