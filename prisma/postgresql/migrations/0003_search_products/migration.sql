-- Nothing to do here: an index entry of PostgreSQL has a limit that such a text may pass, and its search blocks nobody.
SELECT 1;
