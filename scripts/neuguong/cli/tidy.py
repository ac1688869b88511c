"""`neuguong tidy`: mend what nobody can see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from neuguong.cli.terminal import (
    CLEAN,
    help_option,
    inside,
    is_wanted,
    lang_option,
    open_site,
    site_option,
)
from neuguong.problems import Text


@click.command(help="Ghép dấu bị tách rời và xóa ký tự ẩn trong bài; không đổi một chữ nào.")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@site_option
@lang_option
@help_option
def tidy(paths: tuple[Path, ...], root: Path, lang: str | None) -> int:
    from neuguong.content.files import Tree
    from neuguong.content.tidy import tidy as tidied
    from neuguong.site.write import replace as replace_file

    site = open_site(root, lang)
    wanted = tuple(inside(site, path) for path in paths)
    tree = Tree(site.root)
    changed = 0
    for file in _markdown_files(site.root):
        path = file.relative_to(site.root).as_posix()
        if not is_wanted(path, wanted):
            continue
        text = tree.text(path)
        if isinstance(text, str) and file.read_bytes() != (better := tidied(text).encode()):
            replace_file(file, better)
            changed += 1
            click.echo(path)
    site.say(Text(f"Đã sửa {changed} tệp.", f"Mended {changed} files."))
    return CLEAN


def _markdown_files(root: Path) -> Iterator[Path]:
    for folder in ("stories", "contest", "content"):
        for path in sorted((root / folder).rglob("*.md")):
            in_vault = folder == "contest" and path.relative_to(root).parts[2:3] == ("vault",)
            if path.is_file() and not in_vault:
                yield path
