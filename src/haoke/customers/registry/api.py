"""The business registry over HTTP: which service is asked, and what it says."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from haoke.core.api.routes import Access, Answer, Call, Route
from haoke.core.text import T
from haoke.customers.registry import kept, telling


class Asked(BaseModel):
    """A name, part of one, or a credit code."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    q: str = Field(min_length=2, max_length=100)


class Nothing(BaseModel):
    model_config = ConfigDict(extra="forbid")


def read_service(call: Call) -> Answer:
    return Answer(kept.describe(call.actor))


def save_service(call: Call) -> Answer:
    return Answer(kept.save(call.actor, call.body))


def remove_service(call: Call) -> Answer:
    kept.remove(call.actor)
    return Answer({})


def find_companies(call: Call) -> Answer:
    """Counted for the day, as services bill it."""
    return Answer(telling.find(call.actor, call.query.q))


def read_company(call: Call) -> Answer:
    """Counted, too; what the account has is left as it is."""
    return Answer(telling.read(call.actor, call.params["code"]))


ROUTES = (
    Route(
        "GET", "registry", read_service, T("Whether a business registry can be asked", "工商信息服务"), tag="registry"
    ),
    Route(
        "POST", "registry", save_service, T("Set the business registry up", "设置工商信息服务"), Access.ADMIN,
        body=kept.Wanted, keyed=False, guarded=True, tag="registry",
    ),
    Route(
        "DELETE", "registry", remove_service, T("Ask no business registry any more", "停用工商信息服务"), Access.ADMIN,
        body=Nothing, guarded=True, tag="registry",
    ),
    Route(
        "GET", "registry/companies", find_companies, T("Find a company in the registry", "查找工商企业"), query=Asked,
        looking=False, tag="registry",
    ),
    Route(
        "GET", "registry/companies/{code}", read_company, T("What the registry says of a company", "查看工商信息"),
        looking=False, tag="registry",
    ),
)  # fmt: skip
