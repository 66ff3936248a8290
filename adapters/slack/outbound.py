"""The hosts of Slack that Accord calls. Pure."""

from urllib.parse import urlsplit

from adapters.outbound import OutboundAddress

ON = "`SLACK_BOT_TOKEN` or `SLACK_CLIENT_ID`"
# Slack names the hosts below its own in what it answers: for a picture, a reply or a connection.
SLACK_ADDRESSES = (
    OutboundAddress(
        "slack.com",
        "443",
        "When Accord posts, edits or looks up something, renews a token or signs somebody in; `accord"
        " check`.",
        "Messages, forms and homes of people: questions, results, names. IDs of people and channels. Tokens.",
        ON,
    ),
    OutboundAddress(
        "*.slack.com",
        "443",
        "`files.slack.com` when a message has a chart, `hooks.slack.com` when somebody has pressed or typed"
        " something, `wss-primary.slack.com` and `wss-backup.slack.com` all the time with `SLACK_APP_TOKEN`.",
        "Pictures of charts. Replies: questions, results, names.",
        ON,
    ),
)


def slack_hosts(api_url: str) -> frozenset[str]:
    """Return the hosts that may be called where Slack's API is at this address."""
    host = urlsplit(api_url).hostname or ""
    return frozenset({host, f"*.{host}"})
