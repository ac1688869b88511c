"""The command line: one module per verb.

Exit codes: 0 clean, 1 problems in what was written, 2 wrong usage, 3 a fault of this program,
130 interrupted.
"""

from __future__ import annotations

import gc
import io
import itertools
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from neuguong import __version__
from neuguong.cli.terminal import (
    CLEAN,
    INTERRUPTED,
    OUR_FAULT,
    PROBLEMS,
    USAGE,
    Sentence,
    help_option,
    no_room,
    our_fault,
    say,
)
from neuguong.problems import Language, Text, as_text

__all__ = ["OUR_FAULT", "main", "run"]


def run(arguments: Sequence[str]) -> int:
    """Run one command; return the exit code. No traceback ever reaches the user."""
    gc.set_threshold(5_000_000, 50, 1000)  # our records hold no cycles: looking for them takes its time
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
    except OSError as error:
        click.echo(as_text([no_room(error, Path.cwd())], language), nl=False)
        return PROBLEMS
    except Exception:  # noqa: BLE001 - the last net: a sentence for people, the trace for us
        import traceback

        say(our_fault(traceback.format_exc())(language))
        return OUR_FAULT


class _Verbs(click.Group):
    """The verbs, each in the module of its name, read when it is wanted."""

    NAMES = ("check", "build", "serve", "new", "tidy", "addresses", "reference", "contest")

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the verbs."""
        del ctx
        return list(self.NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a verb; None where there is none of that name."""
        del ctx
        if cmd_name not in self.NAMES:
            return None
        command: click.Command = getattr(import_module(f"neuguong.cli.{cmd_name}"), cmd_name)
        return command


@click.group(
    cls=_Verbs,
    help="Nêu Gương: kiểm tra, dựng và xem thử trang gương điển hình.",
    epilog="Hướng dẫn đầy đủ nằm trong sổ tay, thư mục content/handbook/.",
)
@click.version_option(__version__, "--version", help="Hiện phiên bản.", message="%(version)s")
@help_option
def main() -> None: ...


def _asked(arguments: Sequence[str]) -> Language:
    """Return the language asked for, also where the rest of the command makes no sense."""
    english = "--lang=en" in arguments or ("--lang", "en") in itertools.pairwise(arguments)
    return Language.EN if english else Language.VI


def _usage_in_words(error: click.UsageError) -> Text:
    command = error.ctx.command_path if error.ctx else "neuguong"
    said = error.format_message()
    option = getattr(error, "option_name", "")
    words = {
        "NoSuchOption": f"Không có tùy chọn “{option}”.",
        "NoSuchCommand": f"Không có lệnh “{getattr(error, 'command_name', '')}”.",
        "BadOptionUsage": f"Tùy chọn “{option}” thiếu giá trị, hoặc có giá trị thừa.",
        "MissingParameter": f"Thiếu {_parameter(error)}.",
        "BadParameter": f"Giá trị của {_parameter(error)} không dùng được. {_allowed(error)}".strip(),
    }
    vi = words.get(type(error).__name__, said)
    return Text(f"{vi}\nXem: {command} --help", f"{said}\nSee: {command} --help")


def _parameter(error: click.UsageError) -> str:
    parameter = getattr(error, "param", None)
    if isinstance(parameter, click.Argument):
        return f"“{parameter.metavar or parameter.name}”"
    return f"“{parameter.opts[0]}”" if parameter is not None else "một tham số"


def _allowed(error: click.UsageError) -> str:
    """Say what a parameter takes, in Vietnamese; click says it in English only."""
    kind = getattr(getattr(error, "param", None), "type", None)
    if isinstance(kind, click.Choice):
        return f"Chọn một trong: {', '.join(map(str, kind.choices))}."
    if isinstance(kind, click.IntRange):
        return f"Cần một số nguyên từ {kind.min} đến {kind.max}."
    if isinstance(kind, click.Path):
        return _PATHS[kind.file_okay, kind.dir_okay]
    if isinstance(kind, Sentence):
        return "Viết một câu, đừng để trống."
    return ""


_PATHS = {
    (True, True): "Cần một tệp hoặc thư mục có thật.",
    (True, False): "Cần một tệp có thật.",
    (False, True): "Cần một thư mục có thật.",
}
"""What a parameter takes, by whether it may be a file and whether it may be a folder."""
