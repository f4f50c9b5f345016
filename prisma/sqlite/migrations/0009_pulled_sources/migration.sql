-- CreateTable
CREATE TABLE "SourceConnection" (
    "sourceId" TEXT NOT NULL PRIMARY KEY,
    "address" TEXT NOT NULL,
    "mappingJson" TEXT NOT NULL,
    "settingsJson" TEXT NOT NULL DEFAULT '{}',
    "timeZone" TEXT NOT NULL,
    "credentialsSealed" TEXT,
    "everyMinutes" INTEGER NOT NULL,
    "changedAt" DATETIME NOT NULL,
    "dueAt" DATETIME NOT NULL,
    "stoppedBy" TEXT,
    CONSTRAINT "SourceConnection_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SourceFeed" (
    "sourceId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "cursor" TEXT,
    "syncedAt" DATETIME,
    "comparedAt" DATETIME,
    "fault" TEXT,
    "faultDetail" TEXT,

    PRIMARY KEY ("sourceId", "kind"),
    CONSTRAINT "SourceFeed_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
