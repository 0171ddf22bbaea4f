-- AlterEnum
ALTER TYPE "DeliveryKind" ADD VALUE 'address_changed';
ALTER TYPE "DeliveryKind" ADD VALUE 'erased';
ALTER TYPE "TokenPurpose" ADD VALUE 'restore_address';

-- The receipt of an erasure is the one mail without a subscriber.
ALTER TABLE "deliveries" ALTER COLUMN "subscriber_id" DROP NOT NULL,
ADD COLUMN     "details" JSONB,
ADD CONSTRAINT "deliveries_without_subscriber" CHECK ("subscriber_id" IS NOT NULL OR "kind"::text = 'erased');

-- Addresses that must still be forgotten: few, and looked for every half minute.
CREATE INDEX "deliveries_to_forget" ON "deliveries" ("id") WHERE "subscriber_id" IS NULL AND "recipient" <> '';

-- Which address agreed. For what is on record it is the one that is known now; records are not changed otherwise.
ALTER TABLE "consents" ADD COLUMN     "address" TEXT,
ADD COLUMN     "token_hash" TEXT;
ALTER TABLE "consents" DISABLE TRIGGER "consents_are_append_only";
UPDATE "consents" AS c SET "address" = s."address" FROM "subscribers" AS s WHERE s."id" = c."subscriber_id";
ALTER TABLE "consents" ENABLE TRIGGER "consents_are_append_only";
ALTER TABLE "consents" ALTER COLUMN "address" SET NOT NULL;
CREATE INDEX "consents_address_idx" ON "consents"(lower("address"));
