export type Mutation = { path: string; line: number; removed: string; mutated: string };
export function mutationsOf(path: string, text: string): Mutation[];
