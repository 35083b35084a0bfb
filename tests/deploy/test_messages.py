"""make messages: what is found in the code, and what the check complains about."""

import pytest

from deploy import messages
from deploy.progress import Failure

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
_("Save")
_("Hello %(name)s") % {}
pgettext("verb", "Open")
# Translators: of a meeting
ngettext("%(count)s seat", "%(count)s seats", 2)
"""
TEMPLATE = """
  {% load i18n %}
    <p>{% translate "Search" context "button" %}</p>
  <h1 title="{{ title|default:_('Untitled') }}">don't {% blocktranslate trimmed %}
      Until
      {{ day }}
    {% endblocktranslate %}</h1>
"""
PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Save"
msgstr "Guardar"

msgid "Hello %(name)s"
msgstr "Hola, %(name)s"

msgctxt "verb"
msgid "Open"
msgstr "Abrir"

msgid "%(count)s seat"
msgid_plural "%(count)s seats"
msgstr[0] "Un lugar"
msgstr[1] "%(count)s lugares"

msgctxt "button"
msgid "Search"
msgstr "Buscar"

msgid "Untitled"
msgstr "Sin título"

msgid "Until %(day)s"
msgstr "Hasta el %(day)s"
"""


@pytest.fixture
def template(tmp_path):
    app = tmp_path / "app"
    (app / "templates").mkdir(parents=True)
    (app / "migrations").mkdir()
    (app / "views.py").write_text(PYTHON)
    (app / "templates" / "page.html").write_text(TEMPLATE)
    (app / "migrations" / "0001_initial.py").write_text('_("Not for people")')
    return messages.extract(tmp_path, [app])


def problems(tmp_path, template, po):
    path = tmp_path / "django.po"
    path.write_text(po)
    return list(messages.judge(messages.read(path, "es"), template))


def test_python_and_templates_are_read(template):
    found = {(entry.context, entry.id) for entry in template if entry.id}
    assert found == {
        (None, "Save"),
        (None, "Hello %(name)s"),
        ("verb", "Open"),
        (None, ("%(count)s seat", "%(count)s seats")),
        ("button", "Search"),
        (None, "Untitled"),
        (None, "Until %(day)s"),
    }
    assert template.get("%(count)s seat").auto_comments == ["Translators: of a meeting"]


def test_a_complete_catalogue_has_no_problem(tmp_path, template):
    assert problems(tmp_path, template, PO) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('msgstr "Guardar"', 'msgstr ""', "missing: 'Save'"),
        ('msgstr[1] "%(count)s lugares"', 'msgstr[1] ""', "missing: '%(count)s seat'"),
        ('msgid "Save"', '#, fuzzy\nmsgid "Save"', "fuzzy: 'Save'"),
        ('msgid "Save"', 'msgid "Send"', "forgotten: 'Save'"),
        ('msgid "Save"', 'msgid "Send"', "no longer in the code: 'Send'"),
        ('msgctxt "verb"\n', "", "forgotten: [verb] 'Open'"),
        ("%(count)s seats", "%(count)s chairs", "forgotten: '%(count)s seat' / '%(count)s seats'"),
        ("Hola, %(name)s", "Hola", "placeholders (%(name)s): 'Hello %(name)s'"),
        ("Hasta el %(day)s", "Hasta el %(dia)s", "placeholders (%(day)s, %(dia)s): 'Until"),
        ("%(count)s lugares", "lugares", "placeholders (%(count)s): '%(count)s seat'"),
    ],
)
def test_each_problem_names_its_string(tmp_path, template, old, new, problem):
    assert old in PO
    found = problems(tmp_path, template, PO.replace(old, new))
    assert any(line.startswith(problem) for line in found), found


def test_an_update_adds_drops_and_keeps(tmp_path, template):
    path = tmp_path / "django.po"
    path.write_text(PO.replace('msgid "Save"', 'msgid "Something of old"'))
    catalogue = messages.read(path, "es")
    messages.update(catalogue, template)
    messages.write(catalogue, path)
    text = path.read_text()
    assert "Something of old" not in text
    assert "#: app/views.py\n" in text
    again = messages.read(path, "es")
    assert list(messages.judge(again, template)) == ["missing: 'Save' (app/views.py)"]
    messages.update(again, template)
    messages.write(again, path)
    assert path.read_text() == text


def test_a_catalogue_that_cannot_be_read_names_the_line(tmp_path, template):
    with pytest.raises(Failure, match=r"django\.po"):
        problems(tmp_path, template, PO + 'msgid "unfinished\n')
