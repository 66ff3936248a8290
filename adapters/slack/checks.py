"""What can be told from the settings for Slack alone. Pure."""

from adapters.slack.settings import SlackSettings
from bot.ops.doctor import Finding, ok, warning


def of_slack(slack: SlackSettings, public_url: str) -> Finding:
    if not slack.wanted:
        return ok("Slack", "Not set up: SLACK_BOT_TOKEN is not set.")
    where = "one workspace" if slack.bot_token else "any workspace that installs it"
    if slack.app_token:
        return ok("Slack", f"For {where}, over Socket Mode.")
    if not public_url.startswith("https://"):
        return warning(
            "Slack",
            f"For {where}, over HTTP, but Slack cannot reach {public_url}.",
            "Set ACCORD_PUBLIC_URL to an https:// address, or SLACK_APP_TOKEN for Socket Mode.",
        )
    return ok("Slack", f"For {where}, over HTTP at {public_url}/slack/events.")
