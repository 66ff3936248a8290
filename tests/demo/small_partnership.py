"""Six people in two organisations: the fewest for results."""

from bot.core.models import Role
from bot.demo.happenings import Happening
from bot.demo.partnership import DemoMember, DemoOrganisation, DemoOutcome, DemoPartnership
from bot.language.commands import AddNote, AskTheme

SMALL = DemoPartnership(
    name="Two Rivers",
    purpose="Warm homes in both valleys.",
    profile=(("field", "other"), ("kind", "planning together"), ("degree", "keeping in touch")),
    rhythm="every second Tuesday at 10:00",
    partners=(
        DemoOrganisation(
            "Valley Council",
            (
                DemoMember("Ann Price", Role.COORDINATOR),
                DemoMember("Ben Shah", Role.LEAD),
                DemoMember("Carys Lloyd"),
            ),
            "dpo@valley.example",
            lead_body=True,
        ),
        DemoOrganisation(
            "Warm Homes",
            (
                DemoMember("Dafydd Evans", Role.LEAD),
                DemoMember("Eluned Morgan", language="cy"),
                DemoMember("Femi Ade"),
            ),
            "hello@warm.example",
        ),
    ),
    visitor="Femi Ade",
    outcomes=(
        DemoOutcome(
            "Cold homes", "homes", "down", "the survey", "Warm Homes", level=40, spread=3, moves_at=2
        ),
    ),
    happenings={
        1: (
            Happening("Carys Lloyd", AddNote("We have a new chair")),
            Happening("Ann Price", AskTheme("eight-considerations", "2 days", "now")),
        )
    },
)
