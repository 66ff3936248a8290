"""The people of the demo: a made-up partnership of a council, an NHS trust and two charities. Pure."""

from dataclasses import dataclass

from bot.core.models import Role


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody made up."""

    name: str
    role: Role = Role.MEMBER
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation. The first player is its first member, who adds the others."""

    name: str
    players: tuple[Player, ...]
    lead_body: bool = False


@dataclass(frozen=True, slots=True)
class Cast:
    """A partnership as it will be. The first partner's first player founds and coordinates it. `profile`
    holds what is said to describe it: its parts and their words. `visitor` is the name of the one for whom
    whoever tries the demo answers."""

    name: str
    purpose: str
    profile: tuple[tuple[str, str], ...]
    rhythm: str
    partners: tuple[Partner, ...]
    visitor: str

    @property
    def players(self) -> tuple[Player, ...]:
        return tuple(player for partner in self.partners for player in partner.players)

    @property
    def founder(self) -> Player:
        return self.partners[0].players[0]

    @property
    def leading(self) -> frozenset[str]:
        """The names of those on the lead or statutory side."""
        return frozenset(
            each.name for partner in self.partners if partner.lead_body for each in partner.players
        )


HARBOUR_TOGETHER = Cast(
    name="Harbour Together",
    purpose="Every child by the harbour is safe, well and heard, whichever of our doors they come through.",
    profile=(
        ("field", "children and young people"),
        ("kind", "running services together"),
        ("degree", "doing some work together"),
    ),
    rhythm="every second Tuesday at 10:00",
    partners=(
        Partner(
            "Harbourside Council",
            (
                Player("Maya Okafor", Role.COORDINATOR),
                Player("Tom Ashworth", Role.LEAD),
                Player("Sunita Rao"),
                Player("Callum Reid"),
                Player("Helen Brooks"),
            ),
            lead_body=True,
        ),
        Partner(
            "Estuary Community NHS Trust",
            (
                Player("Aisha Rahman", Role.LEAD),
                Player("Owen Pritchard"),
                Player("Joanna Kowalska"),
                Player("Daniel Mensah"),
                Player("Ruth Cohen"),
            ),
            lead_body=True,
        ),
        Partner(
            "Lighthouse Families",
            (
                Player("Grace Thompson", Role.LEAD),
                Player("Bronwen Hughes", language="cy"),
                Player("Imran Malik"),
                Player("Lucy Chen"),
            ),
        ),
        Partner("The Net Loft", (Player("Pat Doherty", Role.LEAD), Player("Zofia Nowak"))),
    ),
    visitor="Lucy Chen",
)
