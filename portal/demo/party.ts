/** A side of a contract, as papers name it. */
export type Party = {
  name: string;
  legalName: string;
  taxId: string;
  /** КПП; a person in business has none. */
  registrationReason: string | null;
  address: string;
  bankName: string;
  bic: string;
  account: string;
  correspondentAccount: string;
  phone: string;
  director: { position: string; name: string };
};

/** Name, tax numbers, address and telephone in one line. */
export function describeParty(party: Party): string {
  return [
    party.legalName,
    `ИНН\u00a0${party.taxId}`,
    ...(party.registrationReason === null ? [] : [`КПП\u00a0${party.registrationReason}`]),
    holdAbbreviations(party.address),
    `тел.\u00a0${party.phone.replaceAll(' ', '\u00a0')}`,
  ].join(', ');
}

/** `0099000017 / 009901001`, the second part only where there is one. */
export function taxNumbers({ taxId, registrationReason }: Party): string {
  return registrationReason === null ? taxId : `${taxId} / ${registrationReason}`;
}

/** «г. Демоград» stays on one line. */
function holdAbbreviations(address: string): string {
  return address.replaceAll(/(?<=^|[ ,])(г|ул|д|с)\. /gu, '$1.\u00a0');
}
