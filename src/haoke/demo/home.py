"""Where the made-up company is at home: its language, its regions, and what it sells, says and is called there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from haoke.demo.names import CITIES

#: The region whose people speak the other language.
ABROAD: Final = "abroad"
MARKETS: Final = {"US": "south", "GB": "west", **dict.fromkeys(("SG", "VN", "JP", "AU", "IN"), "east")}
_UNITS: Final = {"台": "pcs", "只": "pcs", "年": "year", "人天": "day", "套": "set", "场": "session", "次": "audit"}


@dataclass(frozen=True, slots=True)
class Home:
    """A company that speaks `language`; `regions` by key, `english` the share of its customers who speak English."""

    language: str
    regions: dict[str, str]
    english: float
    price: float

    def says(self, text: str) -> str:
        """A text in both languages, "实施服务 Services", as it is written here."""
        return text if self.language == "zh" else latin(text)

    def unit(self, unit: str) -> str:
        """What a product is counted in."""
        return unit if self.language == "zh" else _UNITS[unit]

    def tongue(self, region: str) -> str:
        """The language of a region's people."""
        return self.language if region != ABROAD else "en" if self.language == "zh" else "zh"

    def market(self, country: str) -> str:
        """The region that sells to a country where English is written to."""
        return ABROAD if self.language == "zh" else MARKETS.get(country, "north")

    def city(self, city: str) -> str:
        """The region that sells in a Chinese city."""
        found = next(region for _, name, _, region in CITIES if name == city)
        return found if self.language == "zh" else ABROAD

    def mail(self, region: str) -> str:
        """The name by which the first seller of a region signs in, where there is one."""
        return {"east": "rep", ABROAD: f"rep.{self.tongue(ABROAD)}"}.get(region, "")


def latin(text: str) -> str:
    """The English half of a text in both; a name of the product's line stays before it."""
    words = [word for word in text.split() if word.isascii()]
    return " ".join(word for place, word in enumerate(words) if word not in words[:place])


HOMES: Final = {
    "zh": Home(
        "zh",
        {"east": "华东区", "south": "华南区", "north": "华北区", "west": "西部区", ABROAD: "海外部 International"},
        0.16,
        1,
    ),
    "en": Home(
        "en",
        {"east": "Asia Pacific", "south": "Americas", "north": "Europe", "west": "United Kingdom", ABROAD: "China"},
        0.9,
        0.5,
    ),
}
