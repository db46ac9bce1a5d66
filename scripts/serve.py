"""Show the site and follow every edit, at a port that is free: the wanted one, or else the next.

`make serve` shows it at http://127.0.0.1:8000, `make serve PORT=8100` at another port.
"""

import argparse
import errno
import os
import socket
import sys

HOST = "127.0.0.1"
TRIED = 100
"""Ports, from the wanted one on."""


def find_port(wanted: int) -> int:
    """Return the first free port from the wanted one on; raise `OSError` if there is none near."""
    for port in range(wanted, min(wanted + TRIED, 65536)):
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
            try:
                tried.bind((HOST, port))
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
            else:
                return port
    raise OSError(errno.EADDRINUSE, f"no port is free from {wanted} on; name another: make serve PORT=9000")


def main() -> None:
    """Run MkDocs' server in place of this command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("port", type=int, nargs="?", default=8000)
    wanted = parser.parse_args().port
    if not 0 < wanted < 65536:  # noqa: PLR2004 - what a port can be
        parser.error(f"PORT={wanted} is no port; take a number from 1024 to 65535")
    try:
        port = find_port(wanted)
    except OSError as error:
        sys.exit(f"PORT={wanted}: {error.strerror}")
    if port != wanted:
        print(f"Port {wanted} is taken; the site is at http://{HOST}:{port}/", flush=True)
    server = ["-m", "mkdocs", "serve", "--livereload", "--dirty", "--dev-addr", f"{HOST}:{port}"]
    os.execv(sys.executable, [sys.executable, *server])  # noqa: S606 - our own command


if __name__ == "__main__":
    main()
