-- CreateTable
CREATE TABLE "sending_pause" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "reply" TEXT NOT NULL,
    "paused_at" TIMESTAMPTZ(3) NOT NULL,
    "probe_at" TIMESTAMPTZ(3) NOT NULL,
    "probes" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "sending_pause_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sending_rates" (
    "server" TEXT NOT NULL,
    "next_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "sending_rates_pkey" PRIMARY KEY ("server")
);

-- CreateTable
CREATE TABLE "sending_days" (
    "day" DATE NOT NULL,
    "begun" INTEGER NOT NULL,

    CONSTRAINT "sending_days_pkey" PRIMARY KEY ("day")
);
