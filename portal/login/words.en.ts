import { pluralEn } from '../lib/i18n.ts';

const PIN_FAULTS = {
  not_letters_or_digits: 'A PIN has letters and digits only, without spaces or signs.',
  too_short: 'The PIN is too short.',
  too_long: 'The PIN is too long: at most 64 letters and digits.',
  repeats: 'The PIN repeats itself. Choose one with more different letters and digits.',
  sequence: 'The PIN is a run of the alphabet, of digits or of neighbouring keys. Choose another.',
  date: 'The PIN is mostly a year or a date. Choose another.',
  known_number: 'The PIN is taken from a number on the key or on your papers. Choose another.',
};

export const loginEn = {
  stop: {
    title: 'Stop a lost key',
    lead: 'The code is on the sheet that came with the key. Whoever is signed in with it is out within seconds; nobody gets in with it any more.',
    code: 'Stop code',
    codeHint: 'Three groups of four letters and digits.',
    button: 'Stop the key',
    unknown: 'No key that works has this code. Compare it with the sheet, or call your account manager.',
    without:
      'Without the sheet, call your account manager or ask the owner of your company: they stop the key as quickly.',
    done: 'The key is stopped',
    doneText:
      'Its sessions are ended. Tell your account manager: they give you another one, or resume this one if you find it.',
    toSignIn: 'To the sign-in',
  },
  signIn: {
    title: 'Sign in',
    lead: 'Plug in your key and touch it.',
    pin: 'The PIN is asked for by your computer, not by this page. The key keeps it; the portal never sees it.',
    button: 'Sign in with the key',
    waiting: 'Waiting for the key. Touch it when it blinks.',
    noScript: 'The key needs JavaScript on this page. Allow it for this address and open the page again.',
    byNumber: 'My key has no PIN of its own',
    byAgent: 'I have an old key that needs the agent on my computer',
    lost: 'Lost the key? Tell your account manager: it is switched off within seconds. With the stop code from its sheet you do it yourself:',
    stop: 'Stop a lost key',
    reasons: {
      ended: 'The session was ended. Sign in again with your key.',
      displaced:
        'The session was ended, because this key signed in at more places than the rules allow. If that was not you, suspend the key: tell your account manager.',
      key: 'This key opens nothing now. Your account manager can tell why.',
      'signed-out': 'You are signed out. The key can be pulled out.',
    },
    enrolled: 'The key is registered. Sign in with it.',
    problems: {
      cookies: 'The browser keeps no cookies for this address. Allow them and try again.',
      too_many: 'The key was asked for more often than people do. Wait a minute and try again.',
      server: 'The portal did not answer. It is our fault; try again in a minute.',
    },
  },
  locked: {
    why: {
      idle: 'Nothing was done here for a while.',
      locked: 'It was locked by hand.',
      key_removed: 'The key was pulled out.',
      watcher_gone: 'The program that watches the key stopped answering.',
      expired: 'The session had lasted as long as it may.',
    },
    unlockByNumber: 'Unlock with number and PIN',
    unlockByAgent: 'Unlock with the key and its PIN',
    end: 'End the session',
    endMeans: 'Then what you typed is forgotten, and anybody’s key can sign in here.',
    notSent:
      'What you sent came after the lock, so nothing of it was done. It comes back into its form when the key has unlocked the portal.',
    notKept:
      'What you sent came after the lock, so nothing of it was done. It was too large to be kept, or is never kept: enter it again after unlocking.',
  },
  pin: {
    rulesTitle: 'What the PIN must be like',
    rules: {
      length: (least: number) => `At least ${least} letters and digits; capital and small letters differ.`,
      easy: 'No runs such as 12345678 or qwertyui, no repeats, no years and dates.',
      printed: 'Nothing that is printed on the key or on your papers.',
      told: 'Tell it to nobody. We never ask for it by phone or by mail.',
    },
    capsLock: 'Caps Lock is on.',
    layout: 'You are typing Russian letters.',
    differ: 'The two PINs differ. Type them again.',
    faults: PIN_FAULTS,
  },
  numberSignIn: {
    title: 'Sign in by number and PIN',
    lead: 'For older keys that ask for no PIN themselves.',
    number: 'Number on the key',
    numberHint: 'With or without the spaces, as printed.',
    pin: 'PIN of this key',
    button: 'Sign in',
    waiting: 'Waiting for the key. Plug it in and touch it when it blinks.',
    refused: 'That did not open anything',
    refusedWhy:
      'The number, the key or the PIN is not right, or the key is switched off. After several wrong PINs wait five minutes; after ten the key is suspended, and your account manager unlocks it.',
    noAnswer: 'The key did not answer. Plug in the key with this number and touch it when it blinks.',
    enrolled: 'The key is registered. Sign in with its number and your PIN.',
    otherWay: 'My key asks for its PIN itself',
  },
  noAnswer: {
    suspendedTitle: 'This key is suspended',
    suspended:
      'It answered and the PIN was right, but it is switched off for now. Your account manager can tell why and switch it on again.',
    back: 'To the sign-in page',
  },
  unsupported: {
    title: 'This browser can’t talk to the key',
    lead: 'A current Chrome, Edge, Yandex Browser, Firefox or Safari can. Update the browser or open this address in another one.',
    secure: 'The address must begin with https:// (or be localhost).',
    noOther: 'There is no other way in: no password and no code by mail, so nobody can use one against you.',
  },
  enrol: {
    title: 'Register your key',
    lead: 'The link came with the key; the code came another way: by phone, by mail or in person.',
    code: 'Code',
    codeHint: 'Eight letters and digits, such as 7K2M-9QXD.',
    button: 'Continue',
    noToken:
      'Open the whole link, as printed or sent, with everything after the #. Without it the code has nothing to open.',
    problems: {
      malformed_code:
        'A code has eight letters and digits. This one does not look like it; no try was counted.',
      wrong_code: (left: number) =>
        left === 0
          ? 'The code is wrong, and this was the last try. Ask your account manager for a new link.'
          : `The code is wrong. ${left} ${pluralEn(left, 'try', 'tries')} left.`,
      not_open: 'This link is used up, withdrawn or too old. Ask your account manager for a new one.',
    },
  },
  enrolKey: {
    title: (name: string) => `A key for ${name}`,
    forAccount: (account: string) => `It will open the portal for ${account}.`,
    forStaff: 'It will open the staff’s side of the portal.',
    steps: {
      plug: { title: 'Plug it in', text: 'Put the key into a USB port of this computer.' },
      choose: {
        title: 'Choose “security key”',
        text: 'When the browser asks where to save it, choose the security key, not this computer and not a phone.',
      },
      pin: {
        title: 'Set its PIN',
        text: 'A new key asks for a PIN of at least six digits. It stays in the key. After eight wrong tries the key blocks.',
      },
      touch: {
        title: 'Touch it',
        text: 'Touch the metal spot when it blinks. If the browser asks to see the key’s make, allow it: that proves it is a real key.',
      },
    },
    chosenPin: 'Your PIN',
    chosenPinAgain: 'The same PIN once more',
    chosenPinHint: 'This key has no PIN of its own: the portal will ask for the one that you choose here.',
    button: 'Register this key',
    waiting: 'Waiting for the key. Touch it when it blinks.',
    until: (time: string) => `This page works until ${time}.`,
    spentTitle: 'The link is used up',
    spent:
      'The key was registered, or the quarter of an hour is over. Open the link again, or ask your account manager for a new one.',
    problems: {
      no_answer:
        'The key did not answer: not plugged in, not touched in time, or cancelled. Nothing was used up; try again.',
      credential_known: 'This key is registered already. Take the other one, or sign in with this one.',
      backup:
        'This is a passkey that is copied between devices. Only a key that can’t be copied opens the portal: take the USB key that you were given.',
      user_verification: 'The key did not ask for its PIN. Take the key that you were given.',
      attestation: 'This key is not of a model that the company hands out. Take the key that you were given.',
      attachment: 'That was this computer or a phone, not a USB key. Try again and choose “security key”.',
      ticket_spent: 'The link is used up or the quarter of an hour is over. Open the link again.',
      expired: 'That took longer than two minutes. Nothing was used up; try again.',
      too_many: 'That was too often in a short time. Nothing was used up; wait a few minutes and try again.',
      own_pin:
        'This key asks for a PIN of its own, and was issued as one that has none. Ask your account manager to issue it as such a key.',
      ...PIN_FAULTS,
      other:
        'The key’s answer was not in order, so it was not registered. Nothing was used up; try again, and tell your account manager if it stays so.',
    },
  },
};
