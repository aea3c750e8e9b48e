"""Try one promise in a process of its own, so that several can be tried side by side.

    python -m tests.faults.one FAMILY NAME TIER FOLDER ANSWER

What came of it is written to the file ANSWER as JSON; FOLDER is empty and the promise's own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from tests.faults.promises import Outcome, Promise, Result, Tier, attempt

ROOT = Path(__file__).resolve().parents[2]


def try_apart(family: str, promise: Promise, tier: Tier, folder: Path) -> Outcome:
    """Try it over there; a process that ends without an answer is a broken promise."""
    answer = folder.with_name(f"{folder.name}.json")
    words = [family, promise.name, tier, str(folder), str(answer)]
    done = subprocess.run([sys.executable, "-m", "tests.faults.one", *words], cwd=ROOT, check=False)
    if not answer.exists():
        return Outcome(promise, Result(0, [f"the suite ended with {done.returncode} and told nothing"]), 0.0)
    told = json.loads(answer.read_text(encoding="utf-8"))
    result = None if told["skipped"] else Result(told["count"], told["bad"], told["notes"])
    return Outcome(promise, result, told["seconds"], told["skipped"])


def main(family: str, name: str, tier: str, folder: str, answer: str) -> None:
    """Try it and write what came of it."""
    promise = next(one for one in import_module(f"tests.faults.{family}").PROMISES if one.name == name)
    outcome = attempt(promise, "ci" if tier == "ci" else "long", Path(folder))
    found = outcome.result or Result(0)
    told = {"count": found.count, "bad": [*found.bad], "notes": found.notes}
    told |= {"seconds": outcome.seconds, "skipped": outcome.skipped}
    Path(answer).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
