import type { PackageSystem } from './agent-package.ts';
import { CHECKSUMS_NAME, PUBLIC_KEY_NAME, SIGNATURE_NAME } from './agent-package.ts';

type Installing = {
  fileName: string;
  /** The portal's own address, whose pages the program is to let ask. */
  origin: string;
  /** A demo at localhost, which the program takes only when it is told to. */
  isDemo: boolean;
};

/** What is typed to install a package and to let this portal's pages ask: one line each. */
export function installCommands(system: PackageSystem, { fileName, origin, isDemo }: Installing): string[] {
  const allow = `${isDemo ? 'KEY_AGENT_MODE=demo ' : ''}brelok-key-agent allow ${origin}`;
  switch (system) {
    case 'windows':
      return [...(isDemo ? ['set KEY_AGENT_MODE=demo'] : []), `install.cmd ${origin}`];
    case 'debian':
      return [`sudo apt install ./${fileName}`, allow];
    case 'others':
      return [`npm install --global ./${fileName}`, allow, 'brelok-key-agent'];
  }
}

/** What is typed to see that the list of checksums is the portal's, and the package the one that the list names. */
export const CHECK_COMMANDS = [
  `openssl pkeyutl -verify -pubin -inkey ${PUBLIC_KEY_NAME} -rawin -in ${CHECKSUMS_NAME} -sigfile ${SIGNATURE_NAME}`,
  `sha256sum --check --ignore-missing ${CHECKSUMS_NAME}`,
];

/** The same for a package on Windows, without the signature, for which Windows brings no program. */
export function windowsChecksumCommand(fileName: string): string {
  return `certutil -hashfile ${fileName} SHA256`;
}

/** Makes the packages, on the portal's own machine. */
export const BUILD_COMMAND = 'npm run build:agent';
