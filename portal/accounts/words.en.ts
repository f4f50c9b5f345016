export const accountEn = {
  open: {
    title: 'New customer',
    lead: 'You look after this customer. Their people, keys and tie to the ERP come next.',
    name: 'Name',
    number: 'Customer number',
    hints: {
      name: 'As it should stand on the customer’s pages.',
      number: 'As your company numbers its customers. Nobody else has it.',
    },
    faults: {
      name: 'Write the name, at most 200 characters.',
      number: 'Write the number, at most 40 characters.',
      number_taken: 'Another customer has this number. Look for them, or write another one.',
    },
    verb: 'Open the account',
  },
};
