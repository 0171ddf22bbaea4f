-- CreateTable
CREATE TABLE "digest_papers" (
    "digest_id" UUID NOT NULL,
    "paper_keys" TEXT[],
    "items" JSONB NOT NULL,
    "served" JSONB NOT NULL,
    "breakdowns" JSONB NOT NULL,

    CONSTRAINT "digest_papers_pkey" PRIMARY KEY ("digest_id")
);

-- What follows is written by hand: Prisma's schema language cannot say it.

-- Packing is cheaper with lz4, where this server was built with it.
DO $$
BEGIN
  ALTER TABLE "digest_papers" ALTER COLUMN "items" SET COMPRESSION lz4, ALTER COLUMN "breakdowns" SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN NULL;
END $$;

-- A row for each paper becomes one document for each digest.
INSERT INTO "digest_papers" ("digest_id", "paper_keys", "items", "served", "breakdowns")
SELECT "digest_id",
       array_agg("paper_key" ORDER BY "section", "rank"),
       jsonb_agg(
         jsonb_build_object('paperKey', "paper_key", 'section', "section", 'rank', "rank", 'score', "score", 'reasons', "reasons")
         ORDER BY "section", "rank"),
       COALESCE(
         jsonb_agg("breakdown" -> 'serves' ORDER BY "rank")
           FILTER (WHERE "section" = 'for_you' AND "breakdown" -> 'serves' IS NOT NULL), '[]'),
       COALESCE(jsonb_object_agg("paper_key", "breakdown") FILTER (WHERE "breakdown" IS NOT NULL), '{}')
FROM "digest_items" GROUP BY "digest_id";

-- DropTable
DROP TABLE "digest_items";

-- AddForeignKey: after the rows, so that they are checked in one go
ALTER TABLE "digest_papers" ADD CONSTRAINT "digest_papers_digest_id_fkey" FOREIGN KEY ("digest_id") REFERENCES "digests"("id") ON DELETE CASCADE ON UPDATE CASCADE;
