import { AGENT_PORTS } from '#auth/wire/protocol.ts';

export const HELP = `Reads legacy USB dongles for the portals that you allow.

Usage: brelok-key-agent [command]

  (no command)          run until it is ended
  allow ADDRESS         let the pages of this portal ask, such as https://portal.example
  forget ADDRESS        forget a portal, with the key that was made for it
  --check               what is plugged in, what of it may be opened, and why not
  --end                 end the agent that runs for this user
  --uninstall           remove all keys and portals of this user
  --version, --help

Settings (environment):
  KEY_AGENT_PORTALS     further portals, separated by commas
  KEY_AGENT_PORT        one of ${AGENT_PORTS.join(', ')}; otherwise the first that is free
  KEY_AGENT_STATE_DIR   where keys and portals are kept
  KEY_AGENT_BROWSER     program that opens the agent's own window
  KEY_AGENT_MODE        demo: portals at http://localhost are taken too
  KEY_AGENT_LOG         info or warn
  KEY_AGENT_PAC         PAC file that tells the way to portals: an address or a path
  HTTPS_PROXY, NO_PROXY the way to portals on the internet; without any of the three the
                        system's own: this user's on Windows, GNOME's on Linux
`;

export const HOW_TO_REMOVE = `The program itself goes with its package:
  Debian, Ubuntu  sudo apt remove brelok-key-agent
  Windows         uninstall.cmd, or "Brelok key-agent" in the list of installed apps
  npm             npm uninstall --global brelok-key-agent`;
