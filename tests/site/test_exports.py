"""A clerk opens the list of registrants in a spreadsheet: it holds words, and runs nothing."""

import csv
import io

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from openpyxl import load_workbook

from plaza.roles import group_for, sync_roles
from tests import factories

pytestmark = pytest.mark.django_db

ATTACKS = ['=HYPERLINK("https://evil.example")', "+1+1", "-2", "@SUM(A1)", "\t=1", "\r=1"]


@pytest.fixture
def export(client, initiative):
    """A function that downloads the registrants as `role` in a format; the list has the attacks."""
    meeting = factories.meeting(initiatives=[initiative])
    for attack in ATTACKS:
        factories.registration(meeting=meeting, name=attack, questions=attack)
    sync_roles()

    def download(role, kind):
        user = User.objects.create_user(role)
        user.groups.add(group_for(role))
        client.force_login(user)
        return client.get(f"{reverse('registrations:index')}?export={kind}")

    return download


def test_a_csv_file_has_no_cell_that_is_a_formula(export):
    response = export("meetings_clerk", "csv")
    content = b"".join(response.streaming_content).decode()
    rows = list(csv.reader(io.StringIO(content, newline="")))
    assert len(rows) == len(ATTACKS) + 1
    names = [row[2] for row in rows[1:]]
    assert sorted(names) == sorted(f"'{attack}" for attack in ATTACKS)
    assert not [cell for row in rows[1:] for cell in row if cell[:1] in "=+-@\t\r" and cell]


def test_an_xlsx_file_has_no_cell_that_is_a_formula(export):
    response = export("meetings_clerk", "xlsx")
    sheet = load_workbook(io.BytesIO(body(response))).active
    assert sheet.max_row == len(ATTACKS) + 1
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_nobody_else_takes_the_list_home(export):
    assert export("reviewer", "csv").status_code in {302, 403}


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content
