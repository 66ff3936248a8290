"""A migration that has landed never changes, and Alembic runs them in the order of their numbers."""

from hashlib import sha256

from alembic.script import ScriptDirectory

from storage.schema import MIGRATIONS, REVISIONS

# One line for each migration: its file, and the first 16 digits of its SHA-256 hash.
SHIPPED = {
    "0001_all_tables.py": "1ad55725b4f9fbea",
    "0002_limits_and_expiry.py": "22162393921daecb",
    "0003_ad_hoc_rounds.py": "fc102c29179905a0",
    "0004_postponed_rounds_and_new_links.py": "0d119f6f1ec18158",
    "0005_keys_binding.py": "f962c89c8e38575c",
    "0006_published_rounds.py": "8d8d5422eef4db9f",
    "0007_shared_outcomes.py": "881ada065793e01b",
    "0008_set_up_hidden.py": "a97501cc59ce6b17",
    "0009_tenants.py": "75e93993f322d05a",
    "0010_weekly_summaries.py": "b71820799f8529b4",
    "0011_indexes_of_rare_work.py": "8c992360501282c8",
    "0012_erase_marks_of_replies.py": "2ad9719f3da1b582",
    "0013_api_tokens.py": "b6d11c89a11b6a6f",
    "0014_share_links.py": "3be87291e5f0557a",
    "0015_evidence_details.py": "11126b39898b9adb",
    "0016_plan_year.py": "56b3eeb9820d7793",
    "0017_how_browsers_signed_in.py": "e716678904314279",
    "0018_webhooks.py": "2e0748ee70175ffd",
    "0019_data_contacts.py": "54f3f0cad316a12a",
}


def test_a_shipped_migration_never_changes() -> None:
    """Databases that have run it would differ from new ones, under the same revision. Write a new migration
    instead. If the migration is new, add its line to SHIPPED."""
    files = sorted((MIGRATIONS / "versions").glob("*.py"))
    assert {file.name: sha256(file.read_bytes()).hexdigest()[:16] for file in files} == SHIPPED, (
        test_a_shipped_migration_never_changes.__doc__
    )


def test_migrations_run_in_the_order_of_their_numbers() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS)).walk_revisions()
    assert [script.revision for script in scripts][::-1] == REVISIONS
