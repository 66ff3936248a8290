"""The people and organisations that appear in tests, all of them of one partnership but for the strangers."""

from dataclasses import dataclass

from bot.core.models import Address, MembershipStatus, Organisation, Person, Role, web_address

CHANNEL = Address("slack", "council", "C-harbour")


@dataclass(frozen=True, slots=True)
class ScenarioUser:
    """One of the cast, on a platform of their own organisation. People on the web whose id the product
    made have a `person_id`."""

    key: str
    name: str
    organisation: str
    platform: str
    role: Role = Role.MEMBER
    language: str = "en"
    zone: str = "Europe/London"
    person_id: str = ""

    @property
    def address(self) -> Address:
        if self.platform == "web":
            return web_address(self.person.id)
        return Address(self.platform, self.organisation, self.key)

    @property
    def token(self) -> str:
        """The address as a mention writes it."""
        return str(self.address)

    @property
    def person(self) -> Person:
        id = self.person_id or f"person-{self.key}"
        address = web_address(id) if self.platform == "web" else self.address
        return Person(id, address, address, self.name, self.zone, self.language)

    @property
    def member(self) -> str:
        return f"member-{self.key}"


AMIRA = ScenarioUser("amira", "Amira Khan", "council", "slack", Role.COORDINATOR)
BEN = ScenarioUser("ben", "Ben Okoro", "trust", "teams", Role.LEAD)
CARYS = ScenarioUser("carys", "Carys Puw", "hospice", "slack")
CERYS = ScenarioUser("cerys", "Cerys", "kitchen", "web", language="cy")
DILYS = ScenarioUser("dilys", "Dilys", "kitchen", "web", Role.LEAD)
EFE = ScenarioUser("efe", "Efe", "council", "slack")
EVE = ScenarioUser("eve", "Eve", "elsewhere", "slack")
FARAH = ScenarioUser("farah", "Farah", "council", "slack")
GWIL = ScenarioUser("gwil", "Gwil", "trust", "teams")
HANA = ScenarioUser("hana", "Hana", "trust", "teams")
IDRIS = ScenarioUser("idris", "Idris", "shelter", "slack", Role.LEAD)
JO = ScenarioUser("jo", "Jo", "shelter", "slack", zone="America/New_York")
KOFI = ScenarioUser("kofi", "Kofi", "council", "slack")
LOWRI = ScenarioUser("lowri", "Lowri", "trust", "teams", Role.COORDINATOR)
SIX = (AMIRA, BEN, CERYS, DILYS, EFE, FARAH)
CAST = (*SIX, GWIL, HANA, IDRIS, JO, KOFI, LOWRI)
STRANGER = ScenarioUser("stranger", "", "elsewhere", "slack")


def web_user(name: str, person_id: str) -> ScenarioUser:
    """Return a user of Accord's own pages whose id is known."""
    return ScenarioUser(person_id, name, "", "web", person_id=person_id)


ORGANISATIONS = {
    "council": Organisation("council", "harbour", "Harbour Council", MembershipStatus.ACTIVE, lead_body=True),
    "trust": Organisation("trust", "harbour", "Harbour NHS Trust", MembershipStatus.ACTIVE, lead_body=True),
    "kitchen": Organisation(
        "kitchen", "harbour", "Cegin Gymunedol", MembershipStatus.ACTIVE, region="GB-WLS"
    ),
    "shelter": Organisation("shelter", "harbour", "Harbour Shelter", MembershipStatus.ACTIVE),
}
