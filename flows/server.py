"""Which Prefect API this process talks to: the person's own, `dateline serve`'s, or a temporary one."""

import inspect
import json
import logging
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from tasks.errors import DatelineError
from tasks.settings import Home, prefect_environment

HOST = "127.0.0.1"
START_TIMEOUT_S = 180.0
RESTARTS = 3  # of a server that ends by itself, before it counts as gone; one that held on starts at none
HELD_ON_S = 600.0

# A temporary server keeps runs, logs and artifacts, and neither schedules nor shows them.
_TEMPORARY = {"PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1"}

_HEARTBEAT = "PREFECT_FLOWS_HEARTBEAT_FREQUENCY"

# States of task runs are written some at once, a second late: one by one each costs it 15 ms of processor.
_IN_ONE_GO = {
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "50",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
}

# Prefect's own database keeps events for a week and runs for three months; else it grows for ever.
_RETENTION = {
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(90 * 24 * 3600),
}


class ServerFailed(DatelineError):
    """Prefect's server did not start, or answers no more."""


@contextmanager
def prefect_api(home: Home, say: Callable[[str], None]) -> Iterator[None]:
    """Give this process a Prefect API, and import prefect on the way; `say` hears what takes time."""
    if os.environ.get("PREFECT_API_URL") or _already_set():
        yield
    elif url := served_api(home):
        with _api_url(url):
            yield
    else:
        say("Starting Prefect (about 10 s the first time) ...")
        if os.environ.get(_HEARTBEAT) == prefect_environment(home, {})[_HEARTBEAT]:
            del os.environ[_HEARTBEAT]  # nothing waits for them here, and a run waits a second for their end
        port = free_port()
        with running_server(home, port, _TEMPORARY) as server, _api_url(api_url(port)):
            import prefect.flows  # noqa: F401  # read while the server starts; the two take as long

            server.wait()
            try:
                yield
            finally:
                _drain()


@contextmanager
def answers(home: Home) -> Iterator[None]:
    """Say in a sentence what Prefect's client says of a server that is gone, or whose database is locked.

    Raises ServerFailed in place of the client's own errors, once it has asked again in vain.
    """
    try:
        yield
    except Exception as fault:
        import httpx

        status = fault.response.status_code if isinstance(fault, httpx.HTTPStatusError) else 0
        if status < 500 and not isinstance(fault, httpx.TransportError):
            raise
        what = f"status {status}" if status else type(fault).__name__
        raise ServerFailed(
            f"Prefect's server answers no more ({what}).",
            f"See that no other program holds {home.prefect / 'prefect.db'}; "
            "then run it again: what was loaded is kept.",
        ) from fault


class Server:
    """A Prefect server in a process of its own; one that is killed is started again where it was.

    A run outlives that: Prefect's client asks again for some seconds.
    """

    def __init__(
        self, start: Callable[[], "subprocess.Popen[bytes]"], port: int, log: Path, restarts: int
    ) -> None:
        self.port = port
        self.log = log
        self.restarts = restarts
        self._start = start
        self.process = start()
        self._over = threading.Event()
        self._gone = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="prefect-server", daemon=True)

    @property
    def is_gone(self) -> bool:
        """Whether it ended by itself, and ended again each time that it was started."""
        return self._gone.is_set()

    def wait(self) -> None:
        """Return when the API answers, and keep it so; ServerFailed where it does not."""
        deadline = time.monotonic() + START_TIMEOUT_S
        while not healthy(api_url(self.port)):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise ServerFailed("Prefect's server did not start.", f"Why is written in {self.log}.")
            time.sleep(0.05)
        self._keeper.start()

    def stop(self) -> None:
        """End the process, and see it end."""
        self._over.set()
        if self._keeper.is_alive():
            self._keeper.join()
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        finally:
            _close_input(self.process)

    def _keep(self) -> None:
        restarts, began = 0, time.monotonic()
        while not self._over.wait(0.2):
            if self.process.poll() is None:
                continue
            restarts = 0 if time.monotonic() - began > HELD_ON_S else restarts
            if restarts == self.restarts:
                self._gone.set()
                return
            restarts, began = restarts + 1, time.monotonic()
            words = "Prefect's server ended by itself (%s); it is started again."
            logging.getLogger(__name__).warning(words, self.process.returncode)
            _close_input(self.process)
            self.process = self._start()


def _close_input(process: "subprocess.Popen[bytes]") -> None:
    if process.stdin:
        process.stdin.close()


@contextmanager
def running_server(
    home: Home, port: int, environ: dict[str, str], restarts: int = RESTARTS
) -> Iterator[Server]:
    """Run a server on this home's Prefect database until the block ends."""
    log = home.root / "logs" / "prefect-server.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    given = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    origin = {"PREFECT_SERVER_CORS_ALLOWED_ORIGINS": f"http://{HOST}:{port}"}

    def start() -> "subprocess.Popen[bytes]":
        with log.open("ab") as words:
            return subprocess.Popen(  # noqa: S603  # our own module, our own port
                [sys.executable, "-m", "flows.api_process", str(port)],
                stdin=subprocess.PIPE,
                stdout=words,
                stderr=words,
                env={**_IN_ONE_GO, **given, **origin, **environ},
                start_new_session=True,  # Ctrl-C reaches us alone; we stop it in order
            )

    server = Server(start, port, log, restarts)
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def served_server(home: Home, port: int) -> Iterator[Server]:
    """Run a server with its UI, and let the other commands of this home find it."""
    address = api_url(port)
    environ = {
        "PREFECT_SERVER_API_HOST": HOST,
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_UI_API_URL": address,
        **_RETENTION,
    }
    # Prefect's runner does not outlive its server: whoever started `serve` starts both again.
    with running_server(home, port, environ, restarts=0) as server, _api_url(address):
        import prefect.flows  # noqa: F401  # read while the server starts

        server.wait()
        noted = {"pid": os.getpid(), "port": port}
        server_file(home).write_text(json.dumps(noted) + "\n", "utf-8")
        try:
            yield server
        finally:
            server_file(home).unlink(missing_ok=True)


def api_url(port: int) -> str:
    """Return the address of the API on a loopback port."""
    return f"http://{HOST}:{port}/api"


def free_port() -> int:
    """Return a loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Say whether a server could listen on a loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def healthy(url: str) -> bool:
    """Say whether a Prefect API answers at `url`."""
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=2) as answer:  # noqa: S310  # http on loopback
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def server_file(home: Home) -> Path:
    """Return the file in which `dateline serve` says where it listens."""
    return home.prefect / "server.json"


def served_api(home: Home) -> str | None:
    """Return the API that `dateline serve` offers on this home now; None where none answers."""
    try:
        said = json.loads(server_file(home).read_text("utf-8"))
        url = api_url(int(said["port"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return url if healthy(url) else None


def api_of(home: Home, environ: Mapping[str, str]) -> tuple[str, bool, bool] | None:
    """Return the API that runs of this home would use, whether it answers, and whether the home serves it.

    None where each run would start a server of its own.
    """
    if given := environ.get("PREFECT_API_URL"):
        return given, healthy(given), False
    served = served_api(home)
    return (served, True, True) if served else None


@contextmanager
def _api_url(url: str) -> Iterator[None]:
    os.environ["PREFECT_API_URL"] = url
    try:
        yield
    finally:
        os.environ.pop("PREFECT_API_URL", None)


def _already_set() -> bool:
    # Tests, and flows that a server runs, have their API before we are asked.
    if "prefect" not in sys.modules:
        return False
    from prefect.settings import get_current_settings

    return get_current_settings().api.url is not None


def _drain() -> None:
    """Send what is still on its way to the server before it stops."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker
    from prefect.utilities.asyncutils import run_coro_as_sync

    async def drain() -> None:
        for waiting in (APILogWorker.instance().drain(), EventsWorker.drain_all()):
            if inspect.isawaitable(waiting):
                await waiting

    run_coro_as_sync(drain())
    # Threads of a run that was stopped may still have something to say, and nobody to say it to.
    logging.disable()
