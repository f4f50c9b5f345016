export const RETURN_STATUSES = ['announced', 'received', 'settled', 'refused'] as const;
export type ReturnStatus = (typeof RETURN_STATUSES)[number];

/** Goods sent back. */
export type GoodsReturn = {
  id: string;
  number: string;
  sku: string | null;
  name: string;
  quantity: string;
  unit: string | null;
  returnedOn: string;
  status: ReturnStatus;
  reason: string | null;
};

export function toReturnStatus(text: string): ReturnStatus {
  return RETURN_STATUSES.find((status) => status === text) ?? 'announced';
}
