-- CreateTable
CREATE TABLE "AuditEvent" (
    "seq" BIGINT NOT NULL,
    "previousHash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "type" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "actorId" TEXT,
    "reason" TEXT,
    "note" TEXT,
    "accountId" TEXT,
    "holderId" TEXT,
    "keyId" TEXT,
    "sessionId" TEXT,
    "tier" INTEGER,
    "ip" TEXT,
    "userAgentHash" TEXT,
    "detailsJson" TEXT NOT NULL,

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "SourceManager" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sourceVersion" TEXT,
    "sourceModifiedAt" TIMESTAMP(3),
    "syncedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),
    "rowHash" TEXT NOT NULL,
    "detailsJson" TEXT NOT NULL DEFAULT '[]',
    "name" TEXT NOT NULL,
    "phone" TEXT,
    "email" TEXT,

    CONSTRAINT "SourceManager_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Product" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sourceVersion" TEXT,
    "sourceModifiedAt" TIMESTAMP(3),
    "syncedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),
    "rowHash" TEXT NOT NULL,
    "detailsJson" TEXT NOT NULL DEFAULT '[]',
    "sku" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "groupName" TEXT,
    "vatCode" TEXT,
    "status" TEXT NOT NULL,
    "packQuantity" TEXT,
    "searchText" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "Product_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Stock" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sourceVersion" TEXT,
    "sourceModifiedAt" TIMESTAMP(3),
    "syncedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),
    "rowHash" TEXT NOT NULL,
    "detailsJson" TEXT NOT NULL DEFAULT '[]',
    "productId" TEXT NOT NULL,
    "warehouse" TEXT NOT NULL,
    "quantity" TEXT NOT NULL,
    "expectedOn" TEXT,

    CONSTRAINT "Stock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Replacement" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sourceVersion" TEXT,
    "sourceModifiedAt" TIMESTAMP(3),
    "syncedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),
    "rowHash" TEXT NOT NULL,
    "detailsJson" TEXT NOT NULL DEFAULT '[]',
    "productId" TEXT NOT NULL,
    "replacementProductId" TEXT NOT NULL,
    "reason" TEXT,
    "sinceOn" TEXT,

    CONSTRAINT "Replacement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "VatRate" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sourceVersion" TEXT,
    "sourceModifiedAt" TIMESTAMP(3),
    "syncedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),
    "rowHash" TEXT NOT NULL,
    "detailsJson" TEXT NOT NULL DEFAULT '[]',
    "code" TEXT NOT NULL,
    "percent" TEXT NOT NULL,
    "validFromOn" TEXT NOT NULL,
    "validToOn" TEXT,

    CONSTRAINT "VatRate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PriceList" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sourceVersion" TEXT,
    "sourceModifiedAt" TIMESTAMP(3),
    "syncedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),
    "rowHash" TEXT NOT NULL,
    "detailsJson" TEXT NOT NULL DEFAULT '[]',
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "isTaxIncluded" BOOLEAN NOT NULL,
    "validFromOn" TEXT,
    "validToOn" TEXT,

    CONSTRAINT "PriceList_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PriceEntry" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sourceVersion" TEXT,
    "sourceModifiedAt" TIMESTAMP(3),
    "syncedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),
    "rowHash" TEXT NOT NULL,
    "detailsJson" TEXT NOT NULL DEFAULT '[]',
    "priceListId" TEXT NOT NULL,
    "productId" TEXT NOT NULL,
    "minQuantity" TEXT NOT NULL,
    "price" TEXT NOT NULL,
    "unit" TEXT,
    "validFromOn" TEXT,
    "validToOn" TEXT,

    CONSTRAINT "PriceEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Document" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sourceVersion" TEXT,
    "sourceModifiedAt" TIMESTAMP(3),
    "syncedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),
    "rowHash" TEXT NOT NULL,
    "detailsJson" TEXT NOT NULL DEFAULT '[]',
    "counterpartyId" TEXT,
    "accountId" TEXT,
    "quarantinedAt" TIMESTAMP(3),
    "kind" TEXT NOT NULL,
    "dataClass" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "number" TEXT,
    "issuedOn" TEXT NOT NULL,
    "orderId" TEXT,
    "shipmentId" TEXT,
    "invoiceId" TEXT,
    "mediaType" TEXT NOT NULL,
    "sizeBytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "fileName" TEXT NOT NULL,
    "searchText" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "Document_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Installation" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "mode" TEXT NOT NULL,
    "rpId" TEXT NOT NULL,
    "companyName" TEXT NOT NULL DEFAULT '',
    "companyLegalName" TEXT NOT NULL DEFAULT '',
    "logo" BYTEA,
    "logoMediaType" TEXT,
    "logoVersion" INTEGER NOT NULL DEFAULT 0,
    "accentHue" INTEGER,
    "timeZone" TEXT NOT NULL,
    "installedAt" TIMESTAMP(3) NOT NULL,
    "demoLoadedAt" TIMESTAMP(3),

    CONSTRAINT "Installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PolicyVersion" (
    "version" INTEGER NOT NULL,
    "policyJson" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "createdById" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "PolicyVersion_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "KeyModel" (
    "aaguid" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "maker" TEXT NOT NULL,
    "pictureId" TEXT,
    "rootsPem" TEXT NOT NULL,
    "addedById" TEXT,
    "addedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "KeyModel_pkey" PRIMARY KEY ("aaguid")
);

-- CreateTable
CREATE TABLE "Job" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "payloadJson" TEXT NOT NULL DEFAULT '{}',
    "runAt" TIMESTAMP(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "claimedAt" TIMESTAMP(3),
    "finishedAt" TIMESTAMP(3),
    "lastError" TEXT,

    CONSTRAINT "Job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Key" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'fido2',
    "status" TEXT NOT NULL,
    "holderId" TEXT NOT NULL,
    "accountId" TEXT,
    "label" TEXT NOT NULL,
    "serial" TEXT,
    "modelName" TEXT,
    "attestation" TEXT,
    "issuedById" TEXT,
    "issuedAt" TIMESTAMP(3) NOT NULL,
    "activatedAt" TIMESTAMP(3),
    "suspendedAt" TIMESTAMP(3),
    "revokedAt" TIMESTAMP(3),
    "statusReason" TEXT,
    "lastUsedAt" TIMESTAMP(3),

    CONSTRAINT "Key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Credential" (
    "id" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "credentialId" BYTEA NOT NULL,
    "publicKey" BYTEA NOT NULL,
    "signCount" BIGINT NOT NULL,
    "signCountAt" TIMESTAMP(3) NOT NULL,
    "aaguid" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "isBackupEligible" BOOLEAN NOT NULL,
    "isUserVerified" BOOLEAN NOT NULL,
    "transportsJson" TEXT NOT NULL DEFAULT '[]',
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AttestationArchive" (
    "id" TEXT NOT NULL,
    "credentialRowId" TEXT NOT NULL,
    "attestationObject" BYTEA NOT NULL,
    "clientDataJson" BYTEA NOT NULL,
    "chainJson" TEXT NOT NULL,
    "metadataNumber" INTEGER,
    "verdict" TEXT NOT NULL,
    "verifierVersion" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "AttestationArchive_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Invitation" (
    "id" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "claimCodeHash" TEXT NOT NULL,
    "claimTriesLeft" INTEGER NOT NULL,
    "opensLeft" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open',
    "requestId" TEXT,
    "createdById" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "completedAt" TIMESTAMP(3),

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EnrolmentTicket" (
    "id" TEXT NOT NULL,
    "invitationId" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "browserHash" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "consumedAt" TIMESTAMP(3),

    CONSTRAINT "EnrolmentTicket_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SpentChallenge" (
    "challengeHash" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "SpentChallenge_pkey" PRIMARY KEY ("challengeHash")
);

-- CreateTable
CREATE TABLE "Alarm" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "keyId" TEXT,
    "accountId" TEXT,
    "raisedAt" TIMESTAMP(3) NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '',
    "settledAt" TIMESTAMP(3),
    "settledById" TEXT,

    CONSTRAINT "Alarm_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Discount" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "basisPoints" INTEGER,
    "fixedPrice" TEXT,
    "currency" TEXT,
    "goodsGroup" TEXT,
    "sku" TEXT,
    "validFromOn" TEXT NOT NULL,
    "validToOn" TEXT,
    "maxAmountMinor" BIGINT,
    "status" TEXT NOT NULL DEFAULT 'draft',
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "isDemo" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "Discount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "KeyDiscount" (
    "id" TEXT NOT NULL,
    "discountId" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "tiedById" TEXT NOT NULL,
    "tiedAt" TIMESTAMP(3) NOT NULL,
    "untiedById" TEXT,
    "untiedAt" TIMESTAMP(3),

    CONSTRAINT "KeyDiscount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Invoice" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sourceVersion" TEXT,
    "sourceModifiedAt" TIMESTAMP(3),
    "syncedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),
    "rowHash" TEXT NOT NULL,
    "detailsJson" TEXT NOT NULL DEFAULT '[]',
    "counterpartyId" TEXT,
    "accountId" TEXT,
    "quarantinedAt" TIMESTAMP(3),
    "number" TEXT NOT NULL,
    "orderId" TEXT,
    "issuedOn" TEXT NOT NULL,
    "dueOn" TEXT,
    "currency" TEXT NOT NULL,
    "totalMinor" BIGINT NOT NULL,
    "taxMinor" BIGINT NOT NULL,
    "residualMinor" BIGINT,
    "status" TEXT NOT NULL,
    "searchText" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "Invoice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Payment" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sourceVersion" TEXT,
    "sourceModifiedAt" TIMESTAMP(3),
    "syncedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),
    "rowHash" TEXT NOT NULL,
    "detailsJson" TEXT NOT NULL DEFAULT '[]',
    "counterpartyId" TEXT,
    "accountId" TEXT,
    "quarantinedAt" TIMESTAMP(3),
    "number" TEXT NOT NULL,
    "invoiceId" TEXT,
    "receivedOn" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amountMinor" BIGINT NOT NULL,
    "purpose" TEXT,

    CONSTRAINT "Payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CreditNote" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sourceVersion" TEXT,
    "sourceModifiedAt" TIMESTAMP(3),
    "syncedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),
    "rowHash" TEXT NOT NULL,
    "detailsJson" TEXT NOT NULL DEFAULT '[]',
    "counterpartyId" TEXT,
    "accountId" TEXT,
    "quarantinedAt" TIMESTAMP(3),
    "number" TEXT NOT NULL,
    "invoiceId" TEXT,
    "issuedOn" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "totalMinor" BIGINT NOT NULL,
    "reason" TEXT,

    CONSTRAINT "CreditNote_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LedgerEntry" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sourceVersion" TEXT,
    "sourceModifiedAt" TIMESTAMP(3),
    "syncedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),
    "rowHash" TEXT NOT NULL,
    "detailsJson" TEXT NOT NULL DEFAULT '[]',
    "counterpartyId" TEXT,
    "accountId" TEXT,
    "quarantinedAt" TIMESTAMP(3),
    "postedOn" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "documentNumber" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "debitMinor" BIGINT NOT NULL,
    "creditMinor" BIGINT NOT NULL,
    "note" TEXT,

    CONSTRAINT "LedgerEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OpeningBalance" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sourceVersion" TEXT,
    "sourceModifiedAt" TIMESTAMP(3),
    "syncedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),
    "rowHash" TEXT NOT NULL,
    "detailsJson" TEXT NOT NULL DEFAULT '[]',
    "counterpartyId" TEXT,
    "accountId" TEXT,
    "quarantinedAt" TIMESTAMP(3),
    "asOfOn" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amountMinor" BIGINT NOT NULL,

    CONSTRAINT "OpeningBalance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Holder" (
    "id" TEXT NOT NULL,
    "userHandle" BYTEA NOT NULL,
    "kind" TEXT NOT NULL,
    "staffRole" TEXT,
    "name" TEXT NOT NULL,
    "position" TEXT,
    "email" TEXT,
    "phone" TEXT,
    "language" TEXT NOT NULL DEFAULT 'ru',
    "status" TEXT NOT NULL DEFAULT 'active',
    "isDemo" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Holder_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CustomerAccount" (
    "id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "accountManagerId" TEXT,
    "isDemo" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "CustomerAccount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Membership" (
    "id" TEXT NOT NULL,
    "holderId" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "createdAt" TIMESTAMP(3) NOT NULL,
    "removedAt" TIMESTAMP(3),

    CONSTRAINT "Membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AccountTie" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "counterpartyId" TEXT NOT NULL,
    "taxId" TEXT NOT NULL,
    "legalName" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "confirmedById" TEXT,
    "confirmedAt" TIMESTAMP(3) NOT NULL,
    "quarantinedAt" TIMESTAMP(3),
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "AccountTie_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PriceListAssignment" (
    "accountId" TEXT NOT NULL,
    "priceListId" TEXT NOT NULL,
    "assignedById" TEXT,
    "assignedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "PriceListAssignment_pkey" PRIMARY KEY ("accountId","priceListId")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "holderId" TEXT NOT NULL,
    "accountId" TEXT,
    "tier" INTEGER NOT NULL,
    "isUserVerified" BOOLEAN NOT NULL,
    "authenticatedAt" TIMESTAMP(3) NOT NULL,
    "lastSeenAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "lockedAt" TIMESTAMP(3),
    "endedAt" TIMESTAMP(3),
    "endedReason" TEXT,
    "place" TEXT NOT NULL DEFAULT '',
    "browser" TEXT NOT NULL DEFAULT '',
    "userAgentHash" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Source" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "isDemo" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SourceState" (
    "sourceId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "asOf" TIMESTAMP(3) NOT NULL,
    "rowCount" INTEGER NOT NULL,

    CONSTRAINT "SourceState_pkey" PRIMARY KEY ("sourceId","kind")
);

-- CreateTable
CREATE TABLE "ImportRun" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "startedById" TEXT,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "finishedAt" TIMESTAMP(3),
    "outcome" TEXT,
    "countsJson" TEXT NOT NULL DEFAULT '{}',
    "problemsJson" TEXT NOT NULL DEFAULT '[]',

    CONSTRAINT "ImportRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MovedRow" (
    "rowId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "fromCounterpartyId" TEXT NOT NULL,
    "toCounterpartyId" TEXT,
    "movedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "MovedRow_pkey" PRIMARY KEY ("rowId")
);

-- CreateTable
CREATE TABLE "Counterparty" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sourceVersion" TEXT,
    "sourceModifiedAt" TIMESTAMP(3),
    "syncedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),
    "rowHash" TEXT NOT NULL,
    "detailsJson" TEXT NOT NULL DEFAULT '[]',
    "name" TEXT NOT NULL,
    "legalName" TEXT NOT NULL,
    "taxId" TEXT NOT NULL,
    "registrationReason" TEXT,
    "managerId" TEXT,
    "priceListId" TEXT,
    "accountId" TEXT,
    "quarantinedAt" TIMESTAMP(3),
    "isOwnerPending" BOOLEAN NOT NULL DEFAULT false,
    "searchText" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "Counterparty_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SourceContact" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sourceVersion" TEXT,
    "sourceModifiedAt" TIMESTAMP(3),
    "syncedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),
    "rowHash" TEXT NOT NULL,
    "detailsJson" TEXT NOT NULL DEFAULT '[]',
    "counterpartyId" TEXT,
    "accountId" TEXT,
    "quarantinedAt" TIMESTAMP(3),
    "name" TEXT NOT NULL,
    "position" TEXT,
    "email" TEXT,
    "phone" TEXT,
    "birthday" TEXT,

    CONSTRAINT "SourceContact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Terms" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sourceVersion" TEXT,
    "sourceModifiedAt" TIMESTAMP(3),
    "syncedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),
    "rowHash" TEXT NOT NULL,
    "detailsJson" TEXT NOT NULL DEFAULT '[]',
    "counterpartyId" TEXT,
    "accountId" TEXT,
    "quarantinedAt" TIMESTAMP(3),
    "paymentDays" INTEGER,
    "paymentText" TEXT,
    "creditLimitMinor" BIGINT,
    "currency" TEXT,
    "deliveryText" TEXT,
    "contractNumber" TEXT,
    "validFromOn" TEXT,
    "validToOn" TEXT,

    CONSTRAINT "Terms_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SourceDiscount" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sourceVersion" TEXT,
    "sourceModifiedAt" TIMESTAMP(3),
    "syncedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),
    "rowHash" TEXT NOT NULL,
    "detailsJson" TEXT NOT NULL DEFAULT '[]',
    "counterpartyId" TEXT,
    "accountId" TEXT,
    "quarantinedAt" TIMESTAMP(3),
    "name" TEXT NOT NULL,
    "basisPoints" INTEGER,
    "fixedPrice" TEXT,
    "currency" TEXT,
    "goodsGroup" TEXT,
    "sku" TEXT,
    "validFromOn" TEXT,
    "validToOn" TEXT,
    "cardNumber" TEXT,

    CONSTRAINT "SourceDiscount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Order" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sourceVersion" TEXT,
    "sourceModifiedAt" TIMESTAMP(3),
    "syncedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),
    "rowHash" TEXT NOT NULL,
    "detailsJson" TEXT NOT NULL DEFAULT '[]',
    "counterpartyId" TEXT,
    "accountId" TEXT,
    "quarantinedAt" TIMESTAMP(3),
    "number" TEXT NOT NULL,
    "customerReference" TEXT,
    "orderedOn" TEXT NOT NULL,
    "requestedOn" TEXT,
    "promisedOn" TEXT,
    "status" TEXT NOT NULL,
    "sourceStatus" TEXT,
    "stage" TEXT,
    "currency" TEXT NOT NULL,
    "netMinor" BIGINT NOT NULL,
    "taxMinor" BIGINT NOT NULL,
    "grossMinor" BIGINT NOT NULL,
    "deliveryAddress" TEXT,
    "searchText" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "Order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OrderLine" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sourceVersion" TEXT,
    "sourceModifiedAt" TIMESTAMP(3),
    "syncedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),
    "rowHash" TEXT NOT NULL,
    "detailsJson" TEXT NOT NULL DEFAULT '[]',
    "counterpartyId" TEXT,
    "accountId" TEXT,
    "quarantinedAt" TIMESTAMP(3),
    "orderId" TEXT NOT NULL,
    "lineNo" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "productId" TEXT,
    "sku" TEXT,
    "name" TEXT NOT NULL,
    "quantity" TEXT NOT NULL,
    "unit" TEXT,
    "listPrice" TEXT,
    "discountPercent" TEXT,
    "unitPrice" TEXT,
    "vatPercent" TEXT,
    "netMinor" BIGINT,
    "taxMinor" BIGINT,
    "shippedQuantity" TEXT,
    "invoicedQuantity" TEXT,
    "promisedOn" TEXT,
    "stage" TEXT,
    "searchText" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "OrderLine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Shipment" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sourceVersion" TEXT,
    "sourceModifiedAt" TIMESTAMP(3),
    "syncedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),
    "rowHash" TEXT NOT NULL,
    "detailsJson" TEXT NOT NULL DEFAULT '[]',
    "counterpartyId" TEXT,
    "accountId" TEXT,
    "quarantinedAt" TIMESTAMP(3),
    "number" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "carrier" TEXT,
    "trackingNumber" TEXT,
    "shippedOn" TEXT,
    "expectedOn" TEXT,
    "deliveredOn" TEXT,
    "deliveryAddress" TEXT,
    "searchText" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "Shipment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ShipmentLine" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sourceVersion" TEXT,
    "sourceModifiedAt" TIMESTAMP(3),
    "syncedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),
    "rowHash" TEXT NOT NULL,
    "detailsJson" TEXT NOT NULL DEFAULT '[]',
    "counterpartyId" TEXT,
    "accountId" TEXT,
    "quarantinedAt" TIMESTAMP(3),
    "shipmentId" TEXT NOT NULL,
    "orderId" TEXT,
    "orderLineId" TEXT,
    "sku" TEXT,
    "name" TEXT NOT NULL,
    "quantity" TEXT NOT NULL,
    "unit" TEXT,

    CONSTRAINT "ShipmentLine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TrackingEvent" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sourceVersion" TEXT,
    "sourceModifiedAt" TIMESTAMP(3),
    "syncedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),
    "rowHash" TEXT NOT NULL,
    "detailsJson" TEXT NOT NULL DEFAULT '[]',
    "counterpartyId" TEXT,
    "accountId" TEXT,
    "quarantinedAt" TIMESTAMP(3),
    "shipmentId" TEXT NOT NULL,
    "carrier" TEXT NOT NULL,
    "trackingNumber" TEXT NOT NULL,
    "occurredAt" TIMESTAMP(3) NOT NULL,
    "status" TEXT NOT NULL,
    "rawCode" TEXT,
    "rawText" TEXT,
    "city" TEXT,
    "country" TEXT,

    CONSTRAINT "TrackingEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GoodsReturn" (
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    "sourceVersion" TEXT,
    "sourceModifiedAt" TIMESTAMP(3),
    "syncedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),
    "rowHash" TEXT NOT NULL,
    "detailsJson" TEXT NOT NULL DEFAULT '[]',
    "counterpartyId" TEXT,
    "accountId" TEXT,
    "quarantinedAt" TIMESTAMP(3),
    "number" TEXT NOT NULL,
    "orderId" TEXT,
    "orderLineId" TEXT,
    "sku" TEXT,
    "name" TEXT NOT NULL,
    "quantity" TEXT NOT NULL,
    "unit" TEXT,
    "returnedOn" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,

    CONSTRAINT "GoodsReturn_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "AuditEvent_hash_key" ON "AuditEvent"("hash");

-- CreateIndex
CREATE INDEX "AuditEvent_accountId_seq_idx" ON "AuditEvent"("accountId", "seq");

-- CreateIndex
CREATE INDEX "AuditEvent_holderId_seq_idx" ON "AuditEvent"("holderId", "seq");

-- CreateIndex
CREATE INDEX "AuditEvent_keyId_seq_idx" ON "AuditEvent"("keyId", "seq");

-- CreateIndex
CREATE INDEX "AuditEvent_actorId_seq_idx" ON "AuditEvent"("actorId", "seq");

-- CreateIndex
CREATE INDEX "AuditEvent_type_seq_idx" ON "AuditEvent"("type", "seq");

-- CreateIndex
CREATE INDEX "AuditEvent_result_seq_idx" ON "AuditEvent"("result", "seq");

-- CreateIndex
CREATE INDEX "AuditEvent_at_idx" ON "AuditEvent"("at");

-- CreateIndex
CREATE UNIQUE INDEX "SourceManager_sourceId_externalId_key" ON "SourceManager"("sourceId", "externalId");

-- CreateIndex
CREATE INDEX "Product_sku_id_idx" ON "Product"("sku", "id");

-- CreateIndex
CREATE INDEX "Product_groupName_sku_id_idx" ON "Product"("groupName", "sku", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Product_sourceId_externalId_key" ON "Product"("sourceId", "externalId");

-- CreateIndex
CREATE INDEX "Stock_productId_idx" ON "Stock"("productId");

-- CreateIndex
CREATE UNIQUE INDEX "Stock_sourceId_externalId_key" ON "Stock"("sourceId", "externalId");

-- CreateIndex
CREATE INDEX "Replacement_productId_idx" ON "Replacement"("productId");

-- CreateIndex
CREATE UNIQUE INDEX "Replacement_sourceId_externalId_key" ON "Replacement"("sourceId", "externalId");

-- CreateIndex
CREATE INDEX "VatRate_code_validFromOn_idx" ON "VatRate"("code", "validFromOn");

-- CreateIndex
CREATE UNIQUE INDEX "VatRate_sourceId_externalId_key" ON "VatRate"("sourceId", "externalId");

-- CreateIndex
CREATE INDEX "PriceList_kind_idx" ON "PriceList"("kind");

-- CreateIndex
CREATE UNIQUE INDEX "PriceList_sourceId_externalId_key" ON "PriceList"("sourceId", "externalId");

-- CreateIndex
CREATE INDEX "PriceEntry_priceListId_productId_idx" ON "PriceEntry"("priceListId", "productId");

-- CreateIndex
CREATE INDEX "PriceEntry_productId_idx" ON "PriceEntry"("productId");

-- CreateIndex
CREATE UNIQUE INDEX "PriceEntry_sourceId_externalId_key" ON "PriceEntry"("sourceId", "externalId");

-- CreateIndex
CREATE INDEX "Document_counterpartyId_accountId_idx" ON "Document"("counterpartyId", "accountId");

-- CreateIndex
CREATE INDEX "Document_accountId_issuedOn_id_idx" ON "Document"("accountId", "issuedOn", "id");

-- CreateIndex
CREATE INDEX "Document_accountId_kind_issuedOn_id_idx" ON "Document"("accountId", "kind", "issuedOn", "id");

-- CreateIndex
CREATE INDEX "Document_accountId_orderId_issuedOn_id_idx" ON "Document"("accountId", "orderId", "issuedOn", "id");

-- CreateIndex
CREATE INDEX "Document_orderId_idx" ON "Document"("orderId");

-- CreateIndex
CREATE INDEX "Document_shipmentId_idx" ON "Document"("shipmentId");

-- CreateIndex
CREATE INDEX "Document_invoiceId_idx" ON "Document"("invoiceId");

-- CreateIndex
CREATE UNIQUE INDEX "Document_sourceId_externalId_key" ON "Document"("sourceId", "externalId");

-- CreateIndex
CREATE INDEX "Job_finishedAt_runAt_idx" ON "Job"("finishedAt", "runAt");

-- CreateIndex
CREATE INDEX "Key_accountId_status_idx" ON "Key"("accountId", "status");

-- CreateIndex
CREATE INDEX "Key_holderId_status_idx" ON "Key"("holderId", "status");

-- CreateIndex
CREATE UNIQUE INDEX "Credential_keyId_key" ON "Credential"("keyId");

-- CreateIndex
CREATE UNIQUE INDEX "Credential_credentialId_key" ON "Credential"("credentialId");

-- CreateIndex
CREATE UNIQUE INDEX "AttestationArchive_credentialRowId_key" ON "AttestationArchive"("credentialRowId");

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_tokenHash_key" ON "Invitation"("tokenHash");

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_requestId_key" ON "Invitation"("requestId");

-- CreateIndex
CREATE INDEX "Invitation_keyId_status_idx" ON "Invitation"("keyId", "status");

-- CreateIndex
CREATE UNIQUE INDEX "EnrolmentTicket_tokenHash_key" ON "EnrolmentTicket"("tokenHash");

-- CreateIndex
CREATE INDEX "EnrolmentTicket_invitationId_idx" ON "EnrolmentTicket"("invitationId");

-- CreateIndex
CREATE INDEX "SpentChallenge_expiresAt_idx" ON "SpentChallenge"("expiresAt");

-- CreateIndex
CREATE INDEX "Alarm_settledAt_raisedAt_idx" ON "Alarm"("settledAt", "raisedAt");

-- CreateIndex
CREATE INDEX "Discount_status_id_idx" ON "Discount"("status", "id");

-- CreateIndex
CREATE INDEX "KeyDiscount_accountId_untiedAt_idx" ON "KeyDiscount"("accountId", "untiedAt");

-- CreateIndex
CREATE INDEX "KeyDiscount_keyId_untiedAt_idx" ON "KeyDiscount"("keyId", "untiedAt");

-- CreateIndex
CREATE INDEX "KeyDiscount_discountId_untiedAt_idx" ON "KeyDiscount"("discountId", "untiedAt");

-- CreateIndex
CREATE INDEX "Invoice_counterpartyId_accountId_idx" ON "Invoice"("counterpartyId", "accountId");

-- CreateIndex
CREATE INDEX "Invoice_accountId_issuedOn_id_idx" ON "Invoice"("accountId", "issuedOn", "id");

-- CreateIndex
CREATE INDEX "Invoice_accountId_orderId_idx" ON "Invoice"("accountId", "orderId");

-- CreateIndex
CREATE INDEX "Invoice_accountId_status_dueOn_idx" ON "Invoice"("accountId", "status", "dueOn");

-- CreateIndex
CREATE INDEX "Invoice_orderId_idx" ON "Invoice"("orderId");

-- CreateIndex
CREATE UNIQUE INDEX "Invoice_sourceId_externalId_key" ON "Invoice"("sourceId", "externalId");

-- CreateIndex
CREATE INDEX "Payment_counterpartyId_accountId_idx" ON "Payment"("counterpartyId", "accountId");

-- CreateIndex
CREATE INDEX "Payment_accountId_receivedOn_id_idx" ON "Payment"("accountId", "receivedOn", "id");

-- CreateIndex
CREATE INDEX "Payment_invoiceId_idx" ON "Payment"("invoiceId");

-- CreateIndex
CREATE UNIQUE INDEX "Payment_sourceId_externalId_key" ON "Payment"("sourceId", "externalId");

-- CreateIndex
CREATE INDEX "CreditNote_counterpartyId_accountId_idx" ON "CreditNote"("counterpartyId", "accountId");

-- CreateIndex
CREATE INDEX "CreditNote_accountId_issuedOn_id_idx" ON "CreditNote"("accountId", "issuedOn", "id");

-- CreateIndex
CREATE INDEX "CreditNote_invoiceId_idx" ON "CreditNote"("invoiceId");

-- CreateIndex
CREATE UNIQUE INDEX "CreditNote_sourceId_externalId_key" ON "CreditNote"("sourceId", "externalId");

-- CreateIndex
CREATE INDEX "LedgerEntry_counterpartyId_accountId_idx" ON "LedgerEntry"("counterpartyId", "accountId");

-- CreateIndex
CREATE INDEX "LedgerEntry_accountId_postedOn_id_idx" ON "LedgerEntry"("accountId", "postedOn", "id");

-- CreateIndex
CREATE UNIQUE INDEX "LedgerEntry_sourceId_externalId_key" ON "LedgerEntry"("sourceId", "externalId");

-- CreateIndex
CREATE INDEX "OpeningBalance_counterpartyId_accountId_idx" ON "OpeningBalance"("counterpartyId", "accountId");

-- CreateIndex
CREATE INDEX "OpeningBalance_accountId_asOfOn_idx" ON "OpeningBalance"("accountId", "asOfOn");

-- CreateIndex
CREATE UNIQUE INDEX "OpeningBalance_sourceId_externalId_key" ON "OpeningBalance"("sourceId", "externalId");

-- CreateIndex
CREATE UNIQUE INDEX "Holder_userHandle_key" ON "Holder"("userHandle");

-- CreateIndex
CREATE INDEX "Holder_kind_staffRole_status_idx" ON "Holder"("kind", "staffRole", "status");

-- CreateIndex
CREATE UNIQUE INDEX "CustomerAccount_number_key" ON "CustomerAccount"("number");

-- CreateIndex
CREATE INDEX "CustomerAccount_accountManagerId_name_idx" ON "CustomerAccount"("accountManagerId", "name");

-- CreateIndex
CREATE INDEX "Membership_accountId_status_idx" ON "Membership"("accountId", "status");

-- CreateIndex
CREATE UNIQUE INDEX "Membership_holderId_accountId_key" ON "Membership"("holderId", "accountId");

-- CreateIndex
CREATE INDEX "AccountTie_counterpartyId_status_idx" ON "AccountTie"("counterpartyId", "status");

-- CreateIndex
CREATE INDEX "AccountTie_accountId_status_idx" ON "AccountTie"("accountId", "status");

-- CreateIndex
CREATE UNIQUE INDEX "Session_tokenHash_key" ON "Session"("tokenHash");

-- CreateIndex
CREATE INDEX "Session_keyId_endedAt_idx" ON "Session"("keyId", "endedAt");

-- CreateIndex
CREATE INDEX "Session_holderId_endedAt_idx" ON "Session"("holderId", "endedAt");

-- CreateIndex
CREATE INDEX "Session_accountId_endedAt_idx" ON "Session"("accountId", "endedAt");

-- CreateIndex
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "Source_name_key" ON "Source"("name");

-- CreateIndex
CREATE INDEX "ImportRun_sourceId_startedAt_idx" ON "ImportRun"("sourceId", "startedAt");

-- CreateIndex
CREATE INDEX "MovedRow_toCounterpartyId_idx" ON "MovedRow"("toCounterpartyId");

-- CreateIndex
CREATE INDEX "MovedRow_fromCounterpartyId_idx" ON "MovedRow"("fromCounterpartyId");

-- CreateIndex
CREATE INDEX "Counterparty_accountId_idx" ON "Counterparty"("accountId");

-- CreateIndex
CREATE INDEX "Counterparty_taxId_idx" ON "Counterparty"("taxId");

-- CreateIndex
CREATE INDEX "Counterparty_isOwnerPending_idx" ON "Counterparty"("isOwnerPending");

-- CreateIndex
CREATE UNIQUE INDEX "Counterparty_sourceId_externalId_key" ON "Counterparty"("sourceId", "externalId");

-- CreateIndex
CREATE INDEX "SourceContact_counterpartyId_accountId_idx" ON "SourceContact"("counterpartyId", "accountId");

-- CreateIndex
CREATE INDEX "SourceContact_accountId_idx" ON "SourceContact"("accountId");

-- CreateIndex
CREATE UNIQUE INDEX "SourceContact_sourceId_externalId_key" ON "SourceContact"("sourceId", "externalId");

-- CreateIndex
CREATE INDEX "Terms_counterpartyId_accountId_idx" ON "Terms"("counterpartyId", "accountId");

-- CreateIndex
CREATE INDEX "Terms_accountId_idx" ON "Terms"("accountId");

-- CreateIndex
CREATE UNIQUE INDEX "Terms_sourceId_externalId_key" ON "Terms"("sourceId", "externalId");

-- CreateIndex
CREATE INDEX "SourceDiscount_counterpartyId_accountId_idx" ON "SourceDiscount"("counterpartyId", "accountId");

-- CreateIndex
CREATE INDEX "SourceDiscount_accountId_idx" ON "SourceDiscount"("accountId");

-- CreateIndex
CREATE UNIQUE INDEX "SourceDiscount_sourceId_externalId_key" ON "SourceDiscount"("sourceId", "externalId");

-- CreateIndex
CREATE INDEX "Order_counterpartyId_accountId_idx" ON "Order"("counterpartyId", "accountId");

-- CreateIndex
CREATE INDEX "Order_accountId_orderedOn_id_idx" ON "Order"("accountId", "orderedOn", "id");

-- CreateIndex
CREATE INDEX "Order_accountId_status_orderedOn_id_idx" ON "Order"("accountId", "status", "orderedOn", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Order_sourceId_externalId_key" ON "Order"("sourceId", "externalId");

-- CreateIndex
CREATE INDEX "OrderLine_counterpartyId_accountId_idx" ON "OrderLine"("counterpartyId", "accountId");

-- CreateIndex
CREATE INDEX "OrderLine_accountId_orderId_lineNo_idx" ON "OrderLine"("accountId", "orderId", "lineNo");

-- CreateIndex
CREATE INDEX "OrderLine_orderId_idx" ON "OrderLine"("orderId");

-- CreateIndex
CREATE INDEX "OrderLine_accountId_productId_idx" ON "OrderLine"("accountId", "productId");

-- CreateIndex
CREATE UNIQUE INDEX "OrderLine_sourceId_externalId_key" ON "OrderLine"("sourceId", "externalId");

-- CreateIndex
CREATE INDEX "Shipment_counterpartyId_accountId_idx" ON "Shipment"("counterpartyId", "accountId");

-- CreateIndex
CREATE INDEX "Shipment_accountId_shippedOn_id_idx" ON "Shipment"("accountId", "shippedOn", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Shipment_sourceId_externalId_key" ON "Shipment"("sourceId", "externalId");

-- CreateIndex
CREATE INDEX "ShipmentLine_counterpartyId_accountId_idx" ON "ShipmentLine"("counterpartyId", "accountId");

-- CreateIndex
CREATE INDEX "ShipmentLine_accountId_orderId_idx" ON "ShipmentLine"("accountId", "orderId");

-- CreateIndex
CREATE INDEX "ShipmentLine_accountId_shipmentId_idx" ON "ShipmentLine"("accountId", "shipmentId");

-- CreateIndex
CREATE INDEX "ShipmentLine_shipmentId_idx" ON "ShipmentLine"("shipmentId");

-- CreateIndex
CREATE INDEX "ShipmentLine_orderId_idx" ON "ShipmentLine"("orderId");

-- CreateIndex
CREATE UNIQUE INDEX "ShipmentLine_sourceId_externalId_key" ON "ShipmentLine"("sourceId", "externalId");

-- CreateIndex
CREATE INDEX "TrackingEvent_counterpartyId_accountId_idx" ON "TrackingEvent"("counterpartyId", "accountId");

-- CreateIndex
CREATE INDEX "TrackingEvent_accountId_shipmentId_occurredAt_idx" ON "TrackingEvent"("accountId", "shipmentId", "occurredAt");

-- CreateIndex
CREATE INDEX "TrackingEvent_shipmentId_idx" ON "TrackingEvent"("shipmentId");

-- CreateIndex
CREATE UNIQUE INDEX "TrackingEvent_sourceId_externalId_key" ON "TrackingEvent"("sourceId", "externalId");

-- CreateIndex
CREATE INDEX "GoodsReturn_counterpartyId_accountId_idx" ON "GoodsReturn"("counterpartyId", "accountId");

-- CreateIndex
CREATE INDEX "GoodsReturn_accountId_orderId_idx" ON "GoodsReturn"("accountId", "orderId");

-- CreateIndex
CREATE INDEX "GoodsReturn_accountId_returnedOn_id_idx" ON "GoodsReturn"("accountId", "returnedOn", "id");

-- CreateIndex
CREATE INDEX "GoodsReturn_orderId_idx" ON "GoodsReturn"("orderId");

-- CreateIndex
CREATE UNIQUE INDEX "GoodsReturn_sourceId_externalId_key" ON "GoodsReturn"("sourceId", "externalId");

-- AddForeignKey
ALTER TABLE "Key" ADD CONSTRAINT "Key_holderId_fkey" FOREIGN KEY ("holderId") REFERENCES "Holder"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Key" ADD CONSTRAINT "Key_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "CustomerAccount"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Credential" ADD CONSTRAINT "Credential_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AttestationArchive" ADD CONSTRAINT "AttestationArchive_credentialRowId_fkey" FOREIGN KEY ("credentialRowId") REFERENCES "Credential"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EnrolmentTicket" ADD CONSTRAINT "EnrolmentTicket_invitationId_fkey" FOREIGN KEY ("invitationId") REFERENCES "Invitation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "KeyDiscount" ADD CONSTRAINT "KeyDiscount_discountId_fkey" FOREIGN KEY ("discountId") REFERENCES "Discount"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "KeyDiscount" ADD CONSTRAINT "KeyDiscount_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "CustomerAccount"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "KeyDiscount" ADD CONSTRAINT "KeyDiscount_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CustomerAccount" ADD CONSTRAINT "CustomerAccount_accountManagerId_fkey" FOREIGN KEY ("accountManagerId") REFERENCES "Holder"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_holderId_fkey" FOREIGN KEY ("holderId") REFERENCES "Holder"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "CustomerAccount"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccountTie" ADD CONSTRAINT "AccountTie_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "CustomerAccount"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccountTie" ADD CONSTRAINT "AccountTie_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PriceListAssignment" ADD CONSTRAINT "PriceListAssignment_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "CustomerAccount"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_holderId_fkey" FOREIGN KEY ("holderId") REFERENCES "Holder"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SourceState" ADD CONSTRAINT "SourceState_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportRun" ADD CONSTRAINT "ImportRun_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
