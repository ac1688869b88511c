"""The command line: one module per verb.

Exit codes: 0 clean, 1 problems in what was written, 2 wrong usage, 3 a fault of this program,
130 interrupted.
"""

from __future__ import annotations

import io
import itertools
import sys
import tempfile
import traceback
from collections.abc import Sequence

import click

from neuguong import __version__
from neuguong.cli import addresses, build, check, new, reference, serve, tidy
from neuguong.cli.terminal import CLEAN, INTERRUPTED, OUR_FAULT, USAGE, help_option, say
from neuguong.problems import Language, Text


def run(arguments: Sequence[str]) -> int:
    """Run one command; return the exit code. No traceback ever reaches the user."""
    language = _asked(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return int(main.main(list(arguments), prog_name="neuguong", standalone_mode=False) or CLEAN)
    except click.UsageError as error:
        say(_usage_in_words(error)(language))
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        say(Text("Đã dừng.", "Stopped.")(language))
        return INTERRUPTED
    except SystemExit:  # how click leaves when nobody reads our output any more
        return CLEAN
    except Exception:  # noqa: BLE001 - the last net: a sentence for people, the trace for us
        say(_our_fault(traceback.format_exc())(language))
        return OUR_FAULT


@click.group(
    help="Nêu Gương: kiểm tra, dựng và xem thử trang gương điển hình.",
    epilog="Hướng dẫn đầy đủ nằm trong sổ tay, thư mục content/handbook/.",
)
@click.version_option(__version__, "--version", help="Hiện phiên bản.", message="%(version)s")
@help_option
def main() -> None: ...


for command in (
    check.check,
    build.build,
    serve.serve,
    new.new,
    tidy.tidy,
    addresses.addresses,
    reference.reference,
):
    main.add_command(command)


def _asked(arguments: Sequence[str]) -> Language:
    """Return the language asked for, also where the rest of the command makes no sense."""
    english = "--lang=en" in arguments or ("--lang", "en") in itertools.pairwise(arguments)
    return Language.EN if english else Language.VI


def _usage_in_words(error: click.UsageError) -> Text:
    command = error.ctx.command_path if error.ctx else "neuguong"
    said = error.format_message()
    words = {
        "NoSuchOption": f"Không có tùy chọn “{getattr(error, 'option_name', '')}”.",
        "NoSuchCommand": f"Không có lệnh “{getattr(error, 'command_name', '')}”.",
        "BadOptionUsage": f"Tùy chọn “{getattr(error, 'option_name', '')}” dùng chưa đúng: {said}",
        "MissingParameter": f"Thiếu tham số: {said}",
        "BadParameter": f"Giá trị không dùng được: {said}",
    }
    vi = words.get(type(error).__name__, said)
    return Text(f"{vi}\nXem: {command} --help", f"{said}\nSee: {command} --help")


def _our_fault(trace: str) -> Text:
    with tempfile.NamedTemporaryFile(
        "w", prefix="neuguong-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        log.write(trace)
    return Text(
        f"Chương trình gặp lỗi của chính nó; bài của bạn không bị đụng tới. Gửi giúp tệp này: {log.name}",
        f"This program failed; your texts are untouched. Send us this file, please: {log.name}",
    )
