"""Content → the plan of the site in each of its languages.

Pure. The edition in the main language comes first and has everything; the other one has the stories that are
translated, their groups and its own feeds. A site without a translation that is public on the day has no
other edition.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from neuguong.content.load import Content
from neuguong.content.translations import LANGUAGES
from neuguong.settings import Settings
from neuguong.site.assemble import Assembled, assemble
from neuguong.site.context import Rendered
from neuguong.site.edition import MAIN, Edition
from neuguong.site.medium import WEB, Medium
from neuguong.site.plain import PlainText
from neuguong.site.plans import ArchivePlan, Plan, StoryPlan
from neuguong.site.words import Words

Editions = tuple[Assembled, ...]
"""The main edition, and the other one where there is one."""


def plan_editions(
    content: Content,
    text_of: Rendered,
    plain: Iterable[PlainText],
    today: date,
    words: Mapping[str, Words],
    medium: Medium = WEB,
) -> Editions:
    """Plan every page of the site as it stands on the day, in each language; `words` has the main one's."""
    texts, site_url = tuple(plain), content.settings.base_url
    made = functools.partial(Edition, site_url=site_url, medium=medium)
    for lang in LANGUAGES:
        if lang in words and any(story.is_public(today) for story in content.translations):
            other = made(lang=lang, other_lang=MAIN)
            translated = assemble(in_language(content, other), text_of, texts, today, words[lang], other)
            main = made(other_lang=lang, counterparts=_groups(translated.plans))
            return assemble(content, text_of, texts, today, words[MAIN], main), translated
    return (assemble(content, text_of, texts, today, words[MAIN], made()),)


def in_language(content: Content, edition: Edition) -> Content:
    """Return the content as the other edition has it: translations for stories, and the other way round."""
    return replace(
        content,
        settings=_settings(content.settings, edition),
        vocabularies=content.vocabularies.in_english(),
        stories=content.translations,
        translations=content.stories,
        has_handbook=False,
    )


def _settings(settings: Settings, edition: Edition) -> Settings:
    return replace(
        settings,
        tagline=settings.tagline_en or settings.tagline,
        description=settings.description_en or settings.description,
        publisher=settings.publisher_en,
        publisher_en="",
        base_url=settings.base_url + edition.folder,
    )


def _groups(plans: Iterable[Plan]) -> frozenset[str]:
    """Return the pages that both editions have, but for stories: older pages of lists hold others there."""
    return frozenset(
        plan.path for plan in plans if plan.indexed and not isinstance(plan, StoryPlan | ArchivePlan)
    )
