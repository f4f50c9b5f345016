import { pluralEn } from '../lib/i18n.ts';

export const myKeyEn = {
  title: 'My key and sessions',
  lead: (name: string, role: string, account: string | null) =>
    account === null ? `${name}, ${role}` : `${name}, ${role} at ${account}`,
  goOn: 'Go on to the page that you wanted',
  done: {
    stopped: 'The key is stopped and its sessions are ended. Your manager can resume or replace it.',
    displaced:
      'You are signed in. This key was signed in at as many places as the rules allow, so its oldest session was ended. If one of those below is not yours, end it and tell your account manager.',
    pin: 'The PIN is changed. Other sessions of this key are ended.',
    address: 'The address is changed. The old one and the new one are told.',
    'address-asked':
      'Not changed yet. You belong to another company with keys, and its owners have a word in this: one of them confirms it on the page “People and keys” within two weeks. If that is you, sign in with your key of that company.',
    computer:
      'The computer is removed, and what was open there is closed. You and the owners of your company get a letter.',
    one: 'The session is ended. Its pages close within five seconds.',
    others: (count: number) =>
      count === 0
        ? 'There was no other session to end.'
        : `Ended ${count} other ${pluralEn(count, 'session', 'sessions')}. Their pages close within five seconds.`,
  },
  thisKey: {
    title: 'This key',
    label: 'Name',
    serial: 'Number on it',
    model: 'Model',
    proof: 'Make',
    lastUsed: 'Last sign-in',
    signsFrom: 'Confirms from',
    opens: 'Opens',
    opensStaff: 'Opens the staff’s side of the portal.',
    changePin: 'Change the PIN',
    closedByKey: 'This key proves too little for',
    closedByKeyHow: 'A key whose maker vouches for it opens them. Ask your manager to exchange yours.',
    closedByRole: (role: string) => `Not opened for the role “${role}”`,
    closedByRoleHow: 'Another key would not open it either. Your manager can give you another role.',
  },
  pin: {
    title: 'Change the PIN',
    lead: 'The portal checks the PIN of this key, since the key has none of its own.',
    mustTitle: 'Choose a PIN of your own',
    must: 'You came in with the PIN that your manager gave out. It works this once; everything opens as soon as you have chosen your own.',
    current: 'PIN now',
    chosen: 'New PIN',
    again: 'New PIN once more',
    button: 'Change the PIN',
    problems: {
      wrong_pin: 'This is not the PIN of the key. After ten wrong ones in a row it is suspended.',
      pin_wait: 'Too soon after a wrong PIN. Wait a few minutes and try again.',
      same_pin: 'The new PIN is the old one. Choose another.',
      other: 'The PIN could not be changed. Ask your account manager for a new one.',
    },
  },
  address: {
    title: 'Address for letters',
    what: 'The portal writes there when a key of yours is registered, stopped or removed, and when its PIN changes.',
    none: 'There is none: nobody would tell you by another way.',
    change: 'Change',
    changeTitle: 'Change the address for letters',
    lead: 'Where the portal writes about your keys, beside its own pages.',
    field: 'Address',
    hint: 'The address until now, the new one and the owners of your company are told.',
    hintStaff: 'The address until now and the new one are told.',
    otherKey:
      'This key cannot confirm a change. Ask your account manager; an owner of your company confirms it.',
    whose:
      'You belong to several companies with keys. The one to which you came first answers for your letters, and so does the one that gave you your first key. Sign in with a key of one of them, and change the address there.',
    noSuchKey:
      'Have you none that works? Then ask your account manager for a new key of that company; an owner there confirms it.',
    button: 'Change the address',
    problems: {
      no_address: 'Type one address, such as name@company.example.',
      same_address: 'This is your address already.',
      theirs_alone: 'Not changed: this takes another key',
      overtaken: 'The address was changed in another window. Look at it again.',
    },
  },
  keys: {
    title: 'My keys',
    key: 'Key',
    state: 'State',
    account: 'Issued for',
    lastUsed: 'Last sign-in',
    never: 'not yet',
    thisOne: 'this one',
    stop: 'Stop',
    stopKey: (label: string) => `Stop the key “${label}”`,
    noSpareTitle: 'No spare key',
    noSpare:
      'If this one is lost, you are locked out until a new one is issued. A second key in the safe spares you that. Ask your manager for one.',
    noSpareStaff:
      'If this one is lost, you are locked out until a new one is issued. Ask the administrator for a second one.',
  },
  sessions: {
    title: 'Open sessions',
    where: 'Browser and place',
    key: 'Key',
    opens: 'Opens',
    account: 'Works for',
    started: 'Signed in',
    lastUsed: 'Last used',
    thisOne: 'this session',
    end: 'End',
    endWhich: (browser: string, when: string) => `End the session ${browser}, signed in ${when}`,
    endOthers: 'End all others',
    foot: 'Don’t know one of them? End it, and tell your manager: the key can be switched off in seconds.',
    notWatched:
      'A browser can’t see whether a key is still plugged in. Lock the portal before you leave your desk; by itself it locks after a quiet while.',
  },
};
