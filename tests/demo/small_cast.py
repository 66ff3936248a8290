"""Six people in two organisations: the fewest of whom results say something."""

from bot.core.models import Role
from bot.demo.cast import Cast, Partner, Player

SMALL = Cast(
    name="Two Rivers",
    purpose="Warm homes in both valleys.",
    profile=(("field", "other"), ("kind", "planning together"), ("degree", "keeping in touch")),
    rhythm="every second Tuesday at 10:00",
    partners=(
        Partner(
            "Valley Council",
            (Player("Ann Price", Role.COORDINATOR), Player("Ben Shah", Role.LEAD), Player("Carys Lloyd")),
            lead_body=True,
        ),
        Partner(
            "Warm Homes",
            (Player("Dafydd Evans", Role.LEAD), Player("Eluned Morgan", language="cy"), Player("Femi Ade")),
        ),
    ),
    visitor="Femi Ade",
)
