/** What stands on the hand-over sheet and on the slip with the code: in the holder's language. */
export const sheetEn = {
  title: (holder: string) => `Key for ${holder}`,
  lead: (company: string, account: string) => `Opens the portal of ${company} for ${account}.`,
  portal: 'Portal',
  label: 'Name of the key',
  cardNumber: 'Card number',
  serial: 'Number on the key',
  link: 'Link for the first time',
  linkUntil: (day: string) => `Works until ${day}, for one registration.`,
  qr: 'The link as a QR code',
  barcode: (digits: string) => `Card number ${digits} as a barcode`,
  begin: 'How to begin',
  open: 'Open the link on the computer where you will use the key, or type it in.',
  typeCode: {
    manager:
      'Type in the code. You get it from your manager another way: by phone, in person or on a slip of its own.',
    owner:
      'Type in the code. An owner of your company gets it when they confirm this key, and tells it to you; your manager does not know it.',
  },
  steps: [
    'Plug in the key. Where the browser asks where to save, choose “security key”, not this computer and not a phone.',
    'Set a PIN if the key has none yet, type it in and touch the key.',
    'The browser asks whether the portal may see make and model of the key. Agree: the portal must know that it is a genuine one.',
  ],
  pin: 'The PIN of the key',
  pinOnKey:
    'The key itself checks the PIN. The portal never asks for it and never sees it; whoever asks you for it is a fraud. At least six characters. To set or change it later:',
  pinWindows: 'Windows: Settings › Accounts › Sign-in options › Security key › Manage.',
  pinMac: 'macOS: in Chrome, the address chrome://settings/securityKeys › Create a PIN.',
  pinLinux: 'Linux: in Chrome, the address chrome://settings/securityKeys › Create a PIN.',
  pinWrong:
    'After three wrong PINs in a row, pull the key out and plug it in again. After eight it locks for good: then it opens nothing, and your manager gives you another one.',
  pinAtPortal:
    'The portal asks for the PIN of this key and checks it: type it only at the address above. You choose it the first time. After ten wrong ones in a row the key is suspended, and only your manager can resume it.',
  stop: 'Stop code',
  stopText: (address: string) =>
    `Typed in at ${address}, it suspends the key at once, day or night, and does nothing else: it opens nothing and shows nothing. Keep this sheet apart from the key.`,
  lost: 'If the key is lost',
  lostText:
    'Stop it at once: with the code above, with your spare key on the page “My key”, or by a call to your manager. Open pages close within five seconds. A key that is found again stays closed; its discounts go over to the new one.',
  manager: 'Your manager',
  deputy: (day: string) => `Until ${day} in their place`,
  codeNotHere: 'The code for the link is not on this sheet.',
  slipTitle: 'Code for the link',
  slipFor: (holder: string, account: string) => `For ${holder}, ${account}.`,
  code: 'Code',
  slipText:
    'Type it in after opening the link from the sheet. After five wrong tries the link is dead, and your manager makes a new one.',
  slipApart: 'Hand this slip over apart from key and sheet: in person, by phone or in another envelope.',
  demo: 'DEMO',
  demoText: 'Demonstration: people, company and key are invented.',
  fileName: (label: string) => `Key ${label}.pdf`,
  slipFileName: (label: string) => `Code for key ${label}.pdf`,
};
