import type { Mutation } from './conditions.mjs';

export function rowMutationsOf(path: string, text: string): Mutation[];
