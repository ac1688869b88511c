"""The rules for articles. A rule's name, with hyphens, is its id; its docstring is the rule.

Drafts and the world around them in, problems out. A rule says nothing about a value that is missing or has
the wrong form (`records` has said that), so that every fault is reported once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from neuguong.content.checks import addresses, body, characters, metadata, people, photos
from neuguong.content.checks.rule import Rule, SiteRule, World, rule_id
from neuguong.content.drafts import Draft
from neuguong.problems import Problem

RULES: tuple[Rule, ...] = (
    characters.text_is_nfc,
    characters.no_hidden_characters,
    body.no_raw_html,
    body.no_pictures_in_text,
    body.headings_do_not_skip,
    body.links_are_safe,
    body.links_resolve,
    body.text_has_length,
    body.no_private_contact,
    metadata.title_fits,
    metadata.summary_fits,
    metadata.value_is_in_vocabulary,
    metadata.value_is_read_whole,
    metadata.place_exists_on_date,
    metadata.date_is_in_school_year,
    metadata.dates_are_in_order,
    people.role_fits_form,
    people.age_group_is_given,
    people.consent_is_recorded,
    people.child_has_no_full_name,
    metadata.also_fields_add_something,
    metadata.level_fits_unit,
    metadata.former_addresses_are_addresses,
    photos.photo_has_alt_text,
    photos.photo_file_exists,
    photos.picture_is_a_picture,
    photos.photo_consent_is_recorded,
    photos.photo_is_used,
)

CALL_RULES: tuple[Rule, ...] = (
    characters.text_is_nfc,
    characters.no_hidden_characters,
    body.no_raw_html,
    body.no_pictures_in_text,
    body.headings_do_not_skip,
    body.links_are_safe,
    body.links_resolve,
)
"""What a contest's call must keep: it has no front matter, and it may name the organisers' address."""

TRANSLATION_RULES: tuple[Rule, ...] = (
    characters.text_is_nfc,
    characters.no_hidden_characters,
    body.no_raw_html,
    body.no_pictures_in_text,
    body.headings_do_not_skip,
    body.links_are_safe,
    body.text_has_length,
    body.no_private_contact,
    metadata.title_fits,
    metadata.summary_fits,
    metadata.value_is_read_whole,
    photos.photo_has_alt_text,
)
"""What a translation must keep by itself; what it shares with its original is checked there."""

SITE_RULES: tuple[SiteRule, ...] = (
    addresses.slug_is_stable_and_unique,
    addresses.former_address_is_free,
)


def check(drafts: Sequence[Draft], world: World) -> Iterator[Problem]:
    """Run every rule on every draft."""
    for draft in drafts:
        yield from check_draft(draft, world)
    sketches = [draft.sketch() for draft in drafts]
    for rule in SITE_RULES:
        for path, fault in rule(sketches, world):
            yield Problem(path, fault.line, rule_id(rule), fault.what, fault.fix, fault.level)


def check_draft(draft: Draft, world: World, rules: Sequence[Rule] = RULES) -> Iterator[Problem]:
    """Run every rule that looks at one draft alone."""
    for rule in rules:
        for fault in rule(draft, world):
            yield Problem(draft.source.path, fault.line, rule_id(rule), fault.what, fault.fix, fault.level)
