-- CreateTable
CREATE TABLE "SourceConnection" (
    "sourceId" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "mappingJson" TEXT NOT NULL,
    "settingsJson" TEXT NOT NULL DEFAULT '{}',
    "timeZone" TEXT NOT NULL,
    "credentialsSealed" TEXT,
    "everyMinutes" INTEGER NOT NULL,
    "changedAt" TIMESTAMP(3) NOT NULL,
    "dueAt" TIMESTAMP(3) NOT NULL,
    "stoppedBy" TEXT,

    CONSTRAINT "SourceConnection_pkey" PRIMARY KEY ("sourceId")
);

-- CreateTable
CREATE TABLE "SourceFeed" (
    "sourceId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "cursor" TEXT,
    "syncedAt" TIMESTAMP(3),
    "comparedAt" TIMESTAMP(3),
    "fault" TEXT,
    "faultDetail" TEXT,

    CONSTRAINT "SourceFeed_pkey" PRIMARY KEY ("sourceId","kind")
);

-- AddForeignKey
ALTER TABLE "SourceConnection" ADD CONSTRAINT "SourceConnection_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SourceFeed" ADD CONSTRAINT "SourceFeed_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
