"""Rules about addresses, which look at all articles together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from neuguong.content.checks.rule import Fault, World
from neuguong.content.drafts import Draft, Kind
from neuguong.problems import Text
from neuguong.text import slug

ADDRESSES = "stories/addresses.txt"


def slug_is_stable_and_unique(drafts: Sequence[Draft], world: World) -> Iterator[tuple[str, Fault]]:
    """A file's name is its address: ASCII, used once, and never changed after publication."""
    seen: dict[tuple[Kind, str], str] = {}
    kept = {draft.source.key for draft in drafts if draft.source.kind is Kind.STORY}
    for draft in drafts:
        source = draft.source
        if source.slug != slug(source.slug):
            right = slug(source.slug) or "ten-bai"
            yield (
                source.path,
                Fault(
                    0,
                    Text(
                        f"tên tệp “{source.slug}.md” có chữ hoa, dấu hoặc dấu cách",
                        f"the file name “{source.slug}.md” has capitals, marks or spaces",
                    ),
                    Text(f"đổi thành “{right}.md”", f"rename it to “{right}.md”"),
                ),
            )
        group = "" if source.kind is Kind.STORY else source.group
        first = seen.setdefault((source.kind, f"{group}/{source.slug}"), source.path)
        if first != source.path:
            yield (
                source.path,
                Fault(
                    0,
                    Text(f"tên tệp trùng với {first}", f"{first} has the same name"),
                    Text("đặt tên khác cho bài mới hơn", "give the newer one another name"),
                ),
            )
        if source.kind is Kind.STORY:
            kept.update(item for item in draft.front.items("formerly") if isinstance(item, str))
    for number, address in enumerate(world.addresses, start=1):
        if address and not address.startswith("#") and address not in kept:
            yield (
                ADDRESSES,
                Fault(
                    number,
                    Text(
                        f"bài đã đăng “{address}” không còn ở địa chỉ ấy",
                        f"the published text “{address}” is gone from its address",
                    ),
                    Text(
                        f"trả lại tên tệp cũ, hoặc ghi “formerly: [{address}]” ở bài đã chuyển; "
                        "bài rút hẳn thì xóa dòng này",
                        f"restore the file name, or write “formerly: [{address}]” in the moved text; "
                        "delete this line if the text was withdrawn for good",
                    ),
                ),
            )
