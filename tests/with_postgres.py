"""Runs a command with DATABASE_URL set to a PostgreSQL of its own, which is gone afterwards.

Use: python -m tests.with_postgres COMMAND ARGUMENTS…  As root the server runs as the postgres user.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path:
    """Where PostgreSQL's programs lie. Exits with a sentence when there are none."""
    if found := sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return found[-1].parent
    if found := shutil.which("initdb"):
        return Path(found).parent
    sys.exit("PostgreSQL is not installed: run `make test`, or install the package postgresql.")


def as_server_user() -> list[str]:
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server() -> Iterator[str]:
    """A running server; yields its DATABASE_URL. Made for speed, not to survive a power cut."""
    with tempfile.TemporaryDirectory(prefix="samverkan-pg-", dir="/tmp") as folder:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        data, port, run = f"{folder}/data", free_port(), as_server_user()
        options = ["-U", "samverkan", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run(
            [*run, f"{programs()}/initdb", "-D", data, *options], check=True, stdout=subprocess.DEVNULL, cwd=folder
        )
        settings = {
            "port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": folder,
            "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": 120,
        }  # fmt: skip
        started_with = " ".join(f"-c {name}={value}" for name, value in settings.items())
        control = [*run, f"{programs()}/pg_ctl", "-D", data, "-w", "-s"]
        subprocess.run([*control, "-l", f"{folder}/log", "-o", started_with, "start"], check=True, cwd=folder)
        try:
            yield f"postgresql://samverkan@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=False, cwd=folder)


def main() -> int:
    with server() as url:
        # Sixteen threads of a race meet at the database, and not before it at a pool of eight.
        given = {"DATABASE_URL": url, "DATABASE_POOL": "32"}
        return subprocess.run(sys.argv[1:], env={**os.environ, **given}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
