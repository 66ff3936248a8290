"""The guide lists each metric, and the alerts to copy are sound and lead to what to do."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from prometheus_client.parser import text_string_to_metric_families

from bot.core.heartbeats import Heartbeat
from bot.ops.metrics import Metrics, render_metrics
from storage.heartbeats import SqlHeartbeats
from storage.store import SqlStore
from tests.support.databases import key_store
from tests.support.documentation import anchors_of
from tests.support.fakes import SetClock

ROOT = Path(__file__).parent.parent.parent
PROMETHEUS = ROOT / "deploy" / "prometheus"
PAGES = ROOT / "docs" / "operate"
ROW = re.compile(r"^\| `([a-z_]+)` \| (\w+) \| [^|]+ \|([^|]*)\| ([^|]+) \|$", re.MULTILINE)
ELSEWHERE = {"up", "probe_ssl_earliest_cert_expiry"}  # Prometheus' own, and the blackbox exporter's
MISSING = "PROMTOOL IS NOT INSTALLED, SO THE ALERTS WERE NOT CHECKED (Debian's package prometheus has it)"


@pytest.fixture(scope="module")
def alerts() -> list[dict[str, Any]]:
    groups = yaml.safe_load((PROMETHEUS / "alerts.yaml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def listed() -> dict[str, tuple[str, set[str], str]]:
    """Return type, labels and meaning of each metric, as the guide has them."""
    rows = ROW.findall((PAGES / "monitoring.md").read_text())
    return {name: (kind, {*re.findall(r"`(\w+)`", labels)}, about) for name, kind, labels, about in rows}


def rendered(text: str) -> dict[str, tuple[str, set[str], str]]:
    """Return the same of each metric in a response of /metrics."""
    return {
        family.name + ("_total" if family.type == "counter" else ""): (
            family.type,
            {label for sample in family.samples for label in sample.labels},
            family.documentation,
        )
        for family in text_string_to_metric_families(text)
    }


async def test_the_guide_lists_each_metric_as_the_code_has_it(
    tmp_path: Path, migrated_file: Path, clock: SetClock
) -> None:
    file = shutil.copy(migrated_file, tmp_path / "accord.db")
    store, keys = (
        SqlStore(f"sqlite+aiosqlite:///{file}"),
        key_store(f"sqlite+aiosqlite:///{tmp_path}/keys.db"),
    )
    heartbeats, metrics = SqlHeartbeats(keys), Metrics()
    metrics.start_at_zero(["slack"])
    metrics.step_finished("open", 0.1)
    metrics.step_failed("open")
    await heartbeats.record(Heartbeat("w", "here", clock.now()))
    text = (await render_metrics(metrics, store, heartbeats, clock)).decode()
    await store.close()
    await keys.close()
    guide, shown = listed(), rendered(text)
    assert shown.keys() == guide.keys()
    for name, (kind, labels, about) in shown.items():
        assert (kind, about) == (guide[name][0], guide[name][2])
        assert labels <= guide[name][1]  # what was not counted yet has no labels


def test_each_alert_waits_and_leads_to_what_to_do(alerts: list[dict[str, Any]]) -> None:
    anchors = anchors_of((PAGES / "incidents.md").read_text())
    for alert in alerts:
        assert alert["for"]
        assert alert["labels"]["severity"] in {"warning", "critical"}
        assert alert["annotations"]["summary"].endswith(".")
        page, _, anchor = alert["annotations"]["runbook_url"].partition("#")
        assert page == "https://accord.example.org/docs/operate/incidents/"
        assert anchor in anchors, alert["alert"]


def test_alerts_use_metrics_that_there_are(alerts: list[dict[str, Any]]) -> None:
    used = {name for alert in alerts for name in re.findall(r"([a-z_]+)(?=[{)]|\s)", alert["expr"])}
    metrics = {name for name in used if name.startswith(("accord_", "process_", "probe_", "up"))}
    assert metrics <= listed().keys() | ELSEWHERE
    assert "accord_overdue_seconds" in metrics


def test_the_guide_lists_each_alert(alerts: list[dict[str, Any]]) -> None:
    rows = re.findall(r"^\| `(Accord\w+)` \| (\w+) \|", (PAGES / "monitoring.md").read_text(), re.MULTILINE)
    assert dict(rows) == {alert["alert"]: alert["labels"]["severity"] for alert in alerts}


@pytest.mark.skipif(not shutil.which("promtool"), reason=MISSING)
@pytest.mark.parametrize(
    "check", [("check", "config", "prometheus.yaml"), ("check", "rules", "alerts.yaml"), ("test", "rules")]
)
def test_prometheus_takes_the_files_and_the_alerts_fire_when_they_should(
    tmp_path: Path, check: tuple[str, ...]
) -> None:
    folder = shutil.copytree(PROMETHEUS, tmp_path / "prometheus")
    (folder / "metrics_token").write_text("token")
    words = check if len(check) > 2 else (*check, "alerts_test.yaml")
    result = subprocess.run(["promtool", *words], cwd=folder, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
