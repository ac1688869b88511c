from __future__ import annotations

import http.client
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from neuguong.site import serve
from neuguong.site.serve import Bell, Running

TAG = b'<script src="/__reload.js" async></script>'
Answer = tuple[int, str, bytes]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "output"
    (root / "bai").mkdir(parents=True)
    (root / "anh").mkdir()
    (root / "index.html").write_bytes(b"<body>home</body></html>")
    (root / "404.html").write_bytes(b"<body>nothing here</body>")
    (root / "bai/index.html").write_bytes(b"<body>stories</body>")
    (root / "site.css").write_bytes(b"/* </body> */")
    (root / "sitemap.xml").write_bytes(b"<urlset></body></urlset>")
    (tmp_path / "secret.html").write_bytes(b"<body>secret</body>")
    return root


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def port(folder: Path, bell: Bell) -> Iterator[int]:
    running = serve.server(folder, 0, bell)
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield running.server_address[1]
    running.shutdown()
    running.server_close()
    thread.join()


def get(port: int, path: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", path)
    answer = connection.getresponse()
    found = answer.status, answer.headers["Content-Type"] or "", answer.read()
    connection.close()
    return found


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/", (200, "text/html; charset=utf-8", b"<body>home" + TAG + b"</body></html>")),
        ("/index.html", (200, "text/html; charset=utf-8", b"<body>home" + TAG + b"</body></html>")),
        ("/index.html?x=1#y", (200, "text/html; charset=utf-8", b"<body>home" + TAG + b"</body></html>")),
        ("/bai/", (200, "text/html; charset=utf-8", b"<body>stories" + TAG + b"</body>")),
        ("/site.css", (200, "text/css", b"/* </body> */")),
        ("/missing.html", (404, "text/html; charset=utf-8", b"<body>nothing here" + TAG + b"</body>")),
        ("/missing/", (404, "text/html; charset=utf-8", b"<body>nothing here" + TAG + b"</body>")),
        ("/anh/", (404, "text/html; charset=utf-8", b"<body>nothing here" + TAG + b"</body>")),
    ],
)
def test_server_answers(port: int, path: str, answer: Answer) -> None:
    assert get(port, path) == answer


def test_server_leaves_other_files_as_they_are(port: int) -> None:
    assert get(port, "/sitemap.xml")[2] == b"<urlset></body></urlset>"


def test_server_sends_a_folder_on_to_its_slash(port: int) -> None:
    assert get(port, "/bai")[0] == 301


def test_server_answers_404_without_a_404_page(port: int, folder: Path) -> None:
    (folder / "404.html").unlink()
    assert get(port, "/missing.html") == (404, "text/html; charset=utf-8", b"404")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.html",
        "/bai/../../secret.html",
        "/%2e%2e/secret.html",
        "/..%2fsecret.html",
        "//../secret.html",
    ],
)
def test_server_never_leaves_its_folder(port: int, folder: Path, path: str) -> None:
    assert (folder.parent / "secret.html").is_file()
    status, _, body = get(port, path)
    assert (status, b"secret" in body) == (404, False)


def test_server_serves_the_reload_script(port: int) -> None:
    status, kind, body = get(port, "/__reload.js")
    assert (status, kind, b'EventSource("/__reload")' in body) == (200, "text/javascript", True)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/" + "x" * 255, 404),
        ("/" + "x" * 256, 404),  # longer than a disk takes
        ("/x" * (serve.LONGEST // 2), 404),
        ("/x" * (serve.LONGEST // 2) + "x", 414),
        ("/" + "x" * 9000, 414),
    ],
    ids=lambda value: value if isinstance(value, int) else len(value),
)
def test_server_answers_addresses_of_any_length(port: int, path: str, status: int) -> None:
    assert get(port, path)[0] == status


def test_server_is_for_this_machine_only(folder: Path, bell: Bell) -> None:
    running = serve.server(folder, 0, bell)
    assert running.server_address[0] == "127.0.0.1"
    running.server_close()


def test_stream_hears_the_bell(port: int, bell: Bell) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/__reload")
    answer = connection.getresponse()
    assert answer.headers["Content-Type"] == "text/event-stream"
    rings = threading.Event()

    def ring() -> None:
        while not rings.wait(0.05):
            bell.ring()

    thread = threading.Thread(target=ring)
    thread.start()
    try:
        assert (answer.readline(), answer.readline()) == (b"data: reload\n", b"\n")
    finally:
        rings.set()
        thread.join()
        connection.close()


def test_bell_wakes_those_who_wait_and_nobody_else(bell: Bell) -> None:
    heard: list[bool] = []
    bell.ring()  # before anybody waits
    waiting = threading.Thread(target=lambda: heard.append(bell.wait(5)))
    assert bell.wait(0.01) is False
    waiting.start()
    while waiting.is_alive():
        bell.ring()
        waiting.join(0.01)
    assert heard == [True]


def test_changes_yield_what_was_saved(tmp_path: Path) -> None:
    (tmp_path / "stories/2014-2015").mkdir(parents=True)
    (tmp_path / "output").mkdir()
    stop = threading.Event()
    done = threading.Event()

    def save() -> None:
        while not done.wait(0.1):
            (tmp_path / "output/index.html").write_text(str(time.monotonic()), encoding="utf-8")
            (tmp_path / "stories/2014-2015/a.md").write_text(str(time.monotonic()), encoding="utf-8")

    saving = threading.Thread(target=save)
    saving.start()
    try:
        assert next(serve.changes(tmp_path, stop)) == {"stories/2014-2015/a.md"}
    finally:
        stop.set()
        done.set()
        saving.join()


def test_rebuild_on_save_rings_after_each_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saves = [{"site.yml"}, {"stories/a.md", "stories/b.md"}]
    monkeypatch.setattr(serve, "changes", lambda root: iter(saves) if root == tmp_path else None)
    heard: list[object] = []
    serve.rebuild_on_save(tmp_path, heard.append, lambda: heard.append("!"))
    assert heard == [saves[0], "!", saves[1], "!"]


def first_line(port: int, line: list[bytes]) -> None:
    """Wait for the first line of the reload stream."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/__reload")
    line.append(connection.getresponse().readline())
    connection.close()


def test_running_server_shares_the_process_where_there_is_no_fork(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "fork")
    with Running(folder, 0) as running:
        assert multiprocessing.active_children() == []
        assert get(running.port, "/")[0] == 200
        line: list[bytes] = []
        browser = threading.Thread(target=first_line, args=(running.port, line))
        browser.start()
        while browser.is_alive():
            running.ring()
            browser.join(0.02)
    running._server.server_close()
    assert line == [b"data: reload\n"]


@pytest.mark.parametrize("fork", [True, False])
def test_running_server_says_that_its_port_is_busy(
    folder: Path, monkeypatch: pytest.MonkeyPatch, port: int, fork: bool
) -> None:
    if not fork:
        monkeypatch.delattr(os, "fork")
    with pytest.raises(OSError, match="in use"):
        Running(folder, port)
    assert multiprocessing.active_children() == []


_SERVE = """
import sys, threading, time
from pathlib import Path
from neuguong.site.serve import Running

with Running(Path(sys.argv[1]), 0, "/neu-guong/") as running:
    print(running.port, running._process.pid, threading.active_count(), flush=True)
    try:
        while True:
            time.sleep(0.02)
            running.ring()
    except KeyboardInterrupt:
        print("stopped", flush=True)
"""


def is_there(pid: int) -> bool:
    """Return whether the process is there and more than an entry that nobody has collected."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_running_server_leaves_the_builder_without_threads_and_ends_with_it(
    folder: Path, how: signal.Signals
) -> None:
    """Without threads the builder can fork the workers of its builds."""
    command = [sys.executable, "-c", _SERVE, str(folder)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as builder:
        assert builder.stdout is not None
        port, pid, threads = map(int, builder.stdout.readline().split())
        found = [get(port, path)[0] for path in ("/neu-guong/", "/site.css", "/missing")]
        line: list[bytes] = []
        first_line(port, line)
        assert (found, line, threads, is_there(pid)) == ([200, 200, 404], [b"data: reload\n"], 1, True)
        if how is signal.SIGINT:  # Ctrl+C goes to all of a terminal
            os.killpg(builder.pid, how)
        else:
            builder.send_signal(how)
        said, complained = builder.communicate(timeout=15)
    end = time.monotonic() + 15
    while is_there(pid) and time.monotonic() < end:
        time.sleep(0.02)
    assert (said, complained, is_there(pid)) == ("stopped\n" if how is signal.SIGINT else "", "", False)


def test_server_answers_below_the_path_the_site_will_have(folder: Path, bell: Bell) -> None:
    running = serve.server(folder, 0, bell, "/neu-guong/")
    threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    port = running.server_address[1]
    found = [get(int(port), path)[:1] for path in ("/neu-guong/", "/neu-guong/site.css", "/", "/khac/")]
    running.shutdown()
    running.server_close()
    assert found == [(200,), (200,), (200,), (404,)]
