export const addressEn = {
  title: (name: string) => `Change the address for letters to ${name}`,
  consequence:
    'The portal writes there about keys, PINs and requests. The address until now, the new one and the owners of the company are told. Once somebody of the company has a key, an owner confirms the change first.',
  field: 'New address',
  verb: 'Change the address',
  problems: {
    no_address: 'Type one address, such as name@company.example.',
    same_address: 'This is their address already.',
    overtaken: 'The address was changed meanwhile. Look at it again.',
    theirs_alone:
      'This person belongs, or belonged, to another company that has keys. Only they can change their address, on their page “My key”.',
  },
};
