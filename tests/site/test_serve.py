from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from neuguong.site import serve
from neuguong.site.serve import Bell

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


def test_server_answers_below_the_path_the_site_will_have(folder: Path, bell: Bell) -> None:
    running = serve.server(folder, 0, bell, "/neu-guong/")
    threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    port = running.server_address[1]
    found = [get(int(port), path)[:1] for path in ("/neu-guong/", "/neu-guong/site.css", "/", "/khac/")]
    running.shutdown()
    running.server_close()
    assert found == [(200,), (200,), (200,), (404,)]
