-- AlterTable
ALTER TABLE "papers" ADD COLUMN     "code_stars" INTEGER,
ADD COLUMN     "comments" INTEGER,
ADD COLUMN     "trend_parts" JSONB,
ADD COLUMN     "trend_score" DOUBLE PRECISION;
