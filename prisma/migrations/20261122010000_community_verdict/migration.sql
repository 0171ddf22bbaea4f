-- What the comparison on held-out likes found, the night the community was learned: see src/matching/community/trial.ts.
ALTER TABLE "communities"
  ADD COLUMN "helps" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "asked_count" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "held_out_count" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "gain" DOUBLE PRECISION NOT NULL DEFAULT 0,
  ADD COLUMN "gain_error" DOUBLE PRECISION NOT NULL DEFAULT 0;
