import type { Command } from './command.ts';
import { agentKeysChange } from './commands/agent-keys-change.ts';
import { auditVerify } from './commands/audit-verify.ts';
import { demoGenerate } from './commands/demo-generate.ts';
import { doctor } from './commands/doctor.ts';
import { enrolLink } from './commands/enrol-link.ts';
import { importCommerceMl } from './commands/import-commerceml.ts';
import { importFileDrop } from './commands/import-file-drop.ts';
import { keyModelAdd } from './commands/key-model-add.ts';
import { metadataImport } from './commands/metadata-import.ts';
import { migrateCommand } from './commands/migrate.ts';
import { prepare } from './commands/prepare.ts';
import { secretsGenerate } from './commands/secrets-generate.ts';
import { secretsRotate } from './commands/secrets-rotate.ts';
import { sourceConfigure } from './commands/source-configure.ts';
import { sourceOrders } from './commands/source-orders.ts';
import { sourcePreview } from './commands/source-preview.ts';
import { sourceStatus } from './commands/source-status.ts';
import { sourceSync } from './commands/source-sync.ts';
import { sourceTest } from './commands/source-test.ts';
import { documentsReseal } from './commands/documents-reseal.ts';

/** Every command, in the order in which the help lists them. */
export const COMMANDS: readonly Command[] = [
  enrolLink,
  importFileDrop,
  importCommerceMl,
  sourceConfigure,
  sourceTest,
  sourcePreview,
  sourceSync,
  sourceStatus,
  sourceOrders,
  demoGenerate,
  keyModelAdd,
  metadataImport,
  auditVerify,
  doctor,
  secretsGenerate,
  secretsRotate,
  documentsReseal,
  agentKeysChange,
  migrateCommand,
  prepare,
];
