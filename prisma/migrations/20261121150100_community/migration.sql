-- CreateTable
CREATE TABLE "communities" (
    "name" TEXT NOT NULL,
    "data" BYTEA NOT NULL,
    "reader_count" INTEGER NOT NULL,
    "like_count" INTEGER NOT NULL,
    "learned_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "communities_pkey" PRIMARY KEY ("name")
);
