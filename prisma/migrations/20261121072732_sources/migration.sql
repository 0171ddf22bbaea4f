-- AlterTable
ALTER TABLE "papers" ADD COLUMN     "code_url" TEXT,
ADD COLUMN     "doi" TEXT,
ADD COLUMN     "journal_ref" TEXT,
ADD COLUMN     "keywords" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "license" TEXT,
ADD COLUMN     "marks" JSONB,
ADD COLUMN     "media_urls" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "organization" TEXT,
ADD COLUMN     "project_url" TEXT,
ADD COLUMN     "remark" TEXT,
ADD COLUMN     "submitted_by" TEXT,
ADD COLUMN     "summary_given" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "thumbnail_url" TEXT;

-- CreateTable
CREATE TABLE "source_states" (
    "name" TEXT NOT NULL,
    "last_started_at" TIMESTAMPTZ(3),
    "last_succeeded_at" TIMESTAMPTZ(3),
    "last_failed_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "not_before" TIMESTAMPTZ(3),
    "newest_on" DATE,
    "days" JSONB NOT NULL DEFAULT '{}',
    "cursor" JSONB,

    CONSTRAINT "source_states_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "request_gates" (
    "lane" TEXT NOT NULL,
    "free_at" TIMESTAMPTZ(3) NOT NULL,
    "held_by" TEXT,
    "held_until" TIMESTAMPTZ(3),

    CONSTRAINT "request_gates_pkey" PRIMARY KEY ("lane")
);

-- CreateIndex
CREATE INDEX "papers_doi_idx" ON "papers"("doi");
