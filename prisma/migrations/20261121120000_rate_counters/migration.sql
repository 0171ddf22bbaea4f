-- How often something was done in a window of time that began with its first. Not logged: a crash of the server forgets
-- the counters and nothing else, and counting never waits for the disk.
CREATE UNLOGGED TABLE "rate_counters" (
  "key" TEXT NOT NULL,
  "window_s" INTEGER NOT NULL,
  "taken" INTEGER NOT NULL,
  "ends_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "rate_counters_pkey" PRIMARY KEY ("key", "window_s")
);
CREATE INDEX "rate_counters_ends_at_idx" ON "rate_counters" ("ends_at");

-- Takes one turn of each counter, in order, until one has none left: `refused` is its place in the list, from 1, and
-- `free_at` when its window ends. No row when all had one. One statement and one transaction, so that of any number
-- of processes at once exactly as many get a turn as there are; counters are always locked in the order of the list.
CREATE FUNCTION "take_turns"("at" timestamptz, "keys" text[], "windows" integer[], "mosts" integer[])
RETURNS TABLE ("refused" integer, "free_at" timestamptz)
LANGUAGE plpgsql AS $$
BEGIN
  FOR turn IN 1 .. cardinality(keys) LOOP
    INSERT INTO rate_counters AS c (key, window_s, taken, ends_at)
    VALUES (keys[turn], windows[turn], 1, at + windows[turn] * interval '1 second')
    ON CONFLICT (key, window_s) DO UPDATE SET
      taken = CASE WHEN c.ends_at <= at THEN 1 ELSE c.taken + 1 END,
      ends_at = CASE WHEN c.ends_at <= at THEN excluded.ends_at ELSE c.ends_at END
    WHERE c.ends_at <= at OR c.taken < mosts[turn];
    IF NOT FOUND THEN
      RETURN QUERY SELECT turn, c.ends_at FROM rate_counters AS c
        WHERE c.key = keys[turn] AND c.window_s = windows[turn];
      RETURN;
    END IF;
  END LOOP;
END
$$;
