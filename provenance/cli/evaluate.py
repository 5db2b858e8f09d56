"""`provenance evaluate`: hold the verifier against labelled cases."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from provenance.errors import InputError
from provenance.verify import evaluate

NAME = "evaluate"
EXAMPLES = "`provenance evaluate cases.jsonl --predictions out.jsonl`"

Cases = Annotated[Path, typer.Argument(help="Cases, one JSON object a line.", metavar="CASES.jsonl")]
Predictions = Annotated[Path, typer.Option("--predictions", help="Where the predictions go, one a line.")]


def run(cases: Cases, predictions: Predictions) -> None:
    """Write the verdict of the built-in verifier on each case."""
    with predictions.open("w", encoding="utf-8") as out:
        for prediction in evaluate(read(cases)):
            out.write(json.dumps(prediction, ensure_ascii=False) + "\n")


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The cases of a file; `InputError` names the line that is none."""
    if not path.is_file():
        raise InputError(f"{path}: no such file; give a file with one JSON case a line")
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield json.loads(line)
                except ValueError as error:
                    raise InputError(f"{path}, line {number}: not a JSON object ({error})") from error
