"""The process of a Prefect server that ends with whoever started it: `python -m flows.api_process PORT`."""

import os
import signal
import sys
import threading

import uvicorn


def main() -> None:
    """Serve Prefect's API on a loopback port until asked to stop, or until the starter is gone."""
    threading.Thread(target=_stop_with_starter, daemon=True).start()
    uvicorn.run(
        "prefect.server.api.server:create_app",
        factory=True,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_level="error",
        lifespan="on",
        timeout_graceful_shutdown=5,
    )


def _stop_with_starter() -> None:
    # Our standard input is a pipe from the starter: it closes however the starter dies.
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
