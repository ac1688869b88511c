"""`neuguong addresses`: record where published texts lie, so that no address is ever lost."""

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
    today,
)
from neuguong.problems import Text


@click.command(help="Liệt kê địa chỉ các bài đã đăng mà chưa ghi sổ; --write ghi vào stories/addresses.txt.")
@click.option("--write", "do_write", is_flag=True, help="Ghi các địa chỉ ấy vào sổ stories/addresses.txt.")
@site_option
@lang_option
@help_option
def addresses(do_write: bool, root: Path, lang: str | None) -> int:
    from neuguong.content.checks.addresses import ADDRESSES, is_address, read_addresses
    from neuguong.content.files import MAX_ADDRESSES, Tree
    from neuguong.site.write import replace as replace_file

    site = open_site(root, lang)
    content = clean_content(load_site(site), site)
    if content is None:
        return PROBLEMS
    tree = Tree(site.root)
    text = tree.text(ADDRESSES, MAX_ADDRESSES) if tree.exists(ADDRESSES) else ""
    known = read_addresses(text) if isinstance(text, str) else ()
    public = [story.key for story in content.stories if story.is_public(today())]
    new = sorted(set(public) - set(known))
    for address in new:
        click.echo(address)
    if do_write and new:
        notes = [line for line in known if line.startswith("#")]
        kept = sorted({*new, *filter(is_address, known)})
        replace_file(site.root / ADDRESSES, "\n".join([*notes, *kept, ""]).encode())
    said = (
        Text(f"Đã ghi {len(new)} địa chỉ mới.", f"Recorded {len(new)} new addresses.")
        if do_write
        else Text(f"{len(new)} địa chỉ chưa ghi sổ.", f"{len(new)} addresses are not recorded yet.")
    )
    site.say(said)
    return CLEAN
