"""Slack: messages, modals, App Home and channels."""
