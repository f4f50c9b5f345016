/**
 * One set of models, two databases: Prisma wants one schema folder for each, so a head (datasource and generator)
 * is written beside copies of the models. Used by generate.mjs, author-migration.mjs and the schema tests.
 */
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PRISMA_FOLDER = dirname(fileURLToPath(import.meta.url));
const MODELS_FOLDER = join(PRISMA_FOLDER, 'models');

/** @typedef {'sqlite' | 'postgresql'} Provider */

/** @type {readonly Provider[]} */
export const PROVIDERS = ['sqlite', 'postgresql'];

/**
 * Writes prisma/PROVIDER/schema/ anew and returns its path.
 * @param {Provider} provider
 */
export function writeSchemaFolder(provider) {
  const folder = join(PRISMA_FOLDER, provider, 'schema');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'head.prisma'), generator(provider) + datasource(provider));
  for (const file of modelFiles()) cpSync(join(MODELS_FOLDER, file), join(folder, file));
  return folder;
}

/**
 * Models with their datasource as one text, as the schema engine takes it.
 * @param {Provider} provider
 * @param {string} models
 */
export function schemaText(provider, models) {
  return datasource(provider) + models;
}

/** All models in one text, in the order of their files' names. */
export function modelsText() {
  return modelFiles()
    .map((file) => readFileSync(join(MODELS_FOLDER, file), 'utf8'))
    .join('\n');
}

function modelFiles() {
  return readdirSync(MODELS_FOLDER)
    .filter((file) => file.endsWith('.prisma'))
    .sort();
}

function generator(provider) {
  return `generator client {
  provider            = "prisma-client"
  output              = "../../generated/${provider}"
  runtime             = "nodejs"
  moduleFormat        = "esm"
  importFileExtension = "ts"
}

`;
}

function datasource(provider) {
  return `datasource db {
  provider = "${provider}"
}

`;
}
