-- CreateTable
CREATE TABLE "changed_texts" (
    "id" BIGSERIAL NOT NULL,
    "paper_key" TEXT NOT NULL,

    CONSTRAINT "changed_texts_pkey" PRIMARY KEY ("id")
);

-- Who judged a paper is asked only once its other text is there for all to read: while it is not, somebody may judge it and
-- have the old one compiled. So the trigger only notes the paper. It locks no profile either.
CREATE OR REPLACE FUNCTION "profiles_of_paper_fall_behind"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO changed_texts (paper_key) VALUES (NEW.key);
  RETURN NULL;
END $$;

-- Whoever locks several profiles goes by their ids, or two would wait for each other.
CREATE OR REPLACE FUNCTION "profiles_fall_behind"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    UPDATE profiles AS p SET revision = p.revision + 1
    FROM (
      SELECT subscriber_id FROM profiles WHERE subscriber_id IN (SELECT c.subscriber_id FROM changed AS c)
      ORDER BY subscriber_id FOR NO KEY UPDATE
    ) AS locked
    WHERE p.subscriber_id = locked.subscriber_id;
  ELSE
    INSERT INTO profiles (subscriber_id, revision) SELECT DISTINCT c.subscriber_id, 1 FROM changed AS c ORDER BY 1
    ON CONFLICT (subscriber_id) DO UPDATE SET revision = profiles.revision + 1;
  END IF;
  RETURN NULL;
END $$;
