"""The pages every agency needs: accessibility, privacy, contact. In words it could publish."""

from engagement.models import StandardPage
from plaza.demo import standard_texts as texts
from plaza.demo.making import both, publish_page


def create(*, below, by) -> list[StandardPage]:
    """Publish the three pages under the home page; the footer leads to them."""
    return [
        publish_page(
            StandardPage(
                slug=slug,
                **both("headline", *headline),
                **both("summary", *summary),
                body_en=_body(english),
                body_es=_body(spanish),
            ),
            below=below,
            by=by,
        )
        for slug, headline, summary, english, spanish in texts.PAGES
    ]


def _body(sections) -> list[tuple]:
    return [("section", {"heading": heading, "content": content}) for heading, content in sections]
