"""The demo's response to comments: points, answers, and the document, published."""

from comments import bracketing
from comments.models import Comment, Docket, Point, Response, Topic
from comments.response_document import building, publishing
from comments.responses import moving, writing
from plaza.demo.answer_texts import ANSWERS, MASTERS, TOPICS, Answer

Status = Response.Status


def create(docket: Docket, *, author, approver, manager) -> None:
    """For a docket that is over: every point answered, approved, and put before the public."""
    topics = {
        english: Topic.objects.create(docket=docket, name_en=english, name_es=spanish)
        for english, spanish in TOPICS
    }
    masters = [writing.write(actor=author, docket=docket, **master) for master in MASTERS]
    points: dict[str, Point] = {}
    for answer in ANSWERS:
        point = _bracket(docket, answer, author, topics[answer.topic], points.get(answer.inside))
        points[answer.words] = point
        if answer.masters:
            chosen = [masters[place] for place in answer.masters]
            writing.refer(point=point, masters=chosen, actor=author)
        if answer.english:
            texts = {"en": answer.english, "es": answer.spanish}
            writing.write(actor=author, point=point, texts=texts)
    for response in docket.responses.all():
        sent = moving.move(response=response, to_status=Status.REVIEWED, actor=author)
        moving.move(response=sent, to_status=Status.APPROVED, actor=approver)
    document = building.begin(docket=docket, asked_by=manager, is_final=True)
    while building.run(document.pk):
        pass
    document.refresh_from_db()
    publishing.publish(document=document, actor=manager)


def _bracket(docket: Docket, answer: Answer, author, topic: Topic, inside: Point | None) -> Point:
    comment = Comment.objects.get(docket=docket, name=answer.name)
    start = comment.text.index(answer.words)
    passage = bracketing.Passage("text", start, start + len(answer.words), answer.words)
    return bracketing.bracket(
        comment=comment,
        actor=author,
        passages=[passage],
        inside=inside,
        topics=[topic],
        owner=author,
    )
