"""`neuguong reference`: write the handbook's reference pages out of the model and the commands."""

from __future__ import annotations

from pathlib import Path

import click

from neuguong.cli.terminal import (
    CLEAN,
    PROBLEMS,
    clean_content,
    help_option,
    lang_option,
    load_site,
    open_site,
    site_option,
)


@click.command(help="Viết lại các trang tra cứu của sổ tay, lấy từ chương trình và danh mục.")
@site_option
@lang_option
@help_option
@click.pass_context
def reference(context: click.Context, root: Path, lang: str | None) -> int:
    from neuguong.reference import pages
    from neuguong.site.write import replace as replace_file

    site = open_site(root, lang)
    commands = context.find_root().command
    content = clean_content(load_site(site), site)
    if content is None:
        return PROBLEMS
    for path, text in pages(content.vocabularies, commands).items():
        replace_file(site.root / path, text.encode())
        click.echo(path)
    return CLEAN
