"""The page that documents the REST routes, made from the OpenAPI document: no script, nothing from outside."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}"
    "code,pre{font:14px/1.5 ui-monospace,monospace;background:#f3f3f0;border-radius:4px;padding:.1em .3em}"
    "pre{padding:.8em;overflow-x:auto}table{border-collapse:collapse;width:100%}"
    "td,th{text-align:left;vertical-align:top;padding:.3em .8em .3em 0;border-bottom:1px solid #ddd}"
    "h2{margin-top:2.5rem;font-size:1.15rem}"
)


def docs_html(document: Mapping[str, Any], base: str) -> str:
    """An HTML page of an OpenAPI document whose paths begin with `base`."""
    sections = "".join(
        _operation(document, method, base + path, operation)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    )
    info = document["info"]
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(info["title"])}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body><main>'
        f"<h1>{escape(info['title'])}</h1><p>{escape(info['description'])}</p>"
        f'<p><a href="{escape(base)}/openapi.json">openapi.json</a></p>{sections}</main></body></html>'
    )


def _operation(document: Mapping[str, Any], method: str, path: str, operation: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(name)}</code></td><td>{escape(kind)}</td><td>{escape(text)}</td></tr>"
        for name, kind, text in _fields(document, operation)
    )
    codes = "".join(
        f"<tr><td><code>{escape(code)}</code></td><td>{escape(reply['description'])}</td></tr>"
        for code, reply in operation["responses"].items()
    )
    asked = f"<table><tr><th>field<th>type<th></tr>{rows}</table>" if rows else ""
    return (
        f"<section><h2><code>{escape(method.upper())} {escape(path)}</code></h2>"
        f"<p>{escape(operation.get('description') or operation.get('summary', ''))}</p>{asked}"
        f"<table><tr><th>reply<th></tr>{codes}</table></section>"
    )


def _fields(document: Mapping[str, Any], operation: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for parameter in operation.get("parameters", ()):
        required = ", required" if parameter.get("required") else ""
        yield (
            parameter["name"],
            _kind(document, parameter["schema"]) + required,
            parameter.get("description", ""),
        )
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        body = _resolved(document, content["application/json"]["schema"])
        for name, schema in body.get("properties", {}).items():
            required = ", required" if name in body.get("required", ()) else ""
            yield name, _kind(document, schema) + required, schema.get("description", "")


def _kind(document: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    schema = _resolved(document, schema)
    if "anyOf" in schema:
        kinds = [_kind(document, option) for option in schema["anyOf"] if option.get("type") != "null"]
        return " or ".join(kinds)
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {_kind(document, schema['items'])}"
    return str(schema.get("format") or schema.get("type", ""))


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: Mapping[str, Any] = document["components"]["schemas"][name] if name else schema
    return found
