-- CreateEnum
CREATE TYPE "SubscriberState" AS ENUM ('pending', 'active', 'paused', 'unsubscribed', 'suppressed', 'erased');

-- CreateEnum
CREATE TYPE "ConsentKind" AS ENUM ('signed_up', 'confirmed', 'withdrawn');

-- CreateEnum
CREATE TYPE "InterestKind" AS ENUM ('category', 'query', 'author', 'description', 'paper');

-- CreateEnum
CREATE TYPE "TokenPurpose" AS ENUM ('confirm', 'sign_in');

-- CreateEnum
CREATE TYPE "DigestState" AS ENUM ('planned', 'built', 'empty', 'excluded');

-- CreateEnum
CREATE TYPE "DeliveryKind" AS ENUM ('digest', 'confirmation', 'welcome', 'sign_in');

-- CreateEnum
CREATE TYPE "DeliveryState" AS ENUM ('queued', 'claimed', 'handing_over', 'accepted', 'deferred', 'rejected', 'unknown', 'expired', 'cancelled');

-- CreateEnum
CREATE TYPE "SuppressionReason" AS ENUM ('hard_bounce', 'complaint', 'unsubscribed', 'erased', 'operator');

-- CreateTable
CREATE TABLE "subscribers" (
    "id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "address_key" TEXT NOT NULL,
    "state" "SubscriberState" NOT NULL DEFAULT 'pending',
    "language" TEXT NOT NULL DEFAULT 'en',
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "deliver_at_hour" SMALLINT NOT NULL DEFAULT 8,
    "max_papers" SMALLINT NOT NULL DEFAULT 10,
    "next_due_at" TIMESTAMPTZ(3),
    "last_served_on" DATE,
    "last_served_at" TIMESTAMPTZ(3),
    "watermark" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "unsubscribed_at" TIMESTAMPTZ(3),

    CONSTRAINT "subscribers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consents" (
    "id" UUID NOT NULL,
    "subscriber_id" UUID NOT NULL,
    "kind" "ConsentKind" NOT NULL,
    "wording" TEXT NOT NULL,
    "wording_version" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "via" TEXT NOT NULL,
    "ip" TEXT,
    "user_agent" TEXT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "interests" (
    "id" UUID NOT NULL,
    "subscriber_id" UUID NOT NULL,
    "kind" "InterestKind" NOT NULL,
    "value" TEXT NOT NULL,
    "weight" DOUBLE PRECISION NOT NULL DEFAULT 1,
    "muted" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "interests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tokens" (
    "hash" BYTEA NOT NULL,
    "purpose" "TokenPurpose" NOT NULL,
    "subscriber_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "tokens_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "papers" (
    "key" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "version" SMALLINT NOT NULL DEFAULT 1,
    "title" TEXT NOT NULL,
    "abstract" TEXT NOT NULL DEFAULT '',
    "summary" TEXT NOT NULL DEFAULT '',
    "authors" TEXT[],
    "categories" TEXT[],
    "url" TEXT NOT NULL,
    "pdf_url" TEXT,
    "announced_on" DATE NOT NULL,
    "upvotes" INTEGER,
    "arrival" BIGSERIAL NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),
    "imported_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "papers_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "digests" (
    "id" UUID NOT NULL,
    "subscriber_id" UUID NOT NULL,
    "local_date" DATE NOT NULL,
    "state" "DigestState" NOT NULL DEFAULT 'planned',
    "reason" TEXT,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "planned_at" TIMESTAMPTZ(3) NOT NULL,
    "built_at" TIMESTAMPTZ(3),

    CONSTRAINT "digests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "digest_items" (
    "digest_id" UUID NOT NULL,
    "subscriber_id" UUID NOT NULL,
    "paper_key" TEXT NOT NULL,
    "section" TEXT NOT NULL,
    "rank" SMALLINT NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "reasons" JSONB NOT NULL,

    CONSTRAINT "digest_items_pkey" PRIMARY KEY ("digest_id","paper_key")
);

-- CreateTable
CREATE TABLE "deliveries" (
    "id" UUID NOT NULL,
    "kind" "DeliveryKind" NOT NULL,
    "state" "DeliveryState" NOT NULL DEFAULT 'queued',
    "subscriber_id" UUID NOT NULL,
    "digest_id" UUID,
    "recipient" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "fencing_token" INTEGER NOT NULL DEFAULT 0,
    "claimed_by" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "resends" SMALLINT NOT NULL DEFAULT 0,
    "reply_code" SMALLINT,
    "reply" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery_attempts" (
    "delivery_id" UUID NOT NULL,
    "fencing_token" INTEGER NOT NULL,
    "worker" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "outcome" "DeliveryState",
    "reply_code" SMALLINT,
    "reply" TEXT,

    CONSTRAINT "delivery_attempts_pkey" PRIMARY KEY ("delivery_id","fencing_token")
);

-- CreateTable
CREATE TABLE "suppressions" (
    "address_key" TEXT NOT NULL,
    "reason" "SuppressionReason" NOT NULL,
    "detail" TEXT,
    "suppressed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "suppressions_pkey" PRIMARY KEY ("address_key")
);

-- CreateTable
CREATE TABLE "admin_keys" (
    "prefix" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "admin_keys_pkey" PRIMARY KEY ("prefix")
);

-- CreateTable
CREATE TABLE "settings" (
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "subscribers_address_key_key" ON "subscribers"("address_key");

-- CreateIndex
CREATE INDEX "subscribers_state_next_due_at_idx" ON "subscribers"("state", "next_due_at");

-- CreateIndex
CREATE INDEX "consents_subscriber_id_recorded_at_idx" ON "consents"("subscriber_id", "recorded_at");

-- CreateIndex
CREATE UNIQUE INDEX "interests_subscriber_id_kind_value_key" ON "interests"("subscriber_id", "kind", "value");

-- CreateIndex
CREATE INDEX "tokens_subscriber_id_idx" ON "tokens"("subscriber_id");

-- CreateIndex
CREATE UNIQUE INDEX "papers_arrival_key" ON "papers"("arrival");

-- CreateIndex
CREATE INDEX "papers_announced_on_idx" ON "papers"("announced_on");

-- CreateIndex
CREATE INDEX "digests_local_date_state_idx" ON "digests"("local_date", "state");

-- CreateIndex
CREATE UNIQUE INDEX "digests_subscriber_id_local_date_key" ON "digests"("subscriber_id", "local_date");

-- CreateIndex
CREATE UNIQUE INDEX "digest_items_subscriber_id_paper_key_key" ON "digest_items"("subscriber_id", "paper_key");

-- CreateIndex
CREATE UNIQUE INDEX "deliveries_digest_id_key" ON "deliveries"("digest_id");

-- CreateIndex
CREATE UNIQUE INDEX "deliveries_message_id_key" ON "deliveries"("message_id");

-- CreateIndex
CREATE INDEX "deliveries_subscriber_id_kind_created_at_idx" ON "deliveries"("subscriber_id", "kind", "created_at");

-- AddForeignKey
ALTER TABLE "consents" ADD CONSTRAINT "consents_subscriber_id_fkey" FOREIGN KEY ("subscriber_id") REFERENCES "subscribers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "interests" ADD CONSTRAINT "interests_subscriber_id_fkey" FOREIGN KEY ("subscriber_id") REFERENCES "subscribers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tokens" ADD CONSTRAINT "tokens_subscriber_id_fkey" FOREIGN KEY ("subscriber_id") REFERENCES "subscribers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "digests" ADD CONSTRAINT "digests_subscriber_id_fkey" FOREIGN KEY ("subscriber_id") REFERENCES "subscribers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "digest_items" ADD CONSTRAINT "digest_items_digest_id_fkey" FOREIGN KEY ("digest_id") REFERENCES "digests"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "digest_items" ADD CONSTRAINT "digest_items_paper_key_fkey" FOREIGN KEY ("paper_key") REFERENCES "papers"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_subscriber_id_fkey" FOREIGN KEY ("subscriber_id") REFERENCES "subscribers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_digest_id_fkey" FOREIGN KEY ("digest_id") REFERENCES "digests"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery_attempts" ADD CONSTRAINT "delivery_attempts_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "deliveries"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows is written by hand: Prisma's schema language cannot say it.

-- The queues of the house: what waits, what is in hand, what is due.
CREATE INDEX "deliveries_waiting" ON "deliveries" ("next_at") WHERE "state" IN ('queued', 'deferred');
CREATE INDEX "deliveries_in_hand" ON "deliveries" ("lease_until") WHERE "state" IN ('claimed', 'handing_over');
CREATE INDEX "deliveries_unknown" ON "deliveries" ("next_at") WHERE "state" = 'unknown';
CREATE INDEX "digests_planned" ON "digests" ("planned_at") WHERE "state" = 'planned';

-- Consents are a record, not a state: rows are added, and go only with their subscriber.
CREATE FUNCTION "refuse_update"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER "consents_are_append_only" BEFORE UPDATE ON "consents"
  FOR EACH ROW EXECUTE FUNCTION "refuse_update"();

-- The instant at which a reader's clock shows this hour of this date. In a gap (spring) it is the first instant after
-- it, in a fold (autumn) the first of the two: in both cases the first instant that shows the hour or a later one.
CREATE FUNCTION "due_instant"("on_date" date, "at_hour" integer, "zone" text) RETURNS timestamptz
LANGUAGE sql STABLE AS $$
  SELECT min(candidate)
  FROM (SELECT on_date + make_interval(hours => at_hour) AS wall) asked,
       generate_series(
         (asked.wall AT TIME ZONE zone) - interval '3 hours', asked.wall AT TIME ZONE zone, interval '15 minutes'
       ) AS candidate
  WHERE candidate AT TIME ZONE zone >= asked.wall
$$;

-- The one place where due instants are computed: the first one after `after`, on a local date that was not served yet,
-- at least six hours after the last digest.
CREATE FUNCTION "next_due_at"(
  "after" timestamptz, "zone" text, "at_hour" integer, "served_on" date, "served_at" timestamptz
) RETURNS timestamptz
LANGUAGE sql STABLE AS $$
  SELECT min(due)
  FROM (
    SELECT day::date AS on_date, due_instant(day::date, at_hour, zone) AS due
    FROM generate_series(
      (after AT TIME ZONE zone)::date - 1, (after AT TIME ZONE zone)::date + 4, interval '1 day'
    ) AS day
  ) AS days
  WHERE due > after
    AND (served_on IS NULL OR on_date > served_on)
    AND (served_at IS NULL OR due >= served_at + interval '6 hours')
$$;
