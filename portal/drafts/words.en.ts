export const draftEn = {
  givenBack:
    'What you were typing when the portal locked is back in its place. Look through it, then send it. Files have to be chosen again.',
};
