"""Every address of the server: the API's, and the browser application on all the others."""

from __future__ import annotations

from django.urls import re_path

from haoke.config.shell import shell
from haoke.core.api import urls as api

urlpatterns = [*api.urlpatterns, re_path(r"^(?!api/(?!docs$)|assets/)", shell)]
