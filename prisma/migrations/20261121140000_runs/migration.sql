-- CreateEnum
CREATE TYPE "RunState" AS ENUM ('going', 'paused', 'cancelled');

-- CreateTable
CREATE TABLE "runs" (
    "on_date" DATE NOT NULL,
    "state" "RunState" NOT NULL,
    "reason" TEXT,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "runs_pkey" PRIMARY KEY ("on_date")
);
