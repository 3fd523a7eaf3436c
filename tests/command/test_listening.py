"""Where the house listens: written loosely, moved when taken, refused when it makes no sense."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from backend.command import listening
from backend.command.listening import Listen
from backend.command.words import Stop


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.mark.parametrize(
    ("text", "listen"),
    [
        ("127.0.0.1:8000", Listen("127.0.0.1", 8000)),
        ("0.0.0.0:8443", Listen("0.0.0.0", 8443)),
        ("9000", Listen("127.0.0.1", 9000)),
        (":9000", Listen("127.0.0.1", 9000)),
        ("[::1]:9000", Listen("::1", 9000)),
        ("warehouse", Listen("warehouse", 8000)),
    ],
)
def test_an_address_is_read_as_a_person_writes_it(text: str, listen: Listen) -> None:
    assert listening.parse(text) == listen


@pytest.mark.parametrize("text", ["127.0.0.1:", "127.0.0.1:http", "127.0.0.1:0", "127.0.0.1:70000"])
def test_an_address_without_a_port_number_is_refused(text: str) -> None:
    with pytest.raises(Stop, match="HOST:PORT"):
        listening.parse(text)


def test_a_port_that_is_taken_gives_way_to_the_next_free_one(taken: int) -> None:
    listen = listening.free(Listen("127.0.0.1", taken))

    assert taken < listen.port <= taken + listening.PORTS_TRIED


def test_an_address_of_another_computer_is_refused() -> None:
    with pytest.raises(Stop, match="address of this computer"):
        listening.free(Listen("192.0.2.1", 8000))


def test_only_a_house_open_to_others_adds_the_names_of_this_computer() -> None:
    assert listening.names(Listen("127.0.0.1", 8000)) == ["localhost", "127.0.0.1", "[::1]"]
    assert socket.gethostname() in listening.names(Listen("0.0.0.0", 8000))


def test_a_browser_on_this_computer_never_sees_the_address_of_all() -> None:
    assert Listen("0.0.0.0", 8000).url == "http://127.0.0.1:8000/"
    assert Listen("::1", 8443, Path("c"), Path("k")).url == "https://[::1]:8443/"


def test_a_folder_without_a_certificate_says_which_names_are_looked_for(tmp_path: Path) -> None:
    (tmp_path / "fullchain.pem").touch()

    with pytest.raises(Stop, match=r"privkey\.pem"):
        listening.with_certificate(Listen("0.0.0.0", 8443), tmp_path)


def test_a_key_of_another_form_comes_with_the_line_that_converts_it(tmp_path: Path) -> None:
    (tmp_path / "fullchain.pem").touch()
    (tmp_path / "privkey.pem").write_text("-----BEGIN RSA PRIVATE KEY-----\n")

    with pytest.raises(Stop, match="openssl pkcs8 -topk8 -nocrypt"):
        listening.with_certificate(Listen("0.0.0.0", 8443), tmp_path)


def test_the_house_answers_only_when_it_says_200(taken: int) -> None:
    class Busy(BaseHTTPRequestHandler):
        status = 503

        def do_GET(self) -> None:
            self.send_response(Busy.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Busy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    listen = Listen("127.0.0.1", server.server_port)

    starting = listening.answers(listen)
    Busy.status = 200
    ready = listening.answers(listen)
    server.shutdown()
    server.server_close()

    assert (starting, ready, listening.answers(listen)) == (False, True, False)
