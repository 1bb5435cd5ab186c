-- throttle: guessing is slowed down; nobody is locked out.
--
-- A try is counted as failed before it is made, so that a hundred at once
-- gain nothing, and taken back when it succeeds.  What is counted:
--   login:ACCOUNT@NETWORK  one account from one network: 5 a day are free,
--                          then 5 seconds, doubling up to 15 minutes
--   login:ACCOUNT          one account from anywhere: 50 a day are free, then
--                          a second, doubling up to a minute
--   login:NETWORK          all accounts from one network: 100 an hour are
--                          free, then a second, doubling up to 30 seconds;
--                          not asked of those who have signed in there before,
--                          so a guesser in a council's network costs its
--                          people nothing
-- Whoever has to wait can ask for a link by mail instead, which no count of
-- failures stops.  ACCOUNT is an HMAC of the address: unknown ones count too,
-- or the waiting would tell which exist.

-- How many seconds until the next try under this key.
CREATE FUNCTION app.try_wait(p_key text, p_span interval, p_free int, p_first interval,
                             p_most interval) RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT CASE WHEN count(*) < p_free THEN 0
                ELSE greatest(0, ceil(extract(epoch FROM max(at) - clock()
                     + least(p_first * 2 ^ least(count(*) - p_free, 20), p_most))))::int END
      FROM failure
     WHERE key = p_key AND at > clock() - p_span
$$;

-- May a password be tried now?  seconds is 0, and the try counted, or how
-- long to wait.  at names the try to try_end().
CREATE FUNCTION app.try_begin(p_account text, p_network text, OUT seconds int, OUT at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_account  text := 'login:' || p_account;
    v_network  text := 'login:' || p_network;
    v_pair     text := v_account || '@' || p_network;
BEGIN
    -- A count that a power cut loses is no loss; a flood that waits for the
    -- disk at every guess is one.
    PERFORM set_config('synchronous_commit', 'off', true);
    PERFORM app.lock_account(p_account);
    at := clock();
    seconds := greatest(
        app.try_wait(v_pair, '1 day', 5, '5 seconds', '15 minutes'),
        app.try_wait(v_account, '1 day', 50, '1 second', '1 minute'),
        CASE WHEN NOT EXISTS (SELECT FROM familiar f WHERE f.pair = sha256(v_pair::bytea))
             THEN app.try_wait(v_network, '1 hour', 100, '1 second', '30 seconds') END);
    IF seconds = 0 THEN
        INSERT INTO failure (key, at) VALUES (v_pair, at), (v_account, at), (v_network, at);
    END IF;
END $$;

-- Take a try back: it succeeded, or (p_right false) could not be made.
CREATE FUNCTION app.try_end(p_account text, p_network text, p_at timestamptz, p_right boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_account  text := 'login:' || p_account;
    v_network  text := 'login:' || p_network;
    v_pair     text := v_account || '@' || p_network;
BEGIN
    PERFORM set_config('synchronous_commit', 'off', true);
    DELETE FROM failure
     WHERE key IN (v_account, v_network, v_pair) AND at = p_at
        OR key = v_pair AND p_right;
    IF p_right THEN
        INSERT INTO familiar (pair) VALUES (sha256(v_pair::bytea))
            ON CONFLICT (pair) DO UPDATE SET at = excluded.at;
    END IF;
END $$;

-- May one more mail be asked for?  3 an hour for an address, known or not:
-- more are counted and not sent, and the page is the same.  200 an hour from
-- one network, of which those that were acted on do not count: then seconds
-- says how long to wait.
CREATE FUNCTION app.wish_mail(p_account text, p_network text, OUT seconds int, OUT send boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_account  text := 'mail:' || p_account;
    v_network  text := 'mail:' || p_network;
BEGIN
    PERFORM app.lock_account(p_account);
    seconds := app.try_wait(v_network, '1 hour', 200, '5 seconds', '5 minutes');
    send := seconds = 0 AND (SELECT count(*) < 3 FROM failure
                              WHERE key = v_account AND at > clock() - interval '1 hour');
    IF seconds = 0 THEN
        INSERT INTO failure (key) VALUES (v_network);
    END IF;
    IF send THEN
        INSERT INTO failure (key) VALUES (v_account);
    END IF;
END $$;
