-- What people can do for themselves: leave a line by the link of a mail.

ALTER TABLE lectern.link ADD wish bigint REFERENCES lectern.wish;
COMMENT ON COLUMN lectern.link.wish IS 'Whose entry for the next place on any date the link can take back.';
