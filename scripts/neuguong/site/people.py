"""What programs may be told of the people in a story: JSON-LD, Dublin Core, feeds and data files ask here.

A text's metadata in, yes or no out. A page is read by people, one at a time; what is made for programs is
copied, joined with other data and kept, where no withdrawal reaches it. So of a story whose subject is or may
be under 18 they learn what its card in a list says and no more: title, summary, days, fields, place.
"""

from __future__ import annotations

from neuguong.content.model import Article, Author, Subject
from neuguong.content.vocabulary import Minor, Vocabularies

_CHILDS_NAMES = frozenset({"em", "bé", "cháu", "học"})
"""First words of what a child is called: Em Nhài, Bé Na, Cháu Tí, Học sinh lớp 5A."""


def may_be_minor(lists: Vocabularies, subject: Subject) -> bool:
    """Return whether the story is about somebody under 18, or about a class; in doubt it is.

    An age group that needs no guardian says that it is an adult, whatever the role.
    """
    group = lists.slugs("age_groups").get(subject.age_group)
    if group is not None:
        return bool(group.guardian)
    role = lists.slugs("roles").get(subject.role)
    if role is not None:
        return role.minor is not Minor.NO
    form = lists.slugs("forms").get(subject.form)
    return form is None or form.person


def author_of(lists: Vocabularies, article: Article) -> Author | None:
    """Return the author, or None where naming them could name a child.

    Few texts say how old their author is; pupils enter the contest, and a mother's name gives away her child.
    """
    author = article.meta.author
    if may_be_minor(lists, article.meta.subject):
        return None
    group = lists.slugs("age_groups").get(author.age_group)
    if group is not None:
        return None if group.guardian else author
    return author if article.is_story and not _sounds_young(author) else None


def _sounds_young(author: Author) -> bool:
    unit = f" {author.unit.lower()} "
    return author.name.lower().partition(" ")[0] in _CHILDS_NAMES or " học sinh " in unit or " lớp " in unit
