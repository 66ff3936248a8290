"""The people of the demo: a made-up partnership of a council, an NHS trust and two charities. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.models import Role
from bot.demo.happenings import HARBOUR_HAPPENINGS, Happening


@dataclass(frozen=True, slots=True)
class DemoMember:
    """A made-up person."""

    name: str
    role: Role = Role.MEMBER
    language: str = "en"


@dataclass(frozen=True, slots=True)
class DemoOrganisation:
    """An organisation to found. Its first member adds the others."""

    name: str
    members: tuple[DemoMember, ...]
    data_contact: str
    lead_body: bool = False


@dataclass(frozen=True, slots=True)
class DemoOutcome:
    """A shared outcome, whose values the first member of the organisation `entered_by` enters. They vary by
    about `spread` around `level`, which changes by `step` with the round `moves_at`."""

    name: str
    unit: str
    better: str
    source: str
    entered_by: str
    level: float
    spread: float
    moves_at: int = 0
    step: float = 0
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class DemoPartnership:
    """A partnership to found. The first organisation's first member founds and coordinates it. `profile` is
    its profile as names and values; `visitor` is the name of the member that a visitor answers for.
    `happenings` are by the number of the round that they follow."""

    name: str
    purpose: str
    profile: tuple[tuple[str, str], ...]
    rhythm: str
    partners: tuple[DemoOrganisation, ...]
    visitor: str
    outcomes: tuple[DemoOutcome, ...] = ()
    happenings: Mapping[int, Sequence[Happening]] = field(default_factory=dict)

    @property
    def members(self) -> tuple[DemoMember, ...]:
        return tuple(member for partner in self.partners for member in partner.members)

    @property
    def founder(self) -> DemoMember:
        return self.partners[0].members[0]

    @property
    def leading(self) -> frozenset[str]:
        """Return the names of the members of lead or statutory bodies."""
        return frozenset(
            member.name for partner in self.partners if partner.lead_body for member in partner.members
        )


HARBOUR_TOGETHER = DemoPartnership(
    name="Harbour Together",
    purpose="Every child by the harbour is safe, well and heard, whichever of our doors they come through.",
    profile=(
        ("field", "children and young people"),
        ("kind", "running services together"),
        ("degree", "doing some work together"),
    ),
    rhythm="every second Tuesday at 10:00",
    partners=(
        DemoOrganisation(
            "Harbourside Council",
            (
                DemoMember("Maya Okafor", Role.COORDINATOR),
                DemoMember("Tom Ashworth", Role.LEAD),
                DemoMember("Sunita Rao"),
                DemoMember("Callum Reid"),
                DemoMember("Helen Brooks"),
            ),
            "data.protection@harbourside.example",
            lead_body=True,
        ),
        DemoOrganisation(
            "Estuary Community NHS Trust",
            (
                DemoMember("Aisha Rahman", Role.LEAD),
                DemoMember("Owen Pritchard"),
                DemoMember("Joanna Kowalska"),
                DemoMember("Daniel Mensah"),
                DemoMember("Ruth Cohen"),
            ),
            "https://estuary-nhs.example/privacy",
            lead_body=True,
        ),
        DemoOrganisation(
            "Lighthouse Families",
            (
                DemoMember("Grace Thompson", Role.LEAD),
                DemoMember("Bronwen Hughes", language="cy"),
                DemoMember("Imran Malik"),
                DemoMember("Lucy Chen"),
            ),
            "privacy@lighthouse.example",
        ),
        DemoOrganisation(
            "The Net Loft",
            (DemoMember("Pat Doherty", Role.LEAD), DemoMember("Zofia Nowak")),
            "pat@netloft.example",
        ),
    ),
    visitor="Lucy Chen",
    outcomes=(
        DemoOutcome(
            "Families waiting over 18 weeks",
            "families",
            "down",
            "the waiting list of the trust",
            "Estuary Community NHS Trust",
            level=64,
            spread=4,
            moves_at=22,
            step=-16,
        ),
        DemoOutcome(
            "Attendance at our schools",
            "%",
            "up",
            "the weekly count of the council",
            "Harbourside Council",
            level=91.5,
            spread=0.6,
            decimals=1,
        ),
    ),
    happenings=HARBOUR_HAPPENINGS,
)
