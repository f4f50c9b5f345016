export const donglesEn = {
  signIn: {
    title: 'Sign in with an old key',
    lead: 'For keys from before the browser could talk to them. A small program on your computer, the agent, asks the key; it must be installed and known here.',
    pin: 'PIN of this key',
    pinHint: 'The portal checks it. The agent never sees it.',
    button: 'Sign in',
    enrolled: {
      yes: 'The key is registered. Sign in with it and your PIN.',
      computer: 'The key works on this computer now. Sign in with it and your PIN.',
    },
    otherWay: 'My key needs no agent',
    opensLess: 'An old key opens less than a new one: it can be asked by a program, and some can be copied.',
  },
  enrol: {
    title: (name: string) => `An old key for ${name}`,
    forAccount: (account: string) => `It will open the portal for ${account}, as far as such a key can.`,
    steps: [
      'Install the agent on this computer and start it, if it is not there yet.',
      'Plug in the key that you were given.',
      'Choose a PIN below and press the button.',
      'Allow what the agent asks in its own window, where the portal’s name and the code of this page stand.',
    ],
    chosenPin: 'Your PIN',
    chosenPinHint:
      'At least six letters and digits; no runs, repeats or dates. The portal asks for it at each sign-in.',
    chosenPinAgain: 'The same PIN once more',
    button: 'Register this key',
    until: (time: string) => `This page works until ${time}.`,
    spentTitle: 'The link is used up',
    spent:
      'The key was registered, or the quarter of an hour is over. Open the link again, or ask your account manager for a new one.',
  },
  compare: {
    title: 'Are these eight digits in the agent’s window, too?',
    why: 'If they are the same, nobody stands between this page and the agent. If they differ, say no on both sides.',
    same: 'They are the same',
    differ: 'They differ',
    waiting: 'Now allow it in the agent’s window.',
  },
  checkCode: 'Code of this request, also in the agent’s window:',
  stages: {
    permission:
      'Your browser will ask whether this page may reach programs on this computer. Allow it: the agent is one.',
    looking: 'Looking for the agent on this computer.',
    working: 'The agent is asking the key.',
    plug_in: 'Plug in the key.',
    choose: 'Several keys are plugged in. Choose one in the agent’s window.',
    confirm: 'Allow it in the agent’s window. It shows the same code as this page.',
    touch: 'Touch the key: it blinks.',
    checking: 'The portal is checking the answer.',
  },
  install: 'Download the agent, and see how it gets to know this portal',
  problems: {
    no_agent: {
      title: 'The agent did not answer',
      text: 'It is not installed, not started, or does not know this portal’s address. Install and start it, then try again.',
    },
    browser_refused: {
      title: 'The browser did not let the page reach the agent',
      text: 'It asked for a permission that was refused or dismissed. Open the settings of this page beside the address, allow access to this computer’s programs, and try again.',
    },
    not_enrolled: {
      title: 'The agent on this computer is not known here',
      text: 'This key was registered on another computer, or the agent was installed anew. Add this computer on the page “My key”, signed in on the old one or with another key; or ask your account manager for a link.',
    },
    dongle_missing: { title: 'No key is plugged in', text: 'Plug the key in and try again.' },
    dongle_other: {
      title: 'That is another key',
      text: 'Plug in the key that you were given, with the number written down for it.',
    },
    dongle_access_denied: {
      title: 'The agent may not open the key',
      text: 'On Linux a rule for the key is missing, on macOS the permission “Input Monitoring”. Run the agent with --check: it says which.',
    },
    dongle_trouble: {
      title: 'The key did not answer as it should',
      text: 'It was pulled out, is used by another program, or is faulty. Plug it in again and try once more.',
    },
    dongle_without_touch: {
      title: 'This key answers without a touch',
      text: 'Any program could ask it, so it is not accepted. Your account manager can have it set up with a touch.',
    },
    touch_missed: {
      title: 'Nobody touched the key',
      text: 'It waits fifteen seconds. Try again and touch it when it blinks.',
    },
    not_confirmed: {
      title: 'It was not allowed',
      text: 'The agent’s window was closed, refused or not answered. If you did not refuse it yourself, try again.',
    },
    window_not_opened: {
      title: 'The agent could not open its window',
      text: 'It needs a browser on this computer. Set the standard browser and try again.',
    },
    busy: { title: 'The agent is busy', text: 'Another page is asking it. Finish there, or wait a moment.' },
    refused: {
      title: 'That did not open anything',
      text: 'The key, its computer or the PIN is not right, the key is switched off, or it is at work elsewhere. After several wrong PINs wait five minutes; after ten the key is suspended, and your account manager unlocks it.',
    },
    differ: {
      title: 'Nothing was set up',
      text: 'The digits differed, so somebody may stand between the page and the agent. Tell your account manager.',
    },
    secret_missing: {
      title: 'The key is not ready yet',
      text: 'Your account manager has still to write down its secret. Nothing was used up; call them and try again.',
    },
    proof_wrong: {
      title: 'The key and what is written down for it do not match',
      text: 'Nothing was used up. Your account manager compares the key’s secret.',
    },
    dongle_known: {
      title: 'This key is registered already',
      text: 'Take the other one, or sign in with this one.',
    },
    agent_of_other_account: {
      title: 'This computer’s agent belongs to another company',
      text: 'Register the key under your own user of this computer, or on another one.',
    },
    ticket_spent: {
      title: 'The link is used up',
      text: 'Or the quarter of an hour is over. Open the link again.',
    },
    expired: { title: 'That took too long', text: 'Nothing was used up; try again.' },
    too_many: { title: 'Too often', text: 'Nothing was used up; wait a few minutes and try again.' },
    pins_differ: { title: 'The two PINs differ', text: 'Type them again.' },
    pin_weak: {
      title: 'Choose another PIN',
      text: 'At least six letters and digits; no runs of the keyboard, no repeats, no dates, nothing printed on the key or your papers.',
    },
    cookies: { title: 'The browser keeps no cookies for this address', text: 'Allow them and try again.' },
    other: {
      title: 'That did not work',
      text: 'Nothing was used up; try again, and tell your account manager if it stays so.',
    },
  },
  watch: {
    title: 'Let the agent watch your key',
    lead: 'With the agent of this computer the portal locks by itself as soon as you pull the key out. What you typed is kept.',
    whichKey:
      'The agent only sees which keys are plugged in and never opens them. If two of the same make are, pulling out either locks the portal.',
    button: 'Let the agent watch',
    goOn: 'Go on without it',
    isWatched: 'The agent of this computer watches this key: pull it out and the portal locks.',
    isNotWatched:
      'Nobody watches this key. The agent of your computer can: then the portal locks when you pull it out.',
    offer: 'Let the agent watch this key',
  },
  exchange: {
    title: 'There is a better key for you',
    text: (isCode: boolean) =>
      isCode
        ? 'This key always says the same code, so whoever has read it once can copy it. A new key can’t be copied, needs no agent and opens your own prices, too.'
        : 'A new key can’t be copied, needs no agent and opens your own prices, too.',
    how: (manager: string) => `Ask ${manager} to exchange it.`,
    howUnknown: 'Ask your account manager to exchange it.',
  },
  thisDongle: {
    agent: 'Agent',
    watched: 'The agent watches this key: pull it out and the portal locks.',
  },
};
