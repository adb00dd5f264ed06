"""What records are found by: one row a record, made by us, not logged."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Reverse

_PATTERN = "text_pattern_ops"


class SearchDoc(models.Model):
    """Search entry of one live record; `tsv` holds lexemes that begin with the code of the field they come from.

    `core`: a company's name as it is compared; NULL in an entry made before there was one.
    """

    record = models.UUIDField(primary_key=True)
    object = models.CharField(max_length=40)
    title = models.TextField()
    phone = models.CharField(max_length=40, null=True)
    phone2 = models.CharField(max_length=40, null=True)
    email = models.CharField(max_length=254, null=True)
    code = models.CharField(max_length=120, null=True)
    core = models.TextField(null=True)
    tsv = SearchVectorField()

    class Meta:
        indexes = (
            GinIndex("tsv", name="core_searchdoc_tsv"),
            GinIndex(
                OpClass(F("core"), "gin_trgm_ops"), name="core_searchdoc_core", condition=~Q(core="") & ~Q(core=None)
            ),
            models.Index(F("object"), OpClass(F("title"), _PATTERN), name="core_searchdoc_named"),
            models.Index(OpClass(F("phone"), _PATTERN), name="core_searchdoc_phone", condition=~Q(phone=None)),
            models.Index(
                OpClass(Reverse("phone"), _PATTERN), name="core_searchdoc_phone_end", condition=~Q(phone=None)
            ),
            models.Index(OpClass(F("phone2"), _PATTERN), name="core_searchdoc_phone2", condition=~Q(phone2=None)),
            models.Index(
                OpClass(Reverse("phone2"), _PATTERN), name="core_searchdoc_phone2_end", condition=~Q(phone2=None)
            ),
            models.Index(OpClass(F("email"), _PATTERN), name="core_searchdoc_email", condition=~Q(email=None)),
            models.Index(OpClass(F("code"), _PATTERN), name="core_searchdoc_code", condition=~Q(code=None)),
        )


class CommonWord(models.Model):
    """A beginning of words of one field (`lexeme`, the field's code before it) that many entries of an object have.

    `entries`: how many the object has (a row of its own says so of each); `share`: the part of them.
    """

    lexeme = models.CharField(primary_key=True, max_length=60)
    object = models.CharField(max_length=40)
    entries = models.BigIntegerField()
    share = models.FloatField()
