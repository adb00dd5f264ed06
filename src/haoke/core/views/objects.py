"""Views and layouts as people and machines meet them."""

from __future__ import annotations

from haoke.core.spec import Editor, Handed, ObjectSpec
from haoke.core.text import T
from haoke.core.views import rules
from haoke.core.views.models import Layout, View, ViewChoice

view = ObjectSpec(
    key="view",
    plural="views",
    model=View,
    label=T("View", "视图"),
    label_plural=T("Saved views", "已存视图"),
    title="name",
    icon="layout-list",
    group="settings",
    section="model",
    carried=("object", "name"),
    columns=("name", "object", "kind", "owner", "to_everybody", "to_roles", "to_departments", "to_teams", "opens"),
    sections={
        T("View", "视图"): ("name", "object", "kind", "opens"),
        T("Who may use it", "可用范围"): ("to_everybody", "to_roles", "to_departments", "to_teams", "owner"),
    },
    quick=("name", "object"),
    own=True,
    addressed=True,
    handed=Handed(offered=True),
    timeline=False,
    rules=(rules.view_fits_its_object, rules.view_is_offered_within_reach),
    editors={"object": Editor.OBJECT},
    default_sort="name",
)

view_choice = ObjectSpec(
    key="view_choice",
    plural="view-choices",
    model=ViewChoice,
    label=T("Choice of views", "视图选择"),
    label_plural=T("Choices of views", "视图选择"),
    title="object",
    icon="pin",
    group="settings",
    section=None,
    own=True,
    timeline=False,
    rules=(rules.choice_is_about_an_object,),
    editors={"object": Editor.OBJECT},
)

layout = ObjectSpec(
    key="layout",
    plural="layouts",
    model=Layout,
    label=T("Layout", "布局"),
    label_plural=T("Layouts", "布局"),
    title="object",
    icon="panels-top-left",
    group="settings",
    section="model",
    carried=("object", "role"),
    columns=("object", "role", "updated_at", "updated_by"),
    quick=("object", "role"),
    timeline=False,
    rules=(rules.layout_fits_its_object,),
    editors={"object": Editor.OBJECT, "columns": Editor.FIELDS},
    default_sort="object",
)

VIEWS = (view, view_choice, layout)
