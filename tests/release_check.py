"""What a release must pass, step by step, with a list at the end: `make release-check`.

`ARGS=--list` prints the steps and runs none; `ARGS="tree wheel"` runs these alone.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SENTENCE = "The ferry left Baku on Monday and crossed the Caspian Sea to Aktau, its captain said.\n"
# What a bench may want that the development environment has not, by what shows it in its rule or its words.
OTHER = {
    r"\.venv-bench": "peers in an environment of their own",
    r"\.installed-bench": "peers",
    r"\.installed-build": "the packages that train models",
    "DATELINE_SHARED": "the shared pages",
    "Chromium": "Chromium",
    r"\d+ GB": "a large disk",
}


class Failed(Exception):
    """A step did not pass; the message says why."""


@dataclass(frozen=True)
class Bench:
    """A bench of the Makefile."""

    target: str
    says: str
    wants: str  # what this environment may not have; empty where it needs nothing else


def benches(makefile: str) -> list[Bench]:
    """Return every bench that the Makefile has, and what it wants beside the development environment."""
    found = []
    for target, rule, says, recipe in re.findall(
        r"^(bench-[a-z]+):([^#\n]*)## (.*)\n((?:\t.*\n)+)", makefile, flags=re.MULTILINE
    ):
        words = f"{rule}\n{says}\n{recipe}"
        wants = [wanted for pattern, wanted in OTHER.items() if re.search(pattern, words)]
        found.append(Bench(target, says, ", ".join(wants)))
    return found


def tree(_folder: Path) -> str:
    """Nothing is changed or untracked."""
    changed = said(["git", "status", "--porcelain"])
    if changed.strip():
        raise Failed(f"not clean: {', '.join(line[3:] for line in changed.splitlines()[:5])}")
    return said(["git", "log", "-1", "--format=%h %s"]).strip()


def changelog(_folder: Path, root: Path = ROOT) -> str:
    """CHANGELOG.md has a section of the version in pyproject.toml, with something in it."""
    version = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    text = (root / "CHANGELOG.md").read_text("utf-8")
    found = re.search(rf"^## {re.escape(version)}\b(.*)\n((?:(?!## ).*\n?)*)", text, flags=re.MULTILINE)
    if found is None:
        raise Failed(f"no section '## {version}'")
    lines = sum(line.startswith("- ") for line in found[2].splitlines())
    if not lines:
        raise Failed(f"the section of {version} says nothing")
    return f"{version}{found[1]}: {lines} entries"


def wheel(folder: Path) -> str:
    """The sdist is built, and the wheel out of the sdist."""
    told([sys.executable, "-m", "build", "--no-isolation", "-o", str(folder / "dist"), str(ROOT)])
    names = sorted(path.name for path in (folder / "dist").iterdir())
    if sorted(Path(name).suffix for name in names) != [".gz", ".whl"]:
        raise Failed(f"made {names}")
    return ", ".join(names)


def install(folder: Path) -> str:
    """The wheel is installed in an environment of its own, and `dateline` runs there from another folder."""
    if not list(folder.glob("dist/*.whl")):
        wheel(folder)
    (built,) = folder.glob("dist/*.whl")
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    told([sys.executable, "-m", "venv", str(folder / "env")])
    python, dateline = folder / "env" / "bin" / "python", str(folder / "env" / "bin" / "dateline")
    told([str(python), "-m", "pip", "install", "-q", "-c", str(ROOT / "constraints.txt"), str(built)])
    (elsewhere / "ferry.txt").write_text(SENTENCE, "utf-8")
    told([dateline, "init"], elsewhere)
    told([dateline, "doctor"], elsewhere)
    told([dateline, "geoparse", "ferry.txt"], elsewhere)
    told([dateline, "sample", "--ingest"], elsewhere)
    count = said([dateline, "sql", "--csv", "select count(*) from marts.mentions"], elsewhere).split()[-1]
    if int(count) < 100:
        raise Failed(f"the sample newspaper has {count} mentions")
    return f"{said([dateline, '--version'], elsewhere).splitlines()[0]}; {count} mentions in the sample"


def made(target: str) -> Callable[[Path], str]:
    """Return a step that makes a target."""

    def step(_folder: Path) -> str:
        told(["make", "--no-print-directory", target])
        return f"make {target}"

    step.__doc__ = f"`make {target}`."
    return step


def steps() -> dict[str, Callable[[Path], str]]:
    """Return the steps in order: what is quick and often forgotten first."""
    found: dict[str, Callable[[Path], str]] = {"tree": tree, "changelog": changelog, "tests": made("test")}
    found |= {"wheel": wheel, "install": install, "slow tests and gates": made("test-slow")}
    for bench in benches((ROOT / "Makefile").read_text("utf-8")):
        if not bench.wants:
            found[bench.target] = made(bench.target)
    return found


def main(words: list[str]) -> int:
    """Run the steps that are named, else all, and print what passed; 1 where one did not."""
    parser = argparse.ArgumentParser(prog="make release-check ARGS=...", description=__doc__)
    parser.add_argument("--list", "--dry-run", action="store_true", help="print the steps, and run none")
    parser.add_argument("names", nargs="*", metavar="STEP")
    given = parser.parse_args(words)
    all_steps = steps()
    if unknown := [name for name in given.names if name not in all_steps]:
        parser.error(f"no step {', '.join(unknown)}; there are: {', '.join(all_steps)}")
    if given.list:
        for name, step in all_steps.items():
            print(f"  {name:<22} {step.__doc__}")
        print("\n".join(not_run()))
        return 0
    return run({name: all_steps[name] for name in given.names or all_steps})


def run(chosen: dict[str, Callable[[Path], str]]) -> int:
    """Run steps, each whatever became of the others, and print the list."""
    lines, failed = [], 0
    with tempfile.TemporaryDirectory() as folder:
        for name, step in chosen.items():
            print(f"== {name}", flush=True)
            began = time.monotonic()
            try:
                mark, words = "passed", step(Path(folder))
            except Failed as fault:
                mark, words, failed = "FAILED", str(fault), failed + 1
            lines.append(f"  {mark}  {name:<22} {time.monotonic() - began:>6.0f} s  {words}")
    print("\n".join(["", "Release check", *lines, *not_run(), ""]))
    print(f"{failed} of {len(chosen)} steps failed." if failed else f"All {len(chosen)} steps passed.")
    return int(failed > 0)


def not_run() -> Iterator[str]:
    """Name the benches that want more than this environment; they are run by hand before a release."""
    for bench in benches((ROOT / "Makefile").read_text("utf-8")):
        if bench.wants:
            yield f"  by hand {bench.target:<22} wants {bench.wants}: {bench.says}"


def told(command: list[str], folder: Path = ROOT) -> None:
    """Run a command with its words on our terminal; Failed where it ends with another code than 0."""
    done = subprocess.run(command, cwd=folder, env=_environ(), check=False)
    if done.returncode:
        raise Failed(f"{' '.join(command[:4])} ... ended with {done.returncode}")


def said(command: list[str], folder: Path = ROOT) -> str:
    """Return what a command prints; Failed where it ends with another code than 0."""
    done = subprocess.run(command, cwd=folder, env=_environ(), stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise Failed(f"{' '.join(command[:4])} ... ended with {done.returncode}")
    return done.stdout


def _environ() -> dict[str, str]:
    """Return the environment without what would turn a run away from what ships."""
    ours = ("PREFECT_", "DATELINE_HOME", "PYTHONPATH", "MAKE", "MFLAGS")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
