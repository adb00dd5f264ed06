"""A card's guesses as the values of fields their reader may write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.cards.rules.reading import ACCOUNT, CONTACT
from haoke.core import access, registry
from haoke.core.access.actor import Scope, Verb
from haoke.core.errors import BadValue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from haoke.cards.rules import Card, Guess
    from haoke.core.access.actor import Actor

OBJECTS: Final = (CONTACT, ACCOUNT)


def told(actor: Actor, card: Card) -> dict[str, Any]:
    """{lines: [{text, used}], fields, others: [{object, field, value, lines}]}; what fits no field is left unused."""
    open_to = {key: access.writable(actor, registry.get(key)) for key in _reached(actor)}
    fields, others = (list(_values(open_to, guesses)) for guesses in (card.guesses, card.others))
    used = {at for each in (*fields, *others) for at in each["lines"]}
    lines = [{"text": text, "used": at in used} for at, text in enumerate(card.lines)]
    return {"lines": lines, "fields": fields, "others": others}


def _reached(actor: Actor) -> list[str]:
    """The objects a card may become a record of."""
    objects = registry.objects()
    return [
        key
        for key in OBJECTS
        if key in objects
        and any(access.scope_of(actor, objects[key], verb) > Scope.NONE for verb in (Verb.CREATE, Verb.UPDATE))
    ]


def _values(open_to: Mapping[str, set[str]], guesses: Iterable[Guess]) -> Iterable[dict[str, Any]]:
    for guess in guesses:
        if guess.field in open_to.get(guess.object, ()):
            kind = registry.field(guess.object, guess.field).type
            try:
                value = kind.dump(kind.clean(guess.value))
            except BadValue:
                continue
            yield {"object": guess.object, "field": guess.field, "value": value, "lines": list(guess.lines)}
