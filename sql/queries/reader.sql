-- reader_session(person int, ref text)
-- Whether a coordinator may open a page about it; what is secret is noted.
SELECT app.read_session(:person, :ref) AS may;

-- reader_event(person int, code text)
-- The same of an event.
SELECT app.read_event(:person, :code) AS may;
