-- Profiles are kept now. Nothing was kept in this table before.
DROP TABLE "profiles";

-- CreateTable
CREATE TABLE "profiles" (
    "subscriber_id" UUID NOT NULL,
    "revision" BIGINT NOT NULL DEFAULT 0,
    "compiled_revision" BIGINT,
    "version" TEXT,
    "data" BYTEA,
    "compiled_at" TIMESTAMPTZ(3),

    CONSTRAINT "profiles_pkey" PRIMARY KEY ("subscriber_id")
);

-- CreateTable
CREATE TABLE "backgrounds" (
    "version" TEXT NOT NULL,
    "paper_keys" TEXT[],
    "paper_count" INTEGER NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "backgrounds_pkey" PRIMARY KEY ("version")
);

-- AddForeignKey
ALTER TABLE "profiles" ADD CONSTRAINT "profiles_subscriber_id_fkey" FOREIGN KEY ("subscriber_id") REFERENCES "subscribers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Numbers that no compression makes smaller.
ALTER TABLE "profiles" ALTER COLUMN "data" SET STORAGE EXTERNAL;

-- What is to be compiled anew.
CREATE INDEX "profiles_behind" ON "profiles" ("subscriber_id") WHERE "compiled_revision" IS DISTINCT FROM "revision";

INSERT INTO "profiles" ("subscriber_id") SELECT "id" FROM "subscribers";

-- Whatever a reader says, and however it is written, her profile has not heard of it yet. A compiled profile knows of the
-- revision that was read before what it is made of; so nothing that is said meanwhile is taken for heard.
CREATE FUNCTION "profiles_fall_behind"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    UPDATE profiles SET revision = revision + 1 WHERE subscriber_id IN (SELECT c.subscriber_id FROM changed AS c);
  ELSE
    INSERT INTO profiles (subscriber_id, revision) SELECT DISTINCT c.subscriber_id, 1 FROM changed AS c ORDER BY 1
    ON CONFLICT (subscriber_id) DO UPDATE SET revision = profiles.revision + 1;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER "profiles_hear_new" AFTER INSERT ON "interests" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "profiles_fall_behind"();
CREATE TRIGGER "profiles_hear_changed" AFTER UPDATE ON "interests" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "profiles_fall_behind"();
CREATE TRIGGER "profiles_hear_gone" AFTER DELETE ON "interests" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "profiles_fall_behind"();

CREATE TRIGGER "profiles_hear_new" AFTER INSERT ON "feedback" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "profiles_fall_behind"();
CREATE TRIGGER "profiles_hear_changed" AFTER UPDATE ON "feedback" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "profiles_fall_behind"();
CREATE TRIGGER "profiles_hear_gone" AFTER DELETE ON "feedback" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "profiles_fall_behind"();

CREATE TRIGGER "profiles_hear_new" AFTER INSERT ON "library_entries" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "profiles_fall_behind"();
CREATE TRIGGER "profiles_hear_changed" AFTER UPDATE ON "library_entries" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "profiles_fall_behind"();
CREATE TRIGGER "profiles_hear_gone" AFTER DELETE ON "library_entries" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "profiles_fall_behind"();

CREATE TRIGGER "profiles_hear_new" AFTER INSERT ON "reader_embeddings" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "profiles_fall_behind"();
CREATE TRIGGER "profiles_hear_changed" AFTER UPDATE ON "reader_embeddings" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "profiles_fall_behind"();
CREATE TRIGGER "profiles_hear_gone" AFTER DELETE ON "reader_embeddings" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "profiles_fall_behind"();

-- A paper somebody judged has another text.
CREATE FUNCTION "profiles_of_paper_fall_behind"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE profiles SET revision = revision + 1
  WHERE subscriber_id IN (SELECT f.subscriber_id FROM feedback AS f WHERE f.paper_key = NEW.key);
  RETURN NULL;
END $$;
CREATE TRIGGER "profiles_hear_of_paper" AFTER UPDATE OF "title", "abstract", "categories" ON "papers" FOR EACH ROW
  WHEN ((OLD."title", OLD."abstract", OLD."categories") IS DISTINCT FROM (NEW."title", NEW."abstract", NEW."categories"))
  EXECUTE FUNCTION "profiles_of_paper_fall_behind"();
