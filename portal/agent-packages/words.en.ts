export const agentPackagesEn = {
  title: 'Program for old keys',
  lead: 'An old key, one that your browser does not speak to, needs a small program on your PC. It lets the key answer this portal, and tells the portal when the key is pulled out. It knows nothing of your orders and never sees a PIN.',
  newKeys: 'Security keys that your browser asks for by itself need no program.',
  none: 'No package is here yet',
  noneText: (command: string) =>
    `Whoever runs this portal makes them with “${command}” on the server. Tell your account manager if you need the program.`,
  systems: {
    windows: {
      title: 'Windows 10 and 11',
      steps: ['Unpack the whole zip.', 'In its folder, run:'],
      after: 'No administrator is needed. The program starts when you sign in to Windows.',
      remove: 'To remove it: “Brelok key-agent” in the list of installed apps.',
    },
    debian: {
      title: 'Debian and Ubuntu',
      steps: ['In the folder with the downloaded file, run:'],
      after: 'The program starts when you next sign in to your desktop.',
      remove: 'To remove it: brelok-key-agent --uninstall, then sudo apt remove brelok-key-agent.',
    },
    others: {
      title: 'Other Linux, macOS',
      steps: ['With Node 20.19 or newer, in the folder with the downloaded file, run:'],
      after:
        'Nothing starts it by itself. On Linux it needs libudev1 and libusb-1.0-0 and the udev rule of the package; on macOS the system asks whether it may read input devices. It was not tried on macOS.',
      remove: 'To remove it: brelok-key-agent --uninstall, then npm uninstall --global brelok-key-agent.',
    },
  },
  download: (name: string, size: string) => `${name}, ${size}`,
  checksum: 'SHA-256',
  check: {
    title: 'Check what you downloaded',
    lead: 'The list of checksums is signed by this portal. Put all files into one folder and run:',
    good: 'Both must say OK or “Verified Successfully”. Otherwise throw the file away and tell your account manager.',
    onWindows: 'On Windows, compare the checksum with the one above:',
    fingerprint: 'Fingerprint of the portal’s signing key',
    fingerprintHint:
      'Ask your account manager for it by another way, such as by telephone. A signature proves only what the key behind it does.',
  },
  seen: {
    title: 'See whether it works',
    lead: 'Plug in the old key and run:',
    text: 'It tells what is plugged in, what of it the program may open, and why not.',
  },
  toSignIn: 'To the sign-in',
};
