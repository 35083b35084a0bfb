"""What the database holds of points and answers, whatever the site does.

Two points of a letter share words only where one lies inside the other, by choice. After the
response to comments of a docket was published, neither its points nor its answers change. The
history of answers and the errata only grow.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION comments_points_do_not_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE other record;
BEGIN
    -- One at a time for each letter; the query after it sees what the others committed.
    PERFORM 1 FROM comments_comment WHERE id = NEW.comment_id FOR UPDATE;
    SELECT o.id INTO other
      FROM comments_pointpassage o
      JOIN comments_pointpassage n ON n.id = NEW.id
     WHERE o.comment_id = n.comment_id AND o.part = n.part AND o.id <> n.id
       AND o.start < n.end AND n.start < o.end
       AND (o.point_id = n.point_id OR NOT (
            (o.start <= n.start AND n.end <= o.end AND comments_point_is_inside(n.point_id, o.point_id))
         OR (n.start <= o.start AND o.end <= n.end AND comments_point_is_inside(o.point_id, n.point_id))
       ))
     LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'points of a letter overlap' USING ERRCODE = 'exclusion_violation';
    END IF;
    PERFORM 1 FROM comments_point p WHERE p.id = NEW.point_id AND p.comment_id <> NEW.comment_id;
    IF FOUND THEN
        RAISE EXCEPTION 'a passage of another letter' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION comments_point_is_inside(inner_id bigint, outer_id bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    WITH RECURSIVE above(id) AS (
        SELECT parent_id FROM comments_point WHERE id = inner_id
        UNION SELECT p.parent_id FROM comments_point p JOIN above a ON p.id = a.id
    )
    SELECT EXISTS (SELECT 1 FROM above WHERE id = outer_id);
$$;

CREATE CONSTRAINT TRIGGER comments_passages_do_not_overlap
    AFTER INSERT OR UPDATE ON comments_pointpassage
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION comments_points_do_not_overlap();

CREATE FUNCTION comments_refuse_when_final(of_docket bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- Publishing locks the docket's row for itself.
    PERFORM 1 FROM comments_docket WHERE id = of_docket FOR SHARE;
    PERFORM 1 FROM comments_responsepublication WHERE docket_id = of_docket;
    IF FOUND THEN
        RAISE EXCEPTION 'the response to comments is published'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$;

CREATE FUNCTION comments_points_are_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM comments_refuse_when_final(c.docket_id)
       FROM comments_comment c WHERE c.id = CASE WHEN TG_OP = 'DELETE' THEN OLD.comment_id ELSE NEW.comment_id END;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER comments_points_final BEFORE INSERT OR DELETE OR UPDATE ON comments_point
    FOR EACH ROW EXECUTE FUNCTION comments_points_are_final();
CREATE TRIGGER comments_passages_final BEFORE INSERT OR DELETE OR UPDATE ON comments_pointpassage
    FOR EACH ROW EXECUTE FUNCTION comments_points_are_final();

CREATE FUNCTION comments_point_links_are_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM comments_refuse_when_final(c.docket_id)
       FROM comments_point p JOIN comments_comment c ON c.id = p.comment_id
      WHERE p.id = CASE WHEN TG_OP = 'DELETE' THEN OLD.point_id ELSE NEW.point_id END;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER comments_point_topics_final BEFORE INSERT OR DELETE OR UPDATE ON comments_point_topics
    FOR EACH ROW EXECUTE FUNCTION comments_point_links_are_final();
CREATE TRIGGER comments_point_masters_final BEFORE INSERT OR DELETE OR UPDATE ON comments_point_masters
    FOR EACH ROW EXECUTE FUNCTION comments_point_links_are_final();

CREATE FUNCTION comments_responses_are_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM comments_refuse_when_final(CASE WHEN TG_OP = 'DELETE' THEN OLD.docket_id ELSE NEW.docket_id END);
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER comments_responses_final BEFORE INSERT OR DELETE OR UPDATE ON comments_response
    FOR EACH ROW EXECUTE FUNCTION comments_responses_are_final();

CREATE TRIGGER comments_response_history_append_only
    BEFORE UPDATE OR DELETE ON comments_responseevent
    FOR EACH ROW EXECUTE FUNCTION comments_trail_is_append_only();
CREATE TRIGGER comments_publications_append_only
    BEFORE UPDATE OR DELETE ON comments_responsepublication
    FOR EACH ROW EXECUTE FUNCTION comments_trail_is_append_only();
CREATE TRIGGER comments_errata_append_only
    BEFORE UPDATE OR DELETE ON comments_erratum
    FOR EACH ROW EXECUTE FUNCTION comments_trail_is_append_only();
"""
DROP = """
DROP TRIGGER comments_publications_append_only ON comments_responsepublication;
DROP TRIGGER comments_errata_append_only ON comments_erratum;
DROP TRIGGER comments_response_history_append_only ON comments_responseevent;
DROP TRIGGER comments_responses_final ON comments_response;
DROP FUNCTION comments_responses_are_final();
DROP TRIGGER comments_point_masters_final ON comments_point_masters;
DROP TRIGGER comments_point_topics_final ON comments_point_topics;
DROP FUNCTION comments_point_links_are_final();
DROP TRIGGER comments_passages_final ON comments_pointpassage;
DROP TRIGGER comments_points_final ON comments_point;
DROP FUNCTION comments_points_are_final();
DROP FUNCTION comments_refuse_when_final(bigint);
DROP TRIGGER comments_passages_do_not_overlap ON comments_pointpassage;
DROP FUNCTION comments_points_do_not_overlap();
DROP FUNCTION comments_point_is_inside(bigint, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("comments", "0019_responses")]
    operations = [migrations.RunSQL(CREATE, DROP)]
