"""Where the web server listens: address, a free port, certificate, and whether it answers yet."""

import errno
import http.client
import os
import socket
import ssl
from dataclasses import dataclass, replace
from pathlib import Path

from backend.command.words import Stop

CERTIFICATES = ("fullchain.pem", "certificate.pem", "cert.pem", "tls.crt")
KEYS = ("privkey.pem", "key.pem", "tls.key")
PORTS_TRIED = 50


@dataclass(frozen=True)
class Listen:
    """One address on which the web server answers."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None

    @property
    def is_local(self) -> bool:
        """Tell whether only this computer can reach it."""
        return self.host in {"127.0.0.1", "::1", "localhost"}

    @property
    def near(self) -> str:
        """The name by which this computer itself reaches it."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104

    @property
    def url(self) -> str:
        """What a person types into a browser."""
        host = f"[{self.near}]" if ":" in self.near else self.near
        return f"{'https' if self.certificate else 'http'}://{host}:{self.port}/"


def parse(text: str) -> Listen:
    """Read HOST:PORT, HOST or PORT as a person writes it."""
    host, colon, port = text.rpartition(":")
    if not colon:
        host, port = ("127.0.0.1", text) if text.isdigit() else (text, "8000")
    if not (port.isdigit() and 0 < int(port) < 65536):
        raise Stop(f"--listen {text}: write it as HOST:PORT, for example 127.0.0.1:8000.", code=2)
    return Listen(host.strip("[]") or "127.0.0.1", int(port))


def free(listen: Listen) -> Listen:
    """Give the same address with the first free port from the wanted one up."""
    for port in range(listen.port, min(listen.port + PORTS_TRIED, 65536)):
        if _is_free(listen.host, port):
            return replace(listen, port=port)
    raise Stop(f"No port from {listen.port} on is free. Next step: ./outbound run --listen {listen.host}:PORT")


def with_certificate(listen: Listen, folder: Path) -> Listen:
    """Add the certificate and key found in a folder, by the names that the usual tools give them."""
    certificate = next((folder / name for name in CERTIFICATES if (folder / name).is_file()), None)
    key = next((folder / name for name in KEYS if (folder / name).is_file()), None)
    if certificate is None or key is None:
        raise Stop(
            f"--tls {folder}: a certificate ({', '.join(CERTIFICATES)}) and its key ({', '.join(KEYS)}) must be there."
        )
    if b"BEGIN PRIVATE KEY" not in key.read_bytes():
        raise Stop(
            f"--tls {folder}: the key must be PKCS#8 without a password. Next step:\n"
            f"  openssl pkcs8 -topk8 -nocrypt -in {key} -out {folder / 'pkcs8.pem'} && mv {folder / 'pkcs8.pem'} {key}"
        )
    return replace(listen, certificate=certificate.resolve(), key=key.resolve())


def names(listen: Listen) -> list[str]:
    """List the host names under which the house may be asked for, when nobody has set them."""
    known = ["localhost", "127.0.0.1", "[::1]"]
    if not listen.is_local:
        known += [socket.gethostname(), socket.getfqdn(), f"[{listen.host}]" if ":" in listen.host else listen.host]
        known += _own_addresses()
    return list(dict.fromkeys(known))


def answers(listen: Listen, path: str = "/healthz") -> bool:
    """Tell whether the web server answers 200 there now."""
    try:
        connection = _connection(listen)
        connection.request("GET", path, headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False


def _connection(listen: Listen) -> http.client.HTTPConnection:
    if listen.certificate is None:
        return http.client.HTTPConnection(listen.near, listen.port, timeout=5)
    # The certificate names the house, not this loopback address: only the answer matters here.
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return http.client.HTTPSConnection(listen.near, listen.port, timeout=5, context=context)


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise Stop(
                f"--listen {host}: {os.strerror(error.errno or 0)}. Is it an address of this computer?"
            ) from None
    return True


def _own_addresses() -> list[str]:
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    except OSError:
        return []
