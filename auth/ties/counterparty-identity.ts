/** What a person has looked at when they said that a counterparty is a customer of ours. */
export interface CounterpartyIdentity {
  taxId: string;
  legalName: string;
}

/** Another tax id or legal name may be another company. Only the number of spaces is nobody's business. */
export function isSameIdentity(one: CounterpartyIdentity, other: CounterpartyIdentity): boolean {
  return spaced(one.taxId) === spaced(other.taxId) && spaced(one.legalName) === spaced(other.legalName);
}

function spaced(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
