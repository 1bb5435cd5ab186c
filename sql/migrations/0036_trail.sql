-- The audit trail keeps what stands there now beside what was there before.

CREATE OR REPLACE FUNCTION lectern.list_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_now   jsonb := to_jsonb(NEW) - ARRAY['version', 'changed', 'by', 'words'];
    v_was   jsonb := '{}';
BEGIN
    IF TG_OP = 'UPDATE' THEN
        SELECT coalesce(jsonb_object_agg(o.key, o.value), '{}') INTO v_was
          FROM jsonb_each(to_jsonb(OLD)) AS o
         WHERE v_now ? o.key AND v_now -> o.key IS DISTINCT FROM o.value;
    END IF;
    INSERT INTO audit (person, act, object, detail)
    VALUES (NEW."by", CASE TG_OP WHEN 'INSERT' THEN 'make_' ELSE 'change_' END || TG_TABLE_NAME,
            concat_ws(' ', TG_TABLE_NAME, to_jsonb(NEW) ->> 'code'),
            jsonb_build_object('version', NEW.version, 'was', v_was, 'now', (
                SELECT coalesce(jsonb_object_agg(n.key, n.value), '{}') FROM jsonb_each(v_now) AS n WHERE v_was ? n.key)));
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION lectern.message_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    INSERT INTO audit (person, act, object, detail)
    VALUES (NEW."by", 'change_message', 'message ' || NEW.kind,
            jsonb_build_object('version', NEW.version,
                'was', CASE TG_OP WHEN 'UPDATE' THEN jsonb_build_object('subject', OLD.subject, 'words', OLD.body) END,
                'now', jsonb_build_object('subject', NEW.subject, 'words', NEW.body)));
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION lectern.statement_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    INSERT INTO audit (person, act, object, detail)
    VALUES (NEW."by", 'change_text', 'text ' || NEW.slug,
            jsonb_build_object('version', NEW.version,
                'was', jsonb_build_object('title', OLD.title, 'words', OLD.body),
                'now', jsonb_build_object('title', NEW.title, 'words', NEW.body)));
    RETURN NEW;
END $$;
