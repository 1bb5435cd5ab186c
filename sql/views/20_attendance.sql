-- Attendance, derived from what the door saw.

CREATE VIEW app.scan_counted AS
SELECT s.id, s.seq, s.session, s.part, s.booking, s.way, s.means, s.at, s.device, s.by, s.outcome, s.person
  FROM lectern.scan s
 WHERE s.outcome IN ('admitted', 'already', 'departed')
   AND NOT EXISTS (
       SELECT FROM lectern.scan u
        WHERE u.outcome = 'undone' AND u.seq > s.seq
          AND (u.undoes = s.id
               OR u.booking = s.booking AND u.part = s.part AND u.way = s.way));
COMMENT ON VIEW app.scan_counted IS 'Scans that nobody took back.  The web role reads it only through what it is allowed to show.';

CREATE VIEW app.attendance AS
SELECT b.id AS booking, b.session, b.person, p.number AS part, p.starts, p.ends,
       c.arrived,
       CASE WHEN c.departed > c.admitted THEN c.departed END AS departed,
       CASE WHEN c.arrived IS NOT NULL THEN
                 CASE WHEN c.departed > c.admitted AND c.departed < p.ends - interval '15 minutes'
                      THEN 'part' ELSE 'full' END
            WHEN p.ends > lectern.clock() THEN 'expected'
            ELSE 'none'
            END AS attendance
  FROM lectern.booking b
  JOIN lectern.part p ON p.session = b.session
  LEFT JOIN LATERAL (
       SELECT min(s.at) FILTER (WHERE s.way = 'in') AS arrived,
              max(s.at) FILTER (WHERE s.way = 'in' AND s.outcome = 'admitted') AS admitted,
              max(s.at) FILTER (WHERE s.way = 'out') AS departed
         FROM app.scan_counted s
        WHERE s.booking = b.id AND s.part = p.number) AS c ON true
 WHERE b.state = 'confirmed';
COMMENT ON VIEW app.attendance IS 'One row a confirmed booking and part: expected (not over yet), full, part (left more than 15 minutes before the end) or none.  The earliest scan wins.';
