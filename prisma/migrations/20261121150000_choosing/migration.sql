-- AlterTable
ALTER TABLE "digest_items" ADD COLUMN     "breakdown" JSONB;
