-- CreateEnum
CREATE TYPE "Verdict" AS ENUM ('more', 'less');

-- CreateEnum
CREATE TYPE "Frequency" AS ENUM ('daily', 'weekdays', 'weekly');

-- CreateEnum
CREATE TYPE "MailFormat" AS ENUM ('html', 'text');

-- AlterTable
ALTER TABLE "subscribers" ADD COLUMN     "frequency" "Frequency" NOT NULL DEFAULT 'daily',
ADD COLUMN     "mail_format" "MailFormat" NOT NULL DEFAULT 'html',
ADD COLUMN     "paused_until_on" DATE,
ADD COLUMN     "strictness" SMALLINT NOT NULL DEFAULT 0,
ADD COLUMN     "tells_when_empty" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "weekly_on" SMALLINT NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "feedback" (
    "subscriber_id" UUID NOT NULL,
    "paper_key" TEXT NOT NULL,
    "verdict" "Verdict",
    "saved_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),
    "given_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "feedback_pkey" PRIMARY KEY ("subscriber_id","paper_key")
);

-- CreateTable
CREATE TABLE "library_entries" (
    "id" UUID NOT NULL,
    "subscriber_id" UUID NOT NULL,
    "identity" TEXT NOT NULL,
    "paper_key" TEXT,
    "title" TEXT NOT NULL,
    "abstract" TEXT NOT NULL DEFAULT '',
    "authors" TEXT[],
    "year" SMALLINT,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "library_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "profiles" (
    "subscriber_id" UUID NOT NULL,
    "model_version" TEXT NOT NULL,
    "data" BYTEA NOT NULL,
    "is_stale" BOOLEAN NOT NULL DEFAULT false,
    "compiled_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "profiles_pkey" PRIMARY KEY ("subscriber_id")
);

-- CreateTable
CREATE TABLE "text_models" (
    "version" TEXT NOT NULL,
    "data" BYTEA NOT NULL,
    "paper_count" INTEGER NOT NULL,
    "trained_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "text_models_pkey" PRIMARY KEY ("version")
);

-- CreateIndex
CREATE INDEX "feedback_paper_key_idx" ON "feedback"("paper_key");

-- CreateIndex
CREATE UNIQUE INDEX "library_entries_subscriber_id_identity_key" ON "library_entries"("subscriber_id", "identity");

-- CreateIndex
CREATE INDEX "profiles_is_stale_idx" ON "profiles"("is_stale");

-- AddForeignKey
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_subscriber_id_fkey" FOREIGN KEY ("subscriber_id") REFERENCES "subscribers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_paper_key_fkey" FOREIGN KEY ("paper_key") REFERENCES "papers"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "library_entries" ADD CONSTRAINT "library_entries_subscriber_id_fkey" FOREIGN KEY ("subscriber_id") REFERENCES "subscribers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "profiles" ADD CONSTRAINT "profiles_subscriber_id_fkey" FOREIGN KEY ("subscriber_id") REFERENCES "subscribers"("id") ON DELETE CASCADE ON UPDATE CASCADE;
