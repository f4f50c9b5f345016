/** What is written down of a person of a customer. Texts are trimmed; an absent one is null. */
export type Person = {
  name: string;
  position: string | null;
  email: string | null;
  phone: string | null;
  /** In which the portal speaks to them before they choose another. */
  language: 'ru' | 'en';
};

export type KnownPerson = {
  holderId: string;
  name: string;
  position: string | null;
  email: string | null;
  accounts: readonly { id: string; name: string }[];
};
