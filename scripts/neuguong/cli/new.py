"""`neuguong new story` and `new translation`: ask, or take flags, and write a skeleton in its place."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import click

from neuguong.cli.terminal import (
    CLEAN,
    PROBLEMS,
    USAGE,
    clean_content,
    help_option,
    inside,
    lang_option,
    load_site,
    open_site,
    parse_day,
    say,
    site_option,
    today,
)
from neuguong.content import skeleton
from neuguong.content.files import Tree
from neuguong.content.load_texts import body_of
from neuguong.content.model import Author, Meta, Subject
from neuguong.content.skeleton import Answers
from neuguong.content.translations import LANGUAGES
from neuguong.content.vocabulary import RESERVED, Minor, Vocabularies
from neuguong.problems import Language, Text
from neuguong.records import keys_of
from neuguong.site.write import replace as replace_file
from neuguong.text import slug


@click.group(help="Tạo tệp mới từ khung có sẵn.")
@help_option
def new() -> None: ...


@new.command("story", help="Tạo bản nháp bài mới, đúng thư mục năm học. Mục nào không ghi thì được hỏi.")
@click.option("--title", help="Tên bài, 4 đến 12 chữ.")
@click.option("--summary", help="Một câu: ai làm gì, được gì.")
@click.option("--date", "day", metavar="NĂM-THÁNG-NGÀY", help="Ngày đăng.  [mặc định: hôm nay]")
@click.option("--field", help="Lĩnh vực (mã hoặc tên).")
@click.option("--place", "where", help="Nơi chốn: huyện, thành phố hoặc xã, phường (mã hoặc tên).")
@click.option("--unit", help="Đơn vị: trường hoặc cơ quan của điển hình.")
@click.option("--level", help="Cấp học (mã hoặc tên).")
@click.option("--form", help="Loại đối tượng: ca-nhan, tap-the, mo-hinh.")
@click.option("--role", help="Vai trò (mã hoặc tên).")
@click.option("--age-group", help="Nhóm tuổi, với học sinh, sinh viên, học viên.")
@click.option("--name", help="Tên điển hình.")
@click.option("--author", help="Người viết.")
@site_option
@lang_option
@help_option
def new_story(root: Path, lang: str | None, **given: str | None) -> int:
    site = open_site(root, lang)
    loaded = load_site(site)
    content = loaded.content if loaded else None
    if content is None:
        clean_content(loaded, site)
        return PROBLEMS
    answers = _ask_all(given, content.vocabularies, site.language)
    path = skeleton.path(answers, content.vocabularies)
    if path is None:
        site.say(
            Text(
                f"Ngày {answers.day} không thuộc năm học nào trong content/vocabulary/calendar.yml.",
                f"{answers.day} lies in no school year of content/vocabulary/calendar.yml.",
            )
        )
        return USAGE
    taken = _taken(site.root, Path(path).name)
    if taken:
        site.say(Text(f"Đã có {taken}; đặt tên bài khác.", f"{taken} exists already; choose another title."))
        return PROBLEMS
    replace_file(site.root / path, skeleton.text(answers).encode())
    click.echo(path)
    site.say(
        Text(
            f"Viết bài vào tệp ấy, rồi chạy: neuguong check {path}",
            f"Write into that file, then run: neuguong check {path}",
        )
    )
    return CLEAN


@new.command("translation", help="Tạo bản nháp bản dịch tiếng Anh cạnh bài gốc, để dịch đè lên từng dòng.")
@click.argument("story", type=click.Path(path_type=Path), metavar="BÀI")
@click.option("--date", "day", metavar="NĂM-THÁNG-NGÀY", help="Ngày dịch.  [mặc định: hôm nay]")
@site_option
@lang_option
@help_option
def new_translation(story: Path, day: str | None, root: Path, lang: str | None) -> int:
    site = open_site(root, lang)
    wanted = inside(site, story)
    content = clean_content(load_site(site), site)
    if content is None:
        return PROBLEMS
    original = next((one for one in content.stories if one.path == wanted), None)
    if original is None:
        site.say(Text(f"{wanted} không phải là một bài.", f"{wanted} is no story."))
        return USAGE
    path = skeleton.translation_path(wanted, LANGUAGES[0])
    if (site.root / path).exists():
        site.say(Text(f"Đã có {path}.", f"{path} exists already."))
        return PROBLEMS
    body = body_of(Tree(site.root), original)
    text = skeleton.translation(original, body, parse_day(day) or today())
    replace_file(site.root / path, text.encode())
    click.echo(path)
    site.say(
        Text(
            f"Dịch đè lên từng dòng, đổi status thành published, rồi chạy: neuguong check {path}",
            f"Write over each line, set status to published, then run: neuguong check {path}",
        )
    )
    return CLEAN


def _taken(root: Path, name: str) -> str:
    """Return the story of any year that has this file name; a name is used once."""
    found = sorted((root / "stories").glob(f"*/{name}"))
    return found[0].relative_to(root).as_posix() if found else ""


_OPTIONS = {"where": "--place", "age_group": "--age-group"}


def _ask_all(given: Mapping[str, str | None], lists: Vocabularies, language: Language) -> Answers:
    """Ask for what was not given, in the model's words."""
    labels = {info.name: info.key.label for info in (*keys_of(Author), *keys_of(Meta), *keys_of(Subject))}
    labels |= {"where": labels["place"], "author": next(i for i in keys_of(Author)).key.label}
    day = parse_day(given.get("day")) or today()
    standing = replace(lists, places=tuple(place for place in lists.places if place.exists_on(day)))
    question = _Questions(given, lists, labels, language)
    title, summary = question.ask_title(), question.ask("summary")
    field = question.choose("field", "fields")
    hinted = lists.slugs("fields")[field].forms
    forms = sorted(lists.forms, key=lambda form: form.slug not in hinted)  # the usual ones first
    form = question.choose("form", "forms", replace(lists, forms=tuple(forms)))
    usual = lists.slugs("fields")[field].roles
    roles = sorted(
        (role for role in lists.roles if role.form == form), key=lambda role: role.slug not in usual
    )
    fitting = replace(lists, roles=tuple(roles))
    role = question.choose("role", "roles", fitting) if fitting.roles else ""
    may_be_child = lists.slugs("forms")[form].person and lists.slugs("roles")[role].minor is not Minor.NO
    return Answers(
        title=title,
        summary=summary,
        day=day,
        field=field,
        place=question.choose("where", "places", standing),
        unit=question.ask("unit"),
        level=question.choose("level", "levels"),
        form=form,
        role=role,
        age_group=question.choose("age_group", "age_groups") if may_be_child else "",
        name=question.ask("name"),
        author=question.ask("author"),
    )


@dataclass(frozen=True, slots=True)
class _Questions:
    """Answers given as flags, and a person who may be asked for the others."""

    given: Mapping[str, str | None]
    lists: Vocabularies
    labels: Mapping[str, Text]
    language: Language

    def ask(self, key: str) -> str:
        """Return one line of text."""
        return self.given.get(key) or self._prompt(key)

    def ask_title(self) -> str:
        """Return a title that can be an address too."""
        title = self.ask("title")
        if slug(title) and slug(title) not in RESERVED:
            return title
        sentence = Text(f"“{title}” không đặt làm tên bài được.", f"“{title}” is no title.")
        raise click.UsageError(sentence(self.language))

    def choose(self, key: str, vocabulary: str, allowed: Vocabularies | None = None) -> str:
        """Return a slug of the list, given as slug, as name, or as a number of the menu."""
        lists = allowed or self.lists
        entries = lists.slugs(vocabulary)
        slugs = list(entries)
        answer = self.given.get(key)
        while True:
            if answer is None:
                for number, each in enumerate(slugs, start=1):
                    say(f"  {number:>2}  {entries[each].name}")
                answer = self._prompt(key)
            found = _find(answer, slugs)
            if found is None and answer not in self.lists.slugs(vocabulary):
                found = lists.slug_named(vocabulary, answer)
            if found is not None:
                return found
            self._refuse(answer, slugs, lists.nearest_slug(vocabulary, answer))
            answer = None

    def _prompt(self, key: str) -> str:
        label = self.labels[key](self.language)
        if not sys.stdin.isatty():
            option = _OPTIONS.get(key, f"--{key}")
            missing = Text(f"Thiếu {option} ({label}).", f"{option} ({label}) is missing.")
            raise click.UsageError(missing(self.language))
        answer: str = click.prompt(label, err=True)
        return answer

    def _refuse(self, answer: str, slugs: list[str], near: str | None) -> None:
        hint = Text(f" Có phải “{near}”?", f" Did you mean “{near}”?") if near else Text("", "")
        listed = ", ".join(slugs)
        sentence = Text(
            f"“{answer}” không có trong danh mục: {listed}.{hint.vi}",
            f"“{answer}” is not one of: {listed}.{hint.en}",
        )
        if not sys.stdin.isatty():
            raise click.UsageError(sentence(self.language))
        say(sentence(self.language))


def _find(answer: str, slugs: list[str]) -> str | None:
    if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(slugs):
        return slugs[int(answer) - 1]
    return answer if answer in slugs else None
