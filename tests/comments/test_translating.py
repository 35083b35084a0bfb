"""What staff translate is read beside the original, once a second person has verified it."""

import json

import pytest
from django.urls import reverse

from comments import amending, intake, record, review, translating
from comments.models import Comment, Remark, Translation
from comments.review import ReviewError, StaleError
from engagement import search
from tests.comments import factories as make
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db

SPANISH = "Los barcos deben apagar sus motores en el muelle."
ENGLISH = "Ships must turn off their engines at the pier."


def spanish(docket=None, text=SPANISH, **fields) -> Comment:
    return make.submit(docket or make.docket(), language="es", text=text, **fields)


def write(comment, actor, text=ENGLISH, **fields) -> Translation:
    parts = fields.pop("parts", {"text": text})
    return translating.write(comment=comment, actor=actor, parts=parts, **fields)


def seen(comment) -> str:
    comment = Comment.objects.get(pk=comment.pk)
    return translating.version_of(comment, translating.translation_of(comment))


def public(comment):
    return translating.public_translation(Comment.objects.get(pk=comment.pk))


def post(comment, actor) -> Comment:
    review.claim(comment=comment, actor=actor)
    review.move(comment=comment, actor=actor, to_state="in_review")
    return review.move(comment=comment, actor=actor, to_state="posted")


@pytest.fixture
def rosa():
    return make.reviewer("rosa")


@pytest.fixture
def luis():
    return make.reviewer("luis")


def test_another_person_than_the_translator_verifies_and_the_trail_holds_no_words(rosa, luis):
    comment = spanish()
    translation = write(comment, rosa)
    assert (translation.language, public(comment)) == ("en", None)
    assert list(translating.unverified(Comment.objects.all())) == [comment]
    with pytest.raises(ReviewError, match="another person"):
        translating.verify(translation=translation, actor=rosa)
    with pytest.raises(ReviewError, match="may not"):
        translating.verify(translation=translation, actor=make.user("outsider"))
    translating.verify(translation=translation, actor=luis)
    assert public(comment).parts == {"text": ENGLISH}
    assert not translating.unverified(Comment.objects.all())

    changed = write(comment, luis, ENGLISH.upper())
    assert not changed.is_verified
    assert public(comment) is None
    entries = comment.events.filter(kind="translated")
    assert [entry.detail["translation"] for entry in entries] == [
        ["", "written"],
        ["unverified", "verified"],
        ["verified", "changed"],
    ]
    assert not any("engines" in f"{entry.detail}{entry.note}".lower() for entry in entries)
    # What is already so is no act.
    write(comment, rosa, ENGLISH.upper())
    assert entries.count() == 3


def test_nothing_is_verified_that_leaves_out_a_part_of_the_letter(rosa, luis):
    docket = make.docket()
    section = make.draft(docket=docket).sections.first()
    comment = spanish(docket, remarks=[intake.About(section, "Más plazo.")])
    with pytest.raises(ReviewError, match="no such part"):
        write(comment, rosa, parts={"remark-0": "x"})
    with pytest.raises(ReviewError, match="Write the translation"):
        write(comment, rosa, "  ")
    translation = write(comment, rosa)
    with pytest.raises(ReviewError, match="Purpose"):
        translating.verify(translation=translation, actor=luis)
    key = f"remark-{comment.remarks.get().pk}"
    write(comment, rosa, parts={key: "More time."})
    assert translating.verify(translation=translation, actor=luis).parts == {
        "text": ENGLISH,
        key: "More time.",
    }


def test_a_translation_that_a_colleague_saved_meanwhile_is_never_overwritten(rosa, luis):
    comment = spanish()
    opened = seen(comment)
    review.add_note(comment=comment, actor=luis, note="A note is no conflict.")
    write(comment, rosa, seen=opened)
    with pytest.raises(StaleError) as refused:
        write(comment, luis, "Mine", seen=opened)
    assert [event.actor for event in refused.value.changes] == [rosa]
    assert Translation.objects.get().parts == {"text": ENGLISH}
    # Nor does anybody verify what they have not read.
    opened = seen(comment)
    write(comment, rosa, "Other words", seen=opened)
    with pytest.raises(StaleError):
        translating.verify(translation=Translation.objects.get(), actor=luis, seen=opened)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told_of_the_other():
    comment = spanish()
    opened = seen(comment)
    people = [make.reviewer("rosa"), make.reviewer("luis")]
    results = in_parallel(lambda actor: write(comment, actor, actor.username, seen=opened), people)
    refused = [isinstance(result, StaleError) for result in results]
    assert sorted(refused) == [False, True]
    assert Translation.objects.get().parts["text"] == people[refused.index(False)].username


def test_what_is_redacted_later_leaves_with_its_translation(rosa, luis):
    comment = spanish(text=f"{SPANISH} Mi número es 310-555-0142.")
    translation = write(comment, rosa, f"{ENGLISH} My number is 310-555-0142.")
    opened = seen(comment)
    translating.verify(translation=translation, actor=luis, seen=opened)
    Comment.objects.filter(pk=comment.pk).update(redacted_text=f"{SPANISH} [tachado]")
    # Even before anybody says so: the words were made of another original.
    assert public(comment) is None
    comment.refresh_from_db()
    assert translating.unverify(comment)
    assert not translating.unverify(comment)
    with pytest.raises(StaleError):
        translating.verify(translation=translation, actor=luis, seen=opened)
    with pytest.raises(ReviewError, match="as it reads now"):
        translating.verify(translation=translation, actor=luis)
    # Saving it as it was does not make it current.
    write(comment, rosa, f"{ENGLISH} My number is 310-555-0142.")
    with pytest.raises(ReviewError, match="as it reads now"):
        translating.verify(translation=translation, actor=luis)
    write(comment, rosa, f"{ENGLISH} [redacted]")
    translating.verify(translation=translation, actor=luis)
    assert public(comment).parts["text"] == f"{ENGLISH} [redacted]"


def test_an_addition_takes_the_verification_back(rosa, luis):
    comment = spanish()
    translating.verify(translation=write(comment, rosa), actor=luis)
    addition = amending.add(comment=comment, key=comment.uid, text="Y también los camiones.")
    assert not Translation.objects.get().is_verified
    with pytest.raises(ReviewError, match="Addition"):
        translating.verify(translation=Translation.objects.get(), actor=luis)
    write(comment, rosa, parts={f"addition-{addition.pk}": "And the trucks too."})
    translating.verify(translation=Translation.objects.get(), actor=luis)


def test_readers_of_each_language_find_and_read_a_posted_comment_and_nothing_unverified(
    client, rosa, luis
):
    docket = make.docket()
    section = make.draft(docket=docket).sections.first()
    about = [intake.About(section, "Más plazo.")]
    comment = spanish(docket, remarks=about, name="Ana Paz")
    parts = {"text": ENGLISH, f"remark-{Remark.objects.get().pk}": "More time."}
    translation = write(comment, rosa, parts=parts)
    post(comment, rosa)
    addresses = [
        comment.get_absolute_url(),
        docket.get_absolute_url(),
        reverse("comments:docket_json", args=[docket.number]),
        reverse("comments:docket_csv", args=[docket.number]),
        reverse("comments:receipt", args=[intake.make_token(comment)]),
    ]

    def shown() -> list[str]:
        answers = [client.get(address) for address in addresses]
        return [(b"".join(one) if one.streaming else one.content).decode() for one in answers]

    assert not any("Ships must" in page or "Staff translation;" in page for page in shown())
    assert not search.find("engines", language="en")
    before = record.version(docket)

    translating.verify(translation=translation, actor=luis)
    own, listed, as_json, as_csv, receipt = shown()
    for page in (own, receipt):
        assert "Staff translation; the original is authoritative." in page
        assert f'lang="en">{ENGLISH}</div>' in page
        assert 'lang="en">More time.</div>' in page
        assert f'lang="es">{SPANISH}</div>' in page
    assert "With a staff translation" in listed
    assert record.version(docket) != before
    written = json.loads(as_json)["comments"][0]["translations"]
    assert [(row["language"], row["parts"]) for row in written] == [
        ("en", {"/text": ENGLISH, "/remarks/0/text": "More time."})
    ]
    assert "More time." in as_csv
    assert [entry.object_id for entry in search.find("engine", language="en")] == [comment.pk]
    assert [entry.object_id for entry in search.find("motor", language="es")] == [comment.pk]

    amending.withdraw(comment=comment)
    assert not any("Ships must" in page for page in shown()[:-1])
    assert not search.find("engines", language="en")


def test_the_review_page_keeps_what_was_typed_beside_what_a_colleague_saved(client, rosa, luis):
    comment = spanish()
    address = reverse("review:inspect", args=[comment.pk])
    client.force_login(luis)
    assert "Translation into English" in client.get(address).content.decode()
    sent = {
        "action": "translate",
        "translation-seen": seen(comment),
        "translation-text": "Luis' words",
    }
    write(comment, rosa)
    page = client.post(address, sent)
    assert page.status_code == 422
    content = page.content.decode()
    assert "Luis&#x27; words</textarea>" in content
    assert ENGLISH in content
    assert f'value="{seen(comment)}"' in content
    done = client.post(address, {"action": "verify_translation", "seen": seen(comment)})
    assert done.status_code == 302
    assert Translation.objects.get().verified_by == luis

    # Whoever may not read what was redacted does not read it in a translation either.
    Comment.objects.filter(pk=comment.pk).update(redacted_text="[tachado]")
    assert "engines" not in client.get(address).content.decode()
