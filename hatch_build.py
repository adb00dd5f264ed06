"""Build hook; the web assets come with the front end."""

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontendHook(BuildHookInterface):
    """Puts the web assets into the wheel."""
