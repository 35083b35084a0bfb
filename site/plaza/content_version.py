"""A number that grows with each transaction that changed what a public page may show.

The database counts: a trigger on each table catches every writer, bulk updates, scheduled
publishing and psql included. Each transaction writes a row of its own, so that no two ever wait
for each other, and the row becomes visible together with the change. Whoever reads the number
first and the content afterwards never takes old content for new.
"""

from django.db import connection

# Tables that no cached page reads. Any other, and each new one, counts as shown: to forget a
# table here costs a page that is made once too often; to forget to watch one would show old news.
NOT_SHOWN = frozenset(
    {
        "auth_user",
        "auth_user_groups",
        "auth_user_user_permissions",
        "comments_bulkaction",
        "comments_commentevent",
        "comments_commentsignature",
        "comments_commentwords",
        "comments_exportrecord",
        "comments_mention",
        "comments_pendingcomment",
        "comments_pendingfile",
        "comments_documentfile",
        # Points and answers are shown once they are final; publishing is what makes them so.
        "comments_point",
        "comments_point_masters",
        "comments_point_topics",
        "comments_pointpassage",
        "comments_redaction",
        "comments_response",
        "comments_responsedocument",
        "comments_responseevent",
        "comments_savedfilter",
        "comments_storedcomparison",
        "comments_team",
        "comments_team_members",
        "django_migrations",
        "django_session",
        "django_tasks_database_dbtaskresult",
        "engagement_outgoingmail",
        "engagement_searchentry",
        "engagement_subscription",
        "meetings_feedstate",
        "meetings_registrantmessage",
        "meetings_registration",
        "plaza_contentchange",
        "wagtailadmin_editingsession",
        "wagtailadmin_formstate",
        "wagtailcore_apitoken",
        "wagtailcore_comment",
        "wagtailcore_commentreply",
        "wagtailcore_modellogentry",
        "wagtailcore_pagelogentry",
        "wagtailcore_pagesubscription",
        "wagtailcore_referenceindex",
        "wagtailcore_revision",
        "wagtailcore_taskstate",
        "wagtailcore_uploadedfile",
        "wagtailcore_workflowstate",
        "wagtailsearch_indexentry",
        "wagtailusers_userprofile",
    }
)

_CURRENT = "SELECT coalesce(sum(changes), 0) FROM plaza_contentchange"

# Names are quoted by format(); there is nothing to do, and no lock to take, on a second run.
_WATCH = """
DO $watch$
DECLARE name text;
BEGIN
    FOR name IN
        SELECT c.relname FROM pg_class c
        WHERE c.relkind = 'r'
          AND c.relnamespace = current_schema()::regnamespace
          AND NOT c.relname = ANY (string_to_array({not_shown}, ','))
          AND NOT EXISTS (
              SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'plaza_content'
          )
    LOOP
        EXECUTE format(
            'CREATE TRIGGER plaza_content AFTER INSERT OR UPDATE OR DELETE ON %I '
            'FOR EACH ROW EXECUTE FUNCTION plaza_content_changed()', name
        );
    END LOOP;
END $watch$
"""

# The sum stays the same for every reader: rows go and their sum comes in one statement.
_COMPACT = """
WITH gone AS (DELETE FROM plaza_contentchange RETURNING changes)
INSERT INTO plaza_contentchange (transaction_id, changes)
SELECT pg_current_xact_id()::text::bigint, sum(changes) FROM gone HAVING count(*) > 0
"""


def current() -> int:
    """The number now: one query."""
    with connection.cursor() as cursor:
        cursor.execute(_CURRENT)
        return int(cursor.fetchone()[0])


def compact() -> None:
    """Make one row of all, for the next reader to add up in no time. A job does it."""
    with connection.cursor() as cursor:
        cursor.execute(_COMPACT)


def watch_tables(**_signal) -> None:
    """Put the trigger on each table that has none yet; runs after every `migrate`."""
    if "plaza_contentchange" not in connection.introspection.table_names():
        return
    not_shown = "'" + ",".join(sorted(NOT_SHOWN)) + "'"
    with connection.cursor() as cursor:
        cursor.execute(_WATCH.format(not_shown=not_shown))
