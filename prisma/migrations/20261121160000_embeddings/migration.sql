-- CreateTable
CREATE TABLE "paper_embeddings" (
    "paper_key" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "text_hash" BYTEA NOT NULL,
    "vector" BYTEA NOT NULL,

    CONSTRAINT "paper_embeddings_pkey" PRIMARY KEY ("paper_key","model")
);

-- CreateTable
CREATE TABLE "reader_embeddings" (
    "subscriber_id" UUID NOT NULL,
    "text_hash" BYTEA NOT NULL,
    "model" TEXT NOT NULL,
    "vector" BYTEA NOT NULL,

    CONSTRAINT "reader_embeddings_pkey" PRIMARY KEY ("subscriber_id","text_hash","model")
);

-- CreateTable
CREATE TABLE "embedder_states" (
    "model" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3),
    "last_success_at" TIMESTAMPTZ(3),
    "last_error_at" TIMESTAMPTZ(3),
    "last_error" TEXT,

    CONSTRAINT "embedder_states_pkey" PRIMARY KEY ("model")
);

-- CreateIndex
CREATE INDEX "paper_embeddings_text_hash_idx" ON "paper_embeddings"("text_hash");

-- AddForeignKey
ALTER TABLE "paper_embeddings" ADD CONSTRAINT "paper_embeddings_paper_key_fkey" FOREIGN KEY ("paper_key") REFERENCES "papers"("key") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reader_embeddings" ADD CONSTRAINT "reader_embeddings_subscriber_id_fkey" FOREIGN KEY ("subscriber_id") REFERENCES "subscribers"("id") ON DELETE CASCADE ON UPDATE CASCADE;
