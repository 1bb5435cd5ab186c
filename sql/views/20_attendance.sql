-- Attendance, derived from what the door saw.

CREATE VIEW app.scan_counted AS
SELECT s.id, s.seq, s.session, s.part, s.booking, s.way, s.means, s.at, s.device, s.by, s.outcome,
       s.repeats, s.reason, s.person
  FROM lectern.scan s
 WHERE s.outcome IN ('admitted', 'already', 'departed')
   AND NOT EXISTS (SELECT FROM lectern.scan u WHERE u.undoes = s.id OR u.undoes = s.repeats);
COMMENT ON VIEW app.scan_counted IS 'Scans that nobody took back.  The web role reads it only through what it is allowed to show.';

CREATE VIEW app.attendance AS
SELECT b.id AS booking, b.session, b.person, p.number AS part, p.starts, p.ends,
       c.arrived,
       CASE WHEN NOT c.stayed THEN c.departed END AS departed,
       CASE WHEN c.arrived IS NULL AND c.departed IS NULL THEN
                 CASE WHEN p.ends > (SELECT lectern.clock()) THEN 'expected' ELSE 'none' END
            WHEN NOT c.stayed AND c.departed < p.ends - interval '15 minutes' THEN 'part'
            ELSE 'full'
            END AS attendance,
       c.arrived IS NOT NULL AND c.stayed AS here
  FROM lectern.booking b
  JOIN lectern.part p ON p.session = b.session
  LEFT JOIN LATERAL (
       SELECT min(s.at) FILTER (WHERE s.way = 'in') AS arrived,
              max(s.at) FILTER (WHERE s.way = 'out') AS departed,
              (array_agg(s.way ORDER BY s.at DESC, s.seq DESC))[1] = 'in' AS stayed
         FROM app.scan_counted s
        WHERE s.booking = b.id AND s.part = p.number) AS c ON true
 WHERE b.state = 'confirmed';
COMMENT ON VIEW app.attendance IS 'One row a confirmed booking and part: expected (not over yet), full, part (left more than 15 minutes before the end) or none.  The earliest scan wins; who was let in counts as having stayed; who was only signed out was there.';
COMMENT ON COLUMN app.attendance.departed IS 'When they left for good; NULL for those who came back or were never signed out.';
COMMENT ON COLUMN app.attendance.here IS 'Signed in and not signed out since.';
