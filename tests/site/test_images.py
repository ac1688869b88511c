from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from neuguong import fingerprint
from neuguong.content.files import Tree
from neuguong.content.load import load
from neuguong.content.model import Article, PhotoFile
from neuguong.content.pictures import examine
from neuguong.crew import Crew
from neuguong.site import images
from neuguong.site.build import publish
from neuguong.site.pages import Derivative, Picture
from neuguong.site.report import Report
from neuguong.site.write import Made
from neuguong.store import Store
from tests.conftest import WriteStory
from tests.samples import STORY_PATH
from tests.site.making import THEME, TODAY, article, files_of

RED, GREEN, BLUE, WHITE = (200, 20, 20), (20, 160, 20), (20, 20, 200), (255, 255, 255)
FOLDER = "stories/2014-2015/con-do-som"
MARKS = (b"MAY-ANH-CUA-TOI", b"GHI-CHU-RIENG", b"XMP-RIENG", b"HO-SO-MAU-RIENG")


def encode(image: Image.Image, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def photo_file(data: bytes, name: str = "anh.jpg") -> PhotoFile:
    found = examine(f"{FOLDER}/{name}", data)
    assert isinstance(found, PhotoFile), found
    return found


def sized(width: int, height: int = 300) -> PhotoFile:
    return PhotoFile(
        name="A.jpg", path=f"{FOLDER}/A.jpg", width=width, height=height, digest="0123456789abcdef"
    )


def about_colour(pixel: Any) -> str:
    """Name the nearest of the four colours; encoders shift them a little."""
    named = {"red": RED, "green": GREEN, "blue": BLUE, "white": WHITE}
    return min(named, key=lambda name: sum((a - b) ** 2 for a, b in zip(pixel, named[name], strict=True)))


def corners(image: Image.Image) -> list[str]:
    right, bottom = image.width - 20, image.height - 20
    return [about_colour(image.getpixel(at)) for at in ((20, 20), (right, 20), (20, bottom), (right, bottom))]


def flag() -> Image.Image:
    """Return 400 × 300 with a colour in each corner: red, green / blue, white."""
    image = Image.new("RGB", (400, 300), WHITE)
    image.paste(RED, (0, 0, 200, 150))
    image.paste(GREEN, (200, 0, 400, 150))
    image.paste(BLUE, (0, 150, 200, 300))
    return image


def telling_exif() -> Image.Exif:
    """Return Exif with an orientation, the camera's name and where the picture was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "MAY-ANH-CUA-TOI"
    exif[0x8825] = {1: "N", 2: (20.0, 49.0, 12.0), 3: "E", 4: (105.0, 20.0, 1.0)}
    return exif


def telling_profile() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile + b"HO-SO-MAU-RIENG"


def telling_picture(form: str) -> bytes:
    """Return a picture that says more than it shows."""
    text = PngInfo()
    text.add_text("Comment", "GHI-CHU-RIENG")
    text.add_itxt("XML:com.adobe.xmp", "XMP-RIENG")
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">XMP-RIENG</x:xmpmeta>'
    more: dict[str, dict[str, Any]] = {
        "JPEG": {"comment": b"GHI-CHU-RIENG", "xmp": xmp},
        "PNG": {"pnginfo": text},
        "WEBP": {"xmp": xmp + b"GHI-CHU-RIENG"},
    }
    return encode(flag(), form, exif=telling_exif(), icc_profile=telling_profile(), **more[form])


def make(
    stories: Iterable[Article], root: Path, crew: Crew | None = None, folder: str = "output"
) -> list[Made]:
    """Make the pictures of the stories below output/; without a crew here and now."""
    return list(images.make(list(images.plan(stories)), Tree(root), root / folder, crew or Crew()))


@pytest.mark.parametrize("made", ["WEBP", "JPEG"])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_derive_leaves_all_metadata_behind(form: str, made: str) -> None:
    original = telling_picture(form)
    shown = opened(original)
    planted = original + shown.info["icc_profile"] + str(shown.info).encode()
    assert [mark for mark in MARKS if mark in planted] == list(MARKS)
    assert dict(shown.getexif().get_ifd(0x8825)) != {}

    derived = images.derive(original, 200, made)

    names = {"exif", "icc_profile", "xmp", "comment", "Comment", "XML:com.adobe.xmp", "photoshop", "dpi"}
    image = opened(derived)
    assert ([mark for mark in MARKS if mark in derived], dict(image.getexif()), names & set(image.info)) == (
        [],
        {},
        set(),
    )
    assert [mark for mark in (b"Exif", b"ICC", b"xmp", b"adobe") if mark in derived] == []


@pytest.mark.parametrize(
    ("orientation", "size", "shown"),
    [
        (1, (200, 150), ["red", "green", "blue", "white"]),
        (2, (200, 150), ["green", "red", "white", "blue"]),
        (3, (200, 150), ["white", "blue", "green", "red"]),
        (4, (200, 150), ["blue", "white", "red", "green"]),
        (5, (200, 267), ["red", "blue", "green", "white"]),
        (6, (200, 267), ["blue", "red", "white", "green"]),
        (7, (200, 267), ["white", "green", "blue", "red"]),
        (8, (200, 267), ["green", "white", "red", "blue"]),
        (99, (200, 150), ["red", "green", "blue", "white"]),
    ],
)
def test_derive_turns_the_picture_upright(orientation: int, size: tuple[int, int], shown: list[str]) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = encode(flag(), "JPEG", exif=exif, quality=95)
    file = photo_file(data)
    image = opened(images.derive(data, 200, "JPEG"))
    assert (image.size, corners(image)) == (size, shown)
    assert round(file.height * 200 / file.width) == size[1]


def test_derive_survives_damaged_exif() -> None:
    data = encode(flag(), "JPEG", exif=telling_exif())
    start = data.index(b"MM\0*") if b"MM\0*" in data else data.index(b"II*\0")
    for at in range(start + 8, start + 60):
        for value in (0x00, 0x02, 0x05, 0x0B, 0xFF):
            damaged = data[:at] + bytes([value]) + data[at + 1 :]
            file = photo_file(damaged)
            width, height = opened(images.derive(damaged, 200, "JPEG")).size
            assert (width, height) == (200, round(file.height * 200 / file.width))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
@pytest.mark.parametrize("made", ["WEBP", "JPEG"])
def test_derive_shows_transparent_parts_white(mode: str, made: str) -> None:
    options = {"transparency": 0} if mode == "P" else {}
    original = encode(Image.new(mode, (300, 300)), "PNG", **options)
    image = opened(images.derive(original, 200, made))
    assert (image.mode, about_colour(image.getpixel((100, 100)))) == ("RGB", "white")


@pytest.mark.parametrize("mode", ["L", "1", "CMYK", "P", "RGB"])
def test_derive_takes_every_colour_mode(mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    image = opened(images.derive(encode(flag().convert(mode), form), 200, "WEBP"))
    assert (image.mode, image.size) == ("RGB", (200, 150))


@pytest.mark.parametrize("made", ["WEBP", "JPEG"])
def test_derive_gives_the_same_bytes_each_time(made: str) -> None:
    noise = Image.effect_noise((500, 400), 80).convert("RGB")
    data = encode(noise, "PNG")
    assert images.derive(data, 480, made) == images.derive(data, 480, made)


@pytest.mark.parametrize(
    ("original", "widths", "plain"),
    [
        (200, [200], 200),
        (480, [480], 480),
        (481, [480, 481], 481),
        (960, [480, 720, 960], 960),
        (1000, [480, 720, 960, 1000], 960),
        (1600, [480, 720, 960, 1600], 960),
        (1601, [480, 720, 960, 1600], 960),
        (8000, [480, 720, 960, 1600], 960),
    ],
)
def test_picture_has_widths_up_to_its_own(original: int, widths: list[int], plain: int) -> None:
    file = sized(original, original * 2)
    story = article(photo_files=(file,))
    made = images.picture(story, story.meta.photos[0], file)
    assert [size.width for size in made.webp] == widths
    assert [size.width for size in made.jpeg] == widths
    assert (made.plain.width, made.width, made.height) == (plain, plain, plain * 2)


def test_picture_is_named_by_slug_digest_and_width() -> None:
    file = PhotoFile(name="Ảnh Lớp 1.JPG", path="x", width=600, height=400, digest="0123456789abcdef")
    story = article("a", photo_files=(file,))
    folder = "anh/2014-2015/a/anh-lop-1-058a2fb4"
    assert images.picture(story, story.meta.photos[0], file) == Picture(
        alt="Lời tả Ảnh Lớp 1.JPG",
        caption="",
        credit="Người chụp",
        width=600,
        height=400,
        webp=(
            Derivative(href=f"{folder}-480.webp", width=480),
            Derivative(href=f"{folder}-600.webp", width=600),
        ),
        jpeg=(
            Derivative(href=f"{folder}-480.jpg", width=480),
            Derivative(href=f"{folder}-600.jpg", width=600),
        ),
        plain=Derivative(href=f"{folder}-600.jpg", width=600),
    )


@pytest.mark.parametrize("width", [200, 480, 481, 1000, 1600, 2000])
def test_plan_makes_what_the_picture_names(width: int) -> None:
    file = sized(width)
    story = article(photo_files=(file,))
    named = images.picture(story, story.meta.photos[0], file)
    planned = [(recipe.target, recipe.width) for recipe in images.plan([story])]
    assert planned == [(size.href, size.width) for size in (*named.webp, *named.jpeg)]


def test_make_writes_the_sizes_that_were_promised(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = encode(Image.new("RGB", (700, 1013), GREEN), "JPEG", exif=exif)
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / FOLDER / "anh.jpg").write_bytes(data)
    story = article(photo_files=(photo_file(data),))
    promised = images.picture(story, story.meta.photos[0], story.photo_files[0])
    notes = make([story], tmp_path)
    found = files_of(tmp_path / "output")
    made = {path: (opened(data).format, *opened(data).size) for path, data in found.items()}
    assert made == {
        **{size.href: ("JPEG", size.width, round(700 * size.width / 1013)) for size in promised.jpeg},
        **{size.href: ("WEBP", size.width, round(700 * size.width / 1013)) for size in promised.webp},
    }
    assert {note.path: note.content for note in notes} == {
        path: fingerprint.digest(data) for path, data in found.items()
    }
    assert [note.changed for note in notes] == [True] * len(made)


def test_pictures_are_the_same_by_one_and_by_many(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir(parents=True)
    data = encode(Image.effect_noise((700, 500), 80).convert("RGB"), "JPEG")
    (tmp_path / FOLDER / "anh.jpg").write_bytes(data)
    story = article(photo_files=(photo_file(data),))
    notes, files = [], []
    for number, (jobs, method) in enumerate([(1, "fork"), (2, "fork"), (2, "spawn")]):
        with Crew(jobs, method) as crew:
            made = make([story], tmp_path, crew, str(number))
        notes.append(sorted((one.path, one.content, one.changed) for one in made))
        files.append(files_of(tmp_path / str(number)))
    assert (len(files[0]), images.FEW) == (4, 4)
    assert files[0] == files[1] == files[2]
    assert (
        notes[0]
        == notes[1]
        == notes[2]
        == sorted(
            (recipe.target, fingerprint.digest(files[0][recipe.target]), True)
            for recipe in images.plan([story])
        )
    )


def test_make_leaves_pictures_alone_that_are_there(tmp_path: Path) -> None:
    data = encode(flag(), "JPEG")
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / FOLDER / "anh.jpg").write_bytes(data)
    story = article(photo_files=(photo_file(data),))
    first, second = make([story], tmp_path), make([story], tmp_path)
    assert [note.changed for note in first] == [True, True]
    assert second == [note._replace(changed=False) for note in first]  # the same stamps, too


def nothing(_file: Path) -> None: ...


def another(file: Path) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(encode(flag().rotate(90), "JPEG"))


@pytest.mark.parametrize("there", [nothing, another])
@pytest.mark.parametrize(("jobs", "method"), [(1, "fork"), (2, "fork"), (2, "spawn")])
def test_make_stops_where_a_picture_is_no_longer_the_one_that_was_checked(
    tmp_path: Path, there: Callable[[Path], None], jobs: int, method: str
) -> None:
    there(tmp_path / FOLDER / "gone.jpg")
    data = encode(Image.new("RGB", (700, 500)), "JPEG")
    story = article(photo_files=(photo_file(data, "gone.jpg"),))
    with Crew(jobs, method) as crew, pytest.raises(FileNotFoundError, match=r"gone\.jpg"):
        make([story], tmp_path, crew)
    assert files_of(tmp_path / "output") == {}


@pytest.fixture
def build(
    site_folder: Tree, write_story: WriteStory, tmp_path: Path, store: Store
) -> Callable[[], tuple[Report, dict[str, bytes]]]:
    """Return a build of a site with one picture: each call says what it did, and which pictures lie there."""
    photo = "{file: anh.jpg, alt: Lá cờ bốn màu trên sân, credit: Tranh mẫu, consent: khong-co-nguoi}"
    write_story(STORY_PATH, photos=f"[{photo}]")
    (site_folder.root / FOLDER).mkdir()
    (site_folder.root / FOLDER / "anh.jpg").write_bytes(encode(flag(), "JPEG"))

    def run() -> tuple[Report, dict[str, bytes]]:
        loaded = load(site_folder, store)
        assert (loaded.problems, loaded.content is not None) == ((), True)
        assert loaded.content is not None
        report = publish(loaded.content, (), site_folder, THEME, tmp_path / "output", TODAY, store)
        return report, files_of(tmp_path / "output/anh")

    return run


def test_build_makes_no_picture_again_that_is_there(
    build: Callable[[], tuple[Report, dict[str, bytes]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, before = build()
    made: list[int] = []

    def derive(_data: bytes, width: int, _format: str) -> bytes:
        made.append(width)
        return b"other"

    monkeypatch.setattr(images, "derive", derive)
    report, after = build()
    assert (len(before), after, report.changed, made) == (2, before, 0, [])
    (tmp_path / "output/index.html").unlink()  # so that there is something to make
    report, after = build()
    assert (after, report.changed, made) == (before, 1, [])


def test_build_makes_a_picture_again_that_was_deleted(
    build: Callable[[], tuple[Report, dict[str, bytes]]], tmp_path: Path
) -> None:
    _, before = build()
    (tmp_path / "output/anh" / min(before)).unlink()
    report, after = build()
    assert (after, report.changed, report.removed) == (before, 1, 0)


def test_picture_with_a_wide_profile_keeps_its_colours() -> None:
    swapped = _swap(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    original = Image.new("RGB", (400, 300), (200, 40, 40))
    saved = io.BytesIO()
    original.save(saved, "PNG", icc_profile=swapped)
    with Image.open(io.BytesIO(images.derive(saved.getvalue(), 400, "WEBP"))) as shown:
        red, _green, blue = shown.convert("RGB").getpixel((5, 5))  # type: ignore[misc]
    assert (red < 80, blue > 160) == (True, True)  # in this profile red and blue have changed places


def _swap(profile: bytes) -> bytes:
    """Let the red and the blue primaries of a profile change their names in its table of tags."""
    return profile.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")


def test_deep_grey_picture_is_not_washed_out() -> None:
    saved = io.BytesIO()
    Image.new("I;16", (400, 300), 32_768).save(saved, "PNG")
    with Image.open(io.BytesIO(images.derive(saved.getvalue(), 400, "WEBP"))) as shown:
        grey = shown.convert("L").getpixel((5, 5))
    assert grey is not None
    assert 120 <= int(grey) <= 136  # type: ignore[arg-type]
