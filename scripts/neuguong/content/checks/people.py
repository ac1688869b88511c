"""Rules about people: roles, ages, consent, the names of children.

Law 91/2025/QH15 arts. 9, 16, 24 and Decree 56/2017 arts. 33, 36.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from neuguong.content.checks.rule import Fault, World
from neuguong.content.drafts import Draft
from neuguong.content.model import Status
from neuguong.content.vocabulary import AgeGroup, Minor
from neuguong.problems import Level, Text
from neuguong.text import count_syllables

REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9./_-]{2,39}")
"""A consent form's number: never a person's name, so no spaces and no marks."""


def role_fits_form(draft: Draft, world: World) -> Iterator[Fault]:
    """A person has a person's role, a collective a collective's kind, a way of working none."""
    form, role = draft.front.text("subject", "form"), draft.front.text("subject", "role")
    vocabularies = world.vocabularies
    if form not in vocabularies.slugs("forms"):
        return
    fitting = [entry.slug for entry in vocabularies.roles if entry.form == form]
    known = vocabularies.slugs("roles").get(role)
    listed = ", ".join(fitting)
    if not role and fitting:
        yield Fault(
            draft.front.line(("subject",)),
            Text("thiếu vai trò (role) của điển hình", "the subject's role is missing"),
            Text(f"thêm “role: …”, một trong: {listed}", f"add “role: …”, one of: {listed}"),
        )
    elif known and role not in fitting:
        use = Text(f"dùng một trong: {listed}", f"use one of: {listed}")
        drop = Text("xóa mục role", "delete the role line")
        yield Fault(
            draft.front.line(("subject", "role")),
            Text(f"“{role}” không hợp với “{form}”", f"“{role}” does not go with “{form}”"),
            use if fitting else drop,
        )


def age_group_is_given(draft: Draft, world: World) -> Iterator[Fault]:
    """A student or adult learner has an age group, because some are under 18."""
    role = world.vocabularies.slugs("roles").get(draft.front.text("subject", "role"))
    if role and role.minor is Minor.ASK and not draft.front.text("subject", "age_group"):
        groups = ", ".join(group.slug for group in world.vocabularies.age_groups)
        yield Fault(
            draft.front.line(("subject",)),
            Text(f"{role.name} cần có nhóm tuổi", f"“{role.slug}” needs an age group"),
            Text(f"thêm “age_group: …”, một trong: {groups}", f"add “age_group: …”: {groups}"),
        )


def consent_is_recorded(draft: Draft, world: World) -> Iterator[Fault]:
    """A text about a person names the consent form; about a child or a class the guardians' too.

    Law 91/2025/QH15 arts. 9, 16, 24; Decree 56/2017 art. 36. Until publication its absence is a warning.
    """
    published = draft.front.text("status") == Status.PUBLISHED
    level = Level.ERROR if published else Level.WARNING
    person = _is_person(draft, world)
    guarded = _needs_guardian(draft, world)
    needed = (
        ("consent", person or guarded, Text("của nhân vật", "of the subject")),
        ("guardian_consent", guarded, Text("của cha mẹ hoặc người giám hộ", "of the guardian")),
    )
    for key, is_needed, whose in needed:
        value = draft.front.text(key)
        if is_needed and not value:
            yield Fault(
                draft.front.line((key,)),
                Text(f"chưa có mã phiếu đồng ý {whose.vi}", f"the consent {whose.en} is missing"),
                Text(
                    f"nhờ ký phiếu, cất phiếu ở văn phòng rồi ghi mã: “{key}: 2015-014”",
                    f"have the form signed, keep it in the office and give its number: “{key}: 2015-014”",
                ),
                level,
            )
        elif value and not REFERENCE.fullmatch(value):
            yield Fault(
                draft.front.line((key,)),
                Text(f"“{value}” không phải mã phiếu", f"“{value}” is no reference"),
                Text(
                    "chỉ ghi mã (chữ không dấu, số, gạch nối), không ghi tên người",
                    "give the number only (letters, digits, hyphens), never a person's name",
                ),
            )


def child_has_no_full_name(draft: Draft, world: World) -> Iterator[Fault]:
    """A child under 16 appears by given name only (Decree 56/2017 art. 33)."""
    name = draft.front.text("subject", "name")
    person = _is_person(draft, world)
    if person and _is_child(draft, world) and count_syllables(name) > 2:
        yield Fault(
            draft.front.line(("subject", "name")),
            Text(f"“{name}” giống họ tên đầy đủ của trẻ", f"“{name}” looks like a child's full name"),
            Text("chỉ ghi tên gọi, ví dụ “Em Nhài”", "give the given name only, such as “Em Nhài”"),
        )


def _is_person(draft: Draft, world: World) -> bool:
    form = world.vocabularies.slugs("forms").get(draft.front.text("subject", "form"))
    return form is not None and form.person


def _is_child(draft: Draft, world: World) -> bool:
    group = _age_group(draft, world)
    return group.child if group else _may_be_child(draft, world)


def _needs_guardian(draft: Draft, world: World) -> bool:
    group = _age_group(draft, world)
    return group.guardian if group else _may_be_child(draft, world)


def _age_group(draft: Draft, world: World) -> AgeGroup | None:
    found: AgeGroup | None = world.vocabularies.slugs("age_groups").get(
        draft.front.text("subject", "age_group")
    )
    return found


def _may_be_child(draft: Draft, world: World) -> bool:
    """Return whether the role makes a child likely, where no age group says more."""
    role = world.vocabularies.slugs("roles").get(draft.front.text("subject", "role"))
    return role is not None and role.minor is Minor.PRESUMED
