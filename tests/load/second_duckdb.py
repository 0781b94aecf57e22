"""DuckDB 2 over what is installed here: `python -m tests.load.second_duckdb FOLDER` makes the environment."""

import subprocess
import sys
import sysconfig
from pathlib import Path

WANTED = "duckdb>=2,<3"


def make(folder: Path) -> Path:
    """Make the environment, or take the one that is there; return its Python.

    Everything but DuckDB comes from the environment that runs this: only DuckDB is installed.
    """
    python = folder / "bin" / "python"
    ready = folder / ".installed"
    if ready.exists():
        return python
    subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", str(folder)], check=True)
    (site,) = folder.glob("lib/python3*/site-packages")
    beneath = sysconfig.get_paths()["purelib"]
    (site / "beneath.pth").write_text(f"import site; site.addsitedir({beneath!r})\n", "utf-8")
    words = [sys.executable, "-m", "pip", "--python", str(python), "install", "-qq", "--no-deps"]
    done = subprocess.run([*words, "--disable-pip-version-check", WANTED], check=False)
    if done.returncode:
        raise SystemExit(f"{WANTED} could not be installed: no final release of it on this package index?")
    command = folder / "bin" / "dateline"
    command.write_text(f"#!{python.absolute()}\nfrom flows.cli.main import main\n\nmain()\n", "utf-8")
    command.chmod(0o755)
    ready.touch()
    return python


if __name__ == "__main__":
    print(make(Path(sys.argv[1])))
