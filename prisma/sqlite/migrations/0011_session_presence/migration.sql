-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "tokenHash" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "holderId" TEXT NOT NULL,
    "accountId" TEXT,
    "tier" INTEGER NOT NULL,
    "isUserVerified" BOOLEAN NOT NULL,
    "authenticatedAt" DATETIME NOT NULL,
    "lastSeenAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "lockedAt" DATETIME,
    "lockedReason" TEXT,
    "endedAt" DATETIME,
    "endedReason" TEXT,
    "place" TEXT NOT NULL DEFAULT '',
    "browser" TEXT NOT NULL DEFAULT '',
    "userAgentHash" TEXT NOT NULL DEFAULT '',
    "watchId" TEXT,
    "watchedBy" TEXT,
    "presenceSeenAt" DATETIME,
    "presenceSequence" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "Session_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Session_holderId_fkey" FOREIGN KEY ("holderId") REFERENCES "Holder" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Session" ("accountId", "authenticatedAt", "browser", "endedAt", "endedReason", "expiresAt", "holderId", "id", "isUserVerified", "keyId", "lastSeenAt", "lockedAt", "place", "tier", "tokenHash", "userAgentHash") SELECT "accountId", "authenticatedAt", "browser", "endedAt", "endedReason", "expiresAt", "holderId", "id", "isUserVerified", "keyId", "lastSeenAt", "lockedAt", "place", "tier", "tokenHash", "userAgentHash" FROM "Session";
DROP TABLE "Session";
ALTER TABLE "new_Session" RENAME TO "Session";
CREATE UNIQUE INDEX "Session_tokenHash_key" ON "Session"("tokenHash");
CREATE UNIQUE INDEX "Session_watchId_key" ON "Session"("watchId");
CREATE INDEX "Session_keyId_endedAt_idx" ON "Session"("keyId", "endedAt");
CREATE INDEX "Session_holderId_endedAt_idx" ON "Session"("holderId", "endedAt");
CREATE INDEX "Session_accountId_endedAt_idx" ON "Session"("accountId", "endedAt");
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
