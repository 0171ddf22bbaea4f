-- DropIndex: it is made of the primary key, and nothing is found by it
DROP INDEX "deliveries_message_id_key";

-- AlterTable
ALTER TABLE "deliveries" ADD COLUMN     "begun_at" TIMESTAMPTZ(3);

-- What follows is written by hand: Prisma's schema language cannot say it.

-- A row changes its state three times within seconds. No index has the state, and pages have room: so it changes in
-- place, and no index is touched until it is settled.
DROP INDEX "deliveries_waiting";
DROP INDEX "deliveries_in_hand";
DROP INDEX "deliveries_unknown";
CREATE INDEX "deliveries_open" ON "deliveries" ("next_at") WHERE "settled_at" IS NULL;
ALTER TABLE "deliveries" SET (fillfactor = 50);
ALTER TABLE "subscribers" SET (fillfactor = 80);
ALTER TABLE "digests" SET (fillfactor = 80);

-- What may still be sent again is not settled.
UPDATE "deliveries" SET "settled_at" = NULL WHERE "state" = 'unknown' AND "resends" = 0 AND "expires_at" > now();

-- Documents are read whole: as text they need no taking apart when they are written.
ALTER TABLE "digest_papers"
  ALTER COLUMN "items" TYPE JSON, ALTER COLUMN "served" TYPE JSON, ALTER COLUMN "breakdowns" TYPE JSON;
DO $$
BEGIN
  ALTER TABLE "digest_papers" ALTER COLUMN "items" SET COMPRESSION lz4, ALTER COLUMN "breakdowns" SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN NULL;
END $$;
