"""What can be told from the settings for Teams alone. Pure."""

from adapters.teams.settings import TeamsSettings
from bot.ops.doctor import Finding, ok, warning


def of_teams(teams: TeamsSettings, public_url: str) -> Finding:
    if not teams.wanted:
        return ok("Teams", "Not set up: TEAMS_APP_ID is not set.")
    many = len(teams.trust.tenants)
    where = "one tenant" if many == 1 else f"{many} tenants"
    if not public_url.startswith("https://"):
        return warning(
            "Teams",
            f"For {where}, but Teams cannot reach {public_url}.",
            "Set ACCORD_PUBLIC_URL to an https:// address.",
        )
    return ok("Teams", f"For {where}, at {public_url}/api/messages.")
