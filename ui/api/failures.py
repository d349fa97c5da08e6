"""Every failure as `{"error": one clear line}`."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from corpus import CrosslexError, UsageError
from ui.api.operations import NotHeld

if TYPE_CHECKING:
    from fastapi import FastAPI

_TOLD = 3
"""Faults of a request that its error names."""
NOTHING_HERE = "there is nothing here; /api/v1/docs lists what there is"


def handle_failures(app: "FastAPI") -> None:
    """Give every failure of `app` the one shape."""

    async def refused(request: Request, error: Exception) -> JSONResponse:
        refusal = cast(HTTPException, error)
        line = NOTHING_HERE if refusal.detail == "Not Found" else str(refusal.detail)
        if refusal.status_code == 405:
            allowed = ", ".join(_methods(app, request))
            return failure(405, f"this route takes {allowed} only", {"Allow": allowed})
        return failure(refusal.status_code, line, refusal.headers)

    async def invalid(_: Request, error: Exception) -> JSONResponse:
        faults = cast(RequestValidationError, error).errors()
        return failure(400 if any(f["type"] == "json_invalid" for f in faults) else 422, one_line(faults))

    async def failed(_: Request, error: Exception) -> JSONResponse:
        status = 404 if isinstance(error, NotHeld) else 422 if isinstance(error, UsageError) else 503
        return failure(status, str(error))

    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(CrosslexError, failed)


def _methods(app: "FastAPI", request: Request) -> list[str]:
    """The methods that a path takes."""
    path: str = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    found = [
        method.upper()
        for template, operations in app.openapi()["paths"].items()
        if re.fullmatch(re.sub(r"\{\w+\}", ".+", template), path)
        for method in operations
    ]
    return sorted(found) or ["GET"]


def failure(status: int, line: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """A reply that says why there is no other."""
    plain = " ".join(line.encode("utf-8", "replace").decode().split())
    return JSONResponse({"error": plain}, status, headers)


def one_line(faults: Sequence[Mapping[str, Any]]) -> str:
    """The faults of a request in one line, each with the field it is in."""
    told = list(dict.fromkeys(_fault(fault) for fault in faults))
    more = f"; and {len(told) - _TOLD} more" if len(told) > _TOLD else ""
    return "; ".join(told[:_TOLD]) + more


def _fault(fault: Mapping[str, Any]) -> str:
    context = fault.get("ctx", {})
    kind = fault["type"]
    place = [str(part) for part in fault["loc"] if part not in ("body", "query", "path")]
    if kind == "json_invalid":
        return f"the body is not JSON: {context.get('error', 'it cannot be read')}"
    if kind in ("missing", "model_attributes_type", "dict_type") and not place:
        return "send a JSON object with the header Content-Type: application/json"
    if kind == "missing":
        line = "is missing"
    elif kind == "extra_forbidden":
        line = "is not a field of this request"
    elif kind == "string_too_long":
        line = f"has {len(str(fault.get('input', ''))):,} characters; the limit is {context['max_length']:,}"
    else:
        line = str(fault["msg"]).removeprefix("Value error, ")
    name = ".".join(place)[:80]
    return f"{name}: {line}" if name else line
