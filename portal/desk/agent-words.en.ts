/** What the desk says of old keys and of the agents that read them. */
export const agentEn = {
  sheet: {
    title: 'Computers with the agent',
    note: 'Each lets old keys of this customer answer. A computer that was sold or lost is revoked here. A key of it then needs another computer, which its holder adds, or you on the key’s page.',
    computer: 'Computer of',
    keys: 'Keys',
    noKeys: 'none',
    since: 'Since',
    lastUsed: 'Last sign-in',
    never: 'never',
    state: 'State',
    inUse: 'in use',
    revoked: 'revoked',
    revoke: 'Revoke',
    revokeWhich: (name: string, kid: string) => `Revoke the agent of ${name}, ${kid}`,
  },
  revoke: {
    title: (name: string) => `Revoke the agent on ${name}’s computer`,
    consequence:
      'Whoever is signed in by it is out within seconds. Nothing that it signs counts any more, for good, and its holder gets a letter. Their keys go on working on their other computers.',
    facts: (kid: string, version: string) => `Agent ${kid}, version ${version}.`,
    approvedBy: (name: string) => `Its link was made by ${name}.`,
    inFile: 'Its key lies in a file of that computer’s user.',
    unchecked: 'It can’t tell whose program asks it.',
    verb: 'Revoke the agent',
  },
  secret: {
    link: 'Write down its secret',
    title: (label: string) => `The secret of “${label}”`,
    lead: 'A key of this kind and the portal know the same secret. Without it nothing can be checked, so it must be here before the key is registered.',
    kind: 'What it is',
    kinds: {
      'hmac-sha1': 'YubiKey, challenge-response in slot 1 or 2: 20 bytes',
      'hmac-sha256': 'Fob with a secret of its own: 32 bytes',
    },
    field: 'Secret, in hexadecimal digits',
    hint: 'As the maker or the one who programmed it gave it: 40 digits for a YubiKey, 64 for a fob. Spaces do not matter. It is stored encrypted and shown to nobody again.',
    notASecret: 'That is no secret of this kind: count the digits, and do not use a placeholder.',
    button: 'Store the secret',
    notNeeded:
      'This key needs no secret here: it is of another kind, or its holder has registered it already.',
    toKey: 'To the key',
  },
};
