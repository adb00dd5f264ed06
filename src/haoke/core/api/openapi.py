"""The OpenAPI 3.1 document, written from the registry and the list of routes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from haoke import __version__
from haoke.core import registry
from haoke.core.api.meta import spoken
from haoke.core.api.routes import PREFIX, Access, Route, routes
from haoke.core.fieldtypes.base import Op
from haoke.core.fieldtypes.files import FileType
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from haoke.core.spec import ObjectSpec

Schema = dict[str, Any]
_REF = "#/components/schemas/"

_PROBLEM: Schema = {
    "description": "Problem",
    "content": {"application/problem+json": {"schema": {"$ref": f"{_REF}Problem"}}},
}
_KEY: Schema = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}
_DUPLICATES: Schema = {
    "name": "Haoke-Duplicates",
    "in": "header",
    "description": "Why a record is wanted though it is here already (percent-encoded); ? refuses doubtful ones, too.",
    "schema": {"type": "string", "maxLength": 1500},
}
_REASON: Schema = {
    "name": "Haoke-Reason",
    "in": "header",
    "description": "Why, or from where, a record is written (percent-encoded, one line); it stands in the Log.",
    "schema": {"type": "string", "maxLength": 1500},
}
_OWNER: Schema = {
    "name": "Haoke-Owner",
    "in": "header",
    "description": "rules: whoever the assignment rules name gets what is made without an owner.",
    "schema": {"type": "string", "enum": ["rules"]},
}
_SHARED: dict[str, Schema] = {
    "Ref": {
        "type": "object",
        "description": "A record pointed at; the title is null when it is not visible to the caller.",
        "properties": {"id": {"type": "string", "format": "uuid"}, "title": {"type": ["string", "null"]}},
        "required": ["id", "title"],
    },
    "Masked": {"type": "object", "properties": {"masked": {"type": "string"}}, "required": ["masked"]},
    "Problem": {
        "type": "object",
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "code": {"type": "string"},
            "detail": {"type": "string"},
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "field": {"type": "string"},
                        "code": {"type": "string"},
                        "message": {"type": "string"},
                    },
                    "required": ["field", "code", "message"],
                },
            },
        },
        "required": ["type", "title", "status", "code", "detail", "errors"],
    },
}


def document() -> Schema:
    """The whole document in the current language; the same for everybody (rights are not in it)."""
    schemas: dict[str, Schema] = {**_SHARED, "Operator": {"type": "string", "enum": [str(op) for op in Op]}}
    for spec in registry.objects().values():
        if not spec.internal:
            schemas |= _object_schemas(spec)
    paths: dict[str, Schema] = {}
    for route in routes():
        paths.setdefault(f"{PREFIX}/{route.path}", {})[route.method.lower()] = _operation(route, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Haoke",
            "version": __version__,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"key": []}, {"session": []}],
        "tags": _tags(),
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": {"Problem": _PROBLEM},
            "parameters": {"IdempotencyKey": _KEY, "Duplicates": _DUPLICATES, "Reason": _REASON, "Owner": _OWNER},
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "haoke_session"},
            },
        },
    }


_PARTS: dict[str, T] = {
    "meta": T("Metadata", "元数据"), "search": T("Search", "搜索"), "changes": T("Changes", "更改"),
    "jobs": T("Jobs", "后台任务"), "files": T("Files", "文件"), "imports": T("Imports", "导入"),
    "session": T("Session", "会话"), "api-keys": T("API keys", "API 密钥"), "shares": T("Shares", "共享"),
    "invitations": T("Invitations", "邀请"), "today": T("Today", "待办中心"), "setup": T("First steps", "初始设置"),
    "exports": T("Exports", "导出"), "registry": T("Business registry", "工商信息"), "health": T("Health", "运行状态"),
}  # fmt: skip


def _tags() -> list[Schema]:
    """The parts of the document, each with what people call it."""
    objects = {spec.plural: spec.label_plural for spec in registry.objects().values() if not spec.internal}
    named = {tag: {**objects, **_PARTS}.get(tag) for tag in dict.fromkeys(_tag(route) for route in routes())}
    return [{"name": tag, **({"description": say(text)} if text else {})} for tag, text in named.items()]


def _tag(route: Route) -> str:
    return route.tag or route.path.split("/", maxsplit=1)[0]


def _name(spec: ObjectSpec) -> str:
    return "".join(part.capitalize() for part in spec.key.split("_"))


#: Records a new activity (or another object of that kind) is about.
_TIES: Schema = {
    "type": "array",
    "maxItems": 50,
    "items": {
        "type": "object",
        "properties": {"object": {"type": "string"}, "id": {"type": "string", "format": "uuid"}},
        "required": ["object", "id"],
        "additionalProperties": False,
    },
}
#: The same as a list with `ties` says it of each record.
_SAID: Schema = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {**_TIES["items"]["properties"], "title": {"type": "string"}},
        "required": ["object", "id", "title"],
    },
}
#: Why a list searched with `found` found it.
_FOUND: Schema = {
    "type": ["object", "null"],
    "properties": {
        "field": {"type": "string"},
        "text": {"type": "string"},
        "parts": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["field", "text", "parts"],
}


def _only(schemas: Mapping[str, Schema], names: Iterable[str]) -> dict[str, Schema]:
    return {name: schemas[name] for name in names}


def _object_schemas(spec: ObjectSpec) -> dict[str, Schema]:
    fields = registry.fields(spec.key)
    name = _name(spec)
    read = {key: _described(field.type.schema(write=False), field.label) for key, field in fields.items()}
    written = {key: _described(field.type.schema(write=True), field.label) for key, field in fields.items()}
    write = {key: schema for key, schema in written.items() if not fields[key].readonly}
    required = [key for key, field in fields.items() if field.required and not field.readonly]
    about = {**({"related": _SAID} if spec.links else {}), **({"found": _FOUND} if spec.search else {})}
    tied = {"related": _TIES, **_only(written, spec.links.takes)} if spec.links and spec.links.create else {}
    version: Schema = {
        "type": "integer",
        "description": say(T("Version read before; 409 when stale", "读取时的版本号，过期返回 409")),
    }
    return {
        name: {"type": "object", "title": say(spec.label), "properties": {**read, **about}},
        f"{name}Create": {
            "type": "object",
            "properties": {**write, **tied},
            "required": required,
            "additionalProperties": False,
        },
        f"{name}Update": {"type": "object", "properties": {**write, "version": version}, "additionalProperties": False},
        f"{name}Page": {
            "type": "object",
            "properties": {
                "items": {"type": "array", "items": {"$ref": _REF + name}},
                "next": {"type": ["string", "null"]},
                "count": {"type": "integer"},
                "count_capped": {"type": "boolean"},
                "meant": {"type": "string"},
            },
            "required": ["items", "next"],
        },
    }


def _described(schema: Schema, label: object) -> Schema:
    return schema if "$ref" in schema else {**schema, "title": say(label)}


def _operation(route: Route, schemas: dict[str, Schema]) -> Schema:
    operation: Schema = {
        "operationId": f"{route.method.lower()}_{route.path}".replace("/", "_")
        .replace("{", "")
        .replace("}", "")
        .replace("-", "_"),
        "summary": say(route.summary),
        "tags": [_tag(route)],
        "parameters": [*_path_parameters(route), *_query_parameters(route)],
        "responses": _responses(route),
    }
    if route.access is Access.PUBLIC:
        operation["security"] = []
    if route.writes and route.keyed:
        operation["parameters"].append({"$ref": "#/components/parameters/IdempotencyKey"})
        operation["parameters"] += [{"$ref": f"#/components/parameters/{name}"} for name in ("Duplicates", "Reason")]
    if route.writes and route.verb == "create":
        operation["parameters"].append({"$ref": "#/components/parameters/Owner"})
    body = _body(route, schemas)
    if body is not None:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    if route.multipart:
        operation.setdefault("requestBody", {"content": {}})["content"] |= _uploads(route)
    return operation


_BYTES: Schema = {"type": "string", "contentMediaType": "application/octet-stream"}


def _uploads(route: Route) -> Schema:
    """Ways to send files: a form with some, or where one is expected also the bytes themselves."""
    if route.answer == "file":
        form: Schema = {"type": "object", "properties": {"file": _BYTES}, "required": ["file"]}
        return {"application/octet-stream": {"schema": {}}, "multipart/form-data": {"schema": form}}
    form = {"type": "object", "properties": {"files": {"type": "array", "items": _BYTES}}}
    return {"multipart/form-data": {"schema": form}}


def _path_parameters(route: Route) -> list[Schema]:
    names = [part[1:-1] for part in route.path.split("/") if part.startswith("{")]
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _query_parameters(route: Route) -> list[Schema]:
    if route.query is None:
        return []
    properties = route.query.model_json_schema()["properties"]
    return [
        {"name": name, "in": "query", "required": info.is_required(), "schema": properties[name]}
        for name, info in route.query.model_fields.items()
    ]


def _body(route: Route, schemas: dict[str, Schema]) -> Schema | None:
    if not route.writes or (route.body is None and route.object is None):
        return None
    if isinstance(route.body, type) and issubclass(route.body, BaseModel):
        return _hoisted(route.body, schemas)
    spec = registry.get(route.object) if route.object else None
    if route.body in ("create", "update") and spec:
        return {"$ref": f"{_REF}{_name(spec)}{str(route.body).capitalize()}"}
    if isinstance(route.body, str) and route.body.startswith("action:") and spec:
        action = spec.action(route.body.removeprefix("action:"))
        model = action.input if action else None
        base: Schema = _hoisted(model, schemas) if model else {"type": "object", "properties": {}}
        return {**base, "properties": {**base.get("properties", {}), "version": {"type": "integer"}}}
    return {"type": "object", "properties": {"version": {"type": "integer"}}}


def _hoisted(model: type[BaseModel], schemas: dict[str, Schema]) -> Schema:
    """The model's schema with its nested definitions moved to the components."""
    schema: Schema = spoken(model.model_json_schema(ref_template=_REF + "{model}"))
    schemas |= schema.pop("$defs", {})
    return schema


def _responses(route: Route) -> Schema:
    status = "201" if route.method == "POST" and (route.body == "create" or route.answer == "file") else "200"
    problem = {"$ref": "#/components/responses/Problem"}
    return {status: {"description": "OK", **_content(route)}, "default": problem}


def _content(route: Route) -> Schema:
    spec = registry.get(route.object) if route.object else None
    if route.answer == "bytes":
        return {"content": {"application/octet-stream": {"schema": {}}}}
    if route.answer == "file":
        return {"content": {"application/json": {"schema": FileType().schema(write=False)}}}
    if spec is None:
        return {"content": {"application/json": {"schema": {}}}} if route.answer != "none" else {}
    shapes: dict[str, Schema] = {
        "record": {"$ref": _REF + _name(spec)},
        "page": {"$ref": f"{_REF}{_name(spec)}Page"},
        "action": {
            "type": "object",
            "properties": {"record": {"$ref": _REF + _name(spec)}, "result": {}, "change": {"type": "string"}},
        },
    }
    return {"content": {"application/json": {"schema": shapes.get(route.answer, {})}}}
