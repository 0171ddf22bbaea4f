-- AlterEnum
ALTER TYPE "DeliveryKind" ADD VALUE 'change_address';

-- AlterEnum
ALTER TYPE "TokenPurpose" ADD VALUE 'session';
ALTER TYPE "TokenPurpose" ADD VALUE 'change_address';

-- AlterTable
ALTER TABLE "subscribers" ADD COLUMN     "leaving_reason" TEXT;

-- AlterTable
ALTER TABLE "tokens" ADD COLUMN     "address" TEXT;

-- The one place where due instants are computed: the first one after `after`, at the reader's hour, on a local date that
-- was not served yet and that her frequency and her pause allow, at least six hours after the last digest. Daily readers
-- who move their hour or their zone never wait longer than 48 hours: then the digest comes off the hour. (Only who moves
-- from UTC+14 to UTC-11 may wait 49: before that, every local date was served.)
DROP FUNCTION "next_due_at"(timestamptz, text, integer, date, timestamptz);
CREATE FUNCTION "next_due_at"(
  "after" timestamptz, "zone" text, "at_hour" integer, "served_on" date, "served_at" timestamptz,
  "frequency" "Frequency" DEFAULT 'daily', "weekly_on" integer DEFAULT 1, "paused_until_on" date DEFAULT NULL
) RETURNS timestamptz
LANGUAGE sql STABLE AS $$
  WITH regular AS (
    SELECT min(due) AS due
    FROM (
      SELECT due_instant(on_date, at_hour, zone) AS due
      FROM (SELECT GREATEST((after AT TIME ZONE zone)::date - 1, paused_until_on, served_on + 1) AS first_on) AS asked,
           generate_series(0, CASE frequency WHEN 'daily' THEN 5 WHEN 'weekdays' THEN 7 ELSE 16 END) AS days,
           LATERAL (SELECT first_on + days AS on_date) AS dated
      WHERE CASE frequency
        WHEN 'daily' THEN true
        WHEN 'weekdays' THEN extract(isodow FROM on_date) < 6
        ELSE extract(isodow FROM on_date) = weekly_on END
    ) AS candidates
    WHERE due > after AND (served_at IS NULL OR due >= served_at + interval '6 hours')
  )
  SELECT CASE
    WHEN frequency = 'daily' AND paused_until_on IS NULL
      AND served_at + interval '48 hours' > after AND due > served_at + interval '48 hours'
    THEN LEAST(due, GREATEST(served_at + interval '48 hours', due_instant(served_on + 1, 0, zone)))
    ELSE due END
  FROM regular
$$;
