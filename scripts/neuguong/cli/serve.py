"""`neuguong serve`: build, serve on this machine, rebuild on save."""

from __future__ import annotations

import traceback
from pathlib import Path

import click

from neuguong.cli.build import Wish, build_site
from neuguong.cli.terminal import (
    CLEAN,
    USAGE,
    help_option,
    lang_option,
    open_site,
    our_fault,
    site_option,
)
from neuguong.problems import Text


@click.command(help="Dựng trang, mở xem thử trên máy này, và dựng lại mỗi khi lưu một tệp.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Cổng; 0 là cổng bất kỳ."
)
@click.option(
    "--output", type=click.Path(file_okay=False, path_type=Path), metavar="THƯ_MỤC", help="Nơi ghi trang."
)
@site_option
@lang_option
@help_option
def serve(port: int, output: Path | None, root: Path, lang: str | None) -> int:
    from neuguong.content.load_texts import Memory
    from neuguong.site import serve as site_server
    from neuguong.site.planned import Planned

    site = open_site(root, lang)
    folder = (output or site.root / "output").resolve()
    wish = Wish(folder, memory=Memory(), planned=Planned())
    code = build_site(site, wish)
    if code != CLEAN and not (folder / "index.html").is_file():
        return code
    try:
        running = site_server.Running(folder, port, site.base_path)
    except OSError:
        site.say(
            Text(
                f"Cổng {port} đang bận; thử “neuguong serve --port 0”.",
                f"Port {port} is busy; try “neuguong serve --port 0”.",
            )
        )
        return USAGE
    address = f"http://localhost:{running.port}{site.base_path}"
    site.say(
        Text(
            f"Trang đang mở ở {address} – lưu một tệp là trang tự tải lại. Ctrl+C để dừng.",
            f"The site is at {address}; it reloads when a file is saved. Ctrl+C stops.",
        )
    )

    def rebuild(_paths: set[str]) -> None:
        try:
            build_site(site, wish)
        except Exception:  # noqa: BLE001 - a template saved half-way must not end the server
            site.say(our_fault(traceback.format_exc()))

    with running:
        site_server.rebuild_on_save(site.root, rebuild, running.ring)
    return CLEAN
