export const handOverEn = {
  sheetTitle: (holder: string) => `Key for ${holder}`,
  forAccount: (account: string) => `Opens the portal for ${account}.`,
  label: 'Name of the key',
  cardNumber: 'Card number',
  serial: 'Number on it',
  link: 'Link',
  linkUntil: (day: string) => `Works until ${day}, for one registration.`,
  qr: 'The same link as a picture',
  steps: {
    title: 'How to begin',
    open: 'Open the link on the computer where you will use the key.',
    code: {
      manager: 'Type in the code. You get it from your manager another way: by phone or in person.',
      owner:
        'Type in the code. An owner of your company gets it when they confirm the key, and tells it to you.',
    },
    plug: 'Plug in the key, choose “security key”, set a PIN of at least six digits and touch the key.',
    after: 'From then on the key and its PIN open the portal. Nobody else knows the PIN.',
  },
  code: 'Claim code',
  codeAdvice:
    'Give it another way than the link: read it out by phone or say it in person. Five wrong tries make the link worthless.',
  ownersCode:
    'An owner of the company now finds this key on their page “People and keys”. Once they have confirmed it with their own key, they see the code and pass it on.',
  ownersCodeWhy: 'From a company’s first key on, nobody of ours gives out a further one alone.',
  sheetPdf: 'Sheet to print (PDF)',
  sheetAdvice:
    'With the PIN, the stop code and what to do when the key is lost. Printed again it carries a new stop code, and the one before is void.',
  slipPdf: 'Slip with the code (PDF)',
  slipAdvice: 'The code is not on the sheet. Hand the slip over another way than key and sheet.',
  once: 'Link and code are shown now and never again. Make the papers, or copy both, before you go on.',
  done: 'To the key',
};
