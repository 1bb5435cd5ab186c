-- reader_reach(person int, names textarray, values textarray)
-- Whether a coordinator may know of what a request names; what is secret is noted.
SELECT app.may_reach(:person, :names, :values) AS may;
