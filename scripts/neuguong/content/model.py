"""The content model: what a story or a contest entry holds, key by key, and nothing else.

The annotations of `Meta` are the one table of keys: validation, messages, the handbook's reference and
`neuguong new` read it. Records only: no reading, no checking, no rendering.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 - `date` is a key of the model
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from neuguong.problems import Text
from neuguong.records import FORBID_UNKNOWN, Day, Key

NO_PEOPLE = "khong-co-nguoi"
"""What stands as a photo's consent where no person is in the picture."""


class Status(StrEnum):
    """Where an exemplar stands on its way (plan, section II.B). Only `published` leaves the repository."""

    DRAFT = "draft"
    REGISTERED = "registered"
    FOSTERING = "fostering"
    PUBLISHED = "published"
    RETRACTED = "retracted"


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """Who or what the story is about."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    form: Annotated[
        str,
        Key(
            Text("Loại đối tượng", "Form"),
            Text(
                "ca-nhan (một người), tap-the (một tập thể) hoặc mo-hinh (một cách làm)",
                "ca-nhan (a person), tap-the (a collective) or mo-hinh (a way of working)",
            ),
            "forms",
        ),
    ]
    name: Annotated[
        str,
        Key(
            Text("Tên điển hình", "Name"),
            Text(
                "tên người, tập thể hoặc cách làm; với trẻ em chỉ ghi tên gọi",
                "name of the person, collective or model; of a child the given name only",
            ),
        ),
    ]
    role: Annotated[
        str,
        Key(
            Text("Vai trò", "Role"),
            Text(
                "giáo viên, nhân viên, học sinh…; tập thể thì ghi trường, tổ, lớp…; cách làm thì bỏ mục này",
                "teacher, staff, pupil…; for a collective: school, group, class…; left out for a model",
            ),
            "roles",
        ),
    ] = ""
    age_group: Annotated[
        str,
        Key(
            Text("Nhóm tuổi", "Age group"),
            Text(
                "chỉ với học sinh, sinh viên, học viên; tùy tuổi mà biết ai phải đồng ý",
                "only for pupils, students and learners; decides who must consent",
            ),
            "age_groups",
        ),
    ] = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Author:
    """Who wrote the text."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    name: Annotated[
        str,
        Key(Text("Người viết", "Author"), Text("họ và tên hoặc bút danh", "full name or pen name")),
    ]
    unit: Annotated[
        str,
        Key(
            Text("Đơn vị của người viết", "Author's unit"),
            Text("trường hoặc cơ quan của người viết", "the author's school or office"),
        ),
    ] = ""
    age_group: Annotated[
        str,
        Key(
            Text("Nhóm tuổi của người viết", "Author's age group"),
            Text(
                "khi học sinh viết, hay người lớn viết dự thi; tùy đó mà máy tìm kiếm biết tên hay không",
                "of a pupil, or of an adult in the contest; decides whether programs learn the name",
            ),
            "age_groups",
        ),
    ] = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Photo:
    """A picture that lies in the folder named like the story, beside it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    file: Annotated[
        str,
        Key(
            Text("Tệp ảnh", "Picture file"),
            Text("tên tệp JPG, PNG hoặc WebP", "name of a JPG, PNG or WebP file"),
        ),
    ]
    alt: Annotated[
        str,
        Key(
            Text("Lời tả ảnh", "Text alternative"),
            Text(
                "một câu cho người không nhìn thấy ảnh",
                "one sentence for somebody who cannot see the picture",
            ),
        ),
    ]
    credit: Annotated[str, Key(Text("Nguồn ảnh", "Credit"), Text("ai chụp hoặc vẽ", "who took or drew it"))]
    consent: Annotated[
        str,
        Key(
            Text("Phiếu đồng ý của người trong ảnh", "Consent of the people shown"),
            Text(
                f"mã phiếu, hoặc {NO_PEOPLE} khi trong ảnh không có ai",
                f"reference of the consent form, or {NO_PEOPLE} where nobody is in the picture",
            ),
        ),
    ]
    caption: Annotated[
        str,
        Key(
            Text("Chú thích", "Caption"),
            Text("một câu dưới ảnh", "one sentence below the picture"),
        ),
    ] = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Meta:
    """The front matter of a story or a contest entry."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    title: Annotated[
        str,
        Key(
            Text("Tên bài", "Title"),
            Text("4 đến 12 chữ, không có dấu chấm cuối", "4 to 12 words, no full stop"),
        ),
    ]
    summary: Annotated[
        str,
        Key(
            Text("Tóm tắt", "Summary"),
            Text(
                "một câu nhiều nhất 200 ký tự, nói ai làm gì, được gì",
                "one sentence of at most 200 characters: who did what, with what result",
            ),
        ),
    ]
    date: Annotated[
        Day,
        Key(
            Text("Ngày đăng", "Date of publication"),
            Text(
                "dạng 2015-11-20; ngày chưa tới thì bài chờ đến hôm đó mới lên trang",
                "as 2015-11-20; a text dated in the future waits for its day",
            ),
        ),
    ]
    field: Annotated[
        str,
        Key(
            Text("Lĩnh vực", "Field"),
            Text("một trong 20 lĩnh vực của kế hoạch", "one of the plan's 20 fields"),
            "fields",
        ),
    ]
    place: Annotated[
        str,
        Key(
            Text("Nơi chốn", "Place"),
            Text(
                "huyện, thành phố (đến 2025-06-30) hoặc xã, phường (từ 2025-07-01) của ngày xảy ra chuyện",
                "district (until 2025-06-30) or commune (from 2025-07-01) as it was on the day of the events",
            ),
            "places",
        ),
    ]
    unit: Annotated[
        str,
        Key(
            Text("Đơn vị", "Unit"),
            Text("trường hoặc cơ quan của điển hình", "the exemplar's school or office"),
        ),
    ]
    level: Annotated[
        str,
        Key(
            Text("Cấp học", "Level"),
            Text("mầm non, tiểu học…", "pre-primary, primary…"),
            "levels",
        ),
    ]
    subject: Annotated[
        Subject,
        Key(
            Text("Điển hình", "Subject"),
            Text("các mục con form, role, name", "the keys form, role, name"),
        ),
    ]
    author: Annotated[
        Author,
        Key(Text("Người viết", "Author"), Text("các mục con name, unit", "the keys name, unit")),
    ]
    status: Annotated[
        Status,
        Key(
            Text("Trạng thái", "Status"),
            Text(
                "draft (bản nháp), registered (đã đăng ký), fostering (đang bồi dưỡng), "
                "published (đăng cho mọi người đọc) hoặc retracted (đã rút)",
                "draft, registered, fostering, published or retracted",
            ),
        ),
    ]
    also_fields: Annotated[
        tuple[str, ...],
        Key(
            Text("Lĩnh vực khác", "Other fields"),
            Text("nhiều nhất hai lĩnh vực nữa", "at most two more fields"),
            "fields",
        ),
    ] = ()
    unit_type: Annotated[
        str,
        Key(
            Text("Loại đơn vị", "Kind of unit"),
            Text("trường mầm non, trường tiểu học…", "kindergarten, primary school…"),
            "unit_types",
        ),
    ] = ""
    happened: Annotated[
        Day | None,
        Key(
            Text("Ngày xảy ra chuyện", "Day of the events"),
            Text(
                "áng chừng cũng được; không ghi thì lấy ngày đăng",
                "when it happened (about); the date of publication where left out",
            ),
        ),
    ] = None
    updated: Annotated[
        Day | None,
        Key(
            Text("Ngày sửa", "Date of correction"),
            Text("khi đã sửa một điều sai trong bài đã đăng", "when something published was corrected"),
        ),
    ] = None
    photos: Annotated[
        tuple[Photo, ...],
        Key(
            Text("Ảnh", "Photos"),
            Text(
                "mỗi ảnh có file, alt, caption, credit, consent",
                "each with file, alt, caption, credit, consent",
            ),
        ),
    ] = ()
    lessons: Annotated[
        tuple[str, ...],
        Key(
            Text("Điều có thể làm theo", "What others can copy"),
            Text("2 đến 4 việc cụ thể, mỗi việc một câu", "2 to 4 concrete steps, a sentence each"),
        ),
    ] = ()
    consent: Annotated[
        str,
        Key(
            Text("Phiếu đồng ý", "Consent"),
            Text(
                "mã phiếu của nhân vật; tờ phiếu cất ở văn phòng, không đưa lên đây",
                "reference of the subject's consent form; the form itself stays in the office",
            ),
        ),
    ] = ""
    guardian_consent: Annotated[
        str,
        Key(
            Text("Phiếu đồng ý của cha mẹ, người giám hộ", "Guardian's consent"),
            Text(
                "mã phiếu; cần khi nhân vật dưới 18 tuổi hoặc là cả một lớp",
                "in addition where the subject is under 18 or a class",
            ),
        ),
    ] = ""
    formerly: Annotated[
        tuple[str, ...],
        Key(
            Text("Địa chỉ cũ", "Former addresses"),
            Text(
                "dạng 2014-2015/ten-bai; ai mở địa chỉ cũ được đưa sang bài này",
                "as 2014-2015/slug; whoever opens it is led to this text",
            ),
        ),
    ] = ()
    sample: Annotated[
        bool,
        Key(
            Text("Bài mẫu", "Sample"),
            Text(
                "true khi người và trường trong bài là hư cấu; trang sẽ ghi rõ",
                "true where people and schools are invented; the page says so",
            ),
        ),
    ] = False


@dataclass(frozen=True, kw_only=True, slots=True)
class PhotoFile:
    """What a picture file turned out to be."""

    name: str
    path: str
    width: int
    height: int
    digest: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Translated:
    """That an article is a translation: of which day, by whom ("" where nobody is named), how far it is."""

    date: Date
    translator: str
    status: Status


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """A text without fault: a story (its group is a school year) or a contest entry (a season).

    The text itself stays in its file; `text_digest` says which it is, and `face_digest` which title, summary,
    photos and other metadata these are. `text_bytes` says how many bytes at the end of the file are the text
    (0: what is there must be decoded first). `links` are the files of the site that the text leads to.
    """

    path: str
    group: str
    slug: str
    meta: Meta
    syllables: int
    photo_files: tuple[PhotoFile, ...] = ()
    links: tuple[str, ...] = ()
    text_digest: bytes = b""
    text_bytes: int = 0
    face_digest: bytes = b""
    lang: str = "vi"
    translated: Translated | None = None

    @property
    def key(self) -> str:
        """Return group/slug, the text's lasting name."""
        return f"{self.group}/{self.slug}"

    @property
    def is_story(self) -> bool:
        """Return whether the text is a story, and no contest entry."""
        return self.path.startswith("stories/")

    @property
    def happened(self) -> Date:
        """Return the day of the events."""
        return self.meta.happened or self.meta.date

    @property
    def order(self) -> tuple[Date, str, str]:
        """Return the total order of texts: date, then slug, then group."""
        return self.meta.date, self.slug, self.group

    @property
    def fields(self) -> tuple[str, ...]:
        """Return all fields, the main one first."""
        return (self.meta.field, *self.meta.also_fields)

    def is_public(self, today: Date) -> bool:
        """Return whether the text may leave the repository on the day."""
        done = self.translated
        if done and (done.status is not Status.PUBLISHED or done.date > today):
            return False
        return self.meta.status is Status.PUBLISHED and self.meta.date <= today
