"""The demo's staff: one account for each role, with passwords that everybody may know."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model

from plaza.roles import ROLES, group_for


@dataclass(frozen=True)
class Account:
    """One person of the demo. `role` is a key of plaza.roles.ROLES."""

    username: str
    first_name: str
    last_name: str
    password: str
    role: str


ACCOUNTS = (
    Account("editor", "Elena", "Quintero", "demo-editor-2304", "editor"),
    Account("clerk", "Marcus", "Whitlow", "demo-clerk-2304", "meetings_clerk"),
    Account("intake", "Lourdes", "Amaya", "demo-intake-2304", "intake_clerk"),
    Account("reviewer", "Priya", "Ashdown", "demo-reviewer-2304", "reviewer"),
    Account("redactor", "Hana", "Brockway", "demo-redactor-2304", "redactor"),
    Account("author", "Ignacio", "Peralta", "demo-author-2304", "response_author"),
    Account("approver", "Denise", "Okafor", "demo-approver-2304", "approver"),
    Account("manager", "Julián", "Castellanos", "demo-manager-2304", "docket_manager"),
    Account("auditor", "Ruth", "Lindqvist", "demo-auditor-2304", "auditor"),
    Account("administrator", "Tomás", "Velarde", "demo-administrator-2304", "administrator"),
)


def create() -> dict:
    """Create the accounts; returns the users by their user name."""
    users = {}
    for account in ACCOUNTS:
        user = get_user_model().objects.create_user(
            account.username,
            email=f"{account.username}@example.org",
            password=account.password,
            first_name=account.first_name,
            last_name=account.last_name,
        )
        user.groups.add(group_for(account.role))
        users[account.username] = user
    return users


def table() -> str:
    """The accounts as a table to print: name, user name, password, role."""
    rows = [("Name", "User name", "Password", "Role")]
    rows += [
        (
            f"{account.first_name} {account.last_name}",
            account.username,
            account.password,
            ROLES[account.role].group,
        )
        for account in ACCOUNTS
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
