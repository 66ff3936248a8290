"""Builds the app package of one registration from the settings."""

from collections.abc import Mapping
from datetime import UTC, datetime
from gettext import NullTranslations
from importlib import metadata

from adapters.teams.manifest import AppDetails, package, package_version
from adapters.teams.settings import TeamsSettings
from bot.core.i18n import Translators
from bot.settings import Settings


def build_package(
    shared: Settings,
    settings: TeamsSettings,
    app_id: str,
    version: str,
    catalogues: Mapping[str, NullTranslations],
) -> bytes:
    """Return the app package of the app with this id, or of the first, with this version or one higher
    than an hour ago."""
    app = AppDetails(
        app_id or settings.app_id,
        shared.public,
        version or package_version(metadata.version("accord"), datetime.now(UTC)),
        settings.developer_name,
        shared.links,
        bool(settings.slash_commands),
    )
    translators = Translators(catalogues)
    return package(app, {code: translators(language=code) for code in sorted(catalogues)})
