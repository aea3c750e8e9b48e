"""What a print was asked for, as it is kept beside its pages: enough to ask for the same again."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from app.models.declare import record_type
from app.reports.request import Request
from app.services.listing import Condition, View


def write_parameters(request: Request) -> str:
    """The request as JSON."""
    view = request.view
    return json.dumps(
        {
            "of": request.of,
            "on": request.on.isoformat(),
            "strict": request.strict,
            "view": None if view is None else asdict(view) | {"record": view.record.type_name},
            "options": asdict(request.options),
        },
        ensure_ascii=False,
    )


def read_parameters(code: str, text: str | None) -> Request | None:
    """The request again, with the day on which it was made; None where an older program kept too little of it."""
    kept = json.loads(text or "{}")
    if "view" not in kept and not kept.get("of"):
        return None
    view = None if kept.get("view") is None else _view(kept["view"])
    return Request(code, kept.get("of", ""), view, date.fromisoformat(kept["on"]), bool(kept.get("strict")))


def _view(kept: dict[str, Any]) -> View:
    return View(
        record_type(kept["record"]),
        kept["search"],
        tuple(Condition(**one) for one in kept["where"]),
        tuple(kept["sort"]),
        tuple(kept["columns"]),
        tuple((path, tuple(texts)) for path, texts in kept["among"]),
        only=None if kept.get("only") is None else tuple(kept["only"]),
    )
