export const liveEn = {
  warning: {
    title: 'How long the portal stays open',
    stay: 'Go on working',
    idle: {
      minute: 'Nothing has been done here for a while: the portal locks in a minute. What you typed is kept.',
      half: 'The portal locks in half a minute. What you typed is kept.',
      moments: 'The portal locks in a few seconds. What you typed is kept.',
    },
    whole: {
      minute:
        'Your session has lasted as long as it may: in a minute the portal asks for your key again. What you typed is kept.',
      half: 'In half a minute the portal asks for your key again. What you typed is kept.',
      moments: 'In a few seconds the portal asks for your key again. What you typed is kept.',
    },
  },
};
