-- AlterEnum
ALTER TYPE "DeliveryKind" ADD VALUE 'alert';

-- Two kinds of mail have no subscriber: the receipt of an erasure, and what the operator is told.
ALTER TABLE "deliveries" DROP CONSTRAINT "deliveries_without_subscriber",
ADD CONSTRAINT "deliveries_without_subscriber" CHECK ("subscriber_id" IS NOT NULL OR "kind"::text IN ('erased', 'alert'));

-- Which server refused us, and when the operator was written to.
ALTER TABLE "sending_pause" ADD COLUMN     "alerted_at" TIMESTAMPTZ(3),
ADD COLUMN     "server" TEXT;

-- What the last who asked for mails of a day was granted, so that asking and counting are one statement.
ALTER TABLE "sending_days" ADD COLUMN     "granted" INTEGER NOT NULL DEFAULT 0;
