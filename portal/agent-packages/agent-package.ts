/** For which systems the key-agent is packed. */
export const PACKAGE_SYSTEMS = ['windows', 'debian', 'others'] as const;
export type PackageSystem = (typeof PACKAGE_SYSTEMS)[number];

/** One package on the shelf: its name, its size, and the checksum by which it is known (SHA-256, hexadecimal). */
export type AgentPackage = { name: string; system: PackageSystem; bytes: number; sha256: string };

const NAMES: readonly [PackageSystem, RegExp][] = [
  ['windows', /^brelok-key-agent-\d[\w.-]*-windows-x64\.zip$/],
  ['debian', /^brelok-key-agent_\d[\w.-]*_amd64\.deb$/],
  ['others', /^brelok-key-agent-\d[\w.-]*\.tgz$/],
];

/** Whose package a file is by its name; null for a file that is none of ours. */
export function systemOf(name: string): PackageSystem | null {
  return NAMES.find(([, pattern]) => pattern.test(name))?.[0] ?? null;
}

/** What stands beside the packages, made by the portal: the list of checksums, its signature, and the key to check it. */
export const CHECKSUMS_NAME = 'SHA256SUMS';
export const SIGNATURE_NAME = 'SHA256SUMS.sig';
export const PUBLIC_KEY_NAME = 'brelok-key-agent.pem';

/** The list in the form that `sha256sum --check` reads. */
export function checksumsText(packages: readonly AgentPackage[]): string {
  return packages.map(({ sha256, name }) => `${sha256}  ${name}\n`).join('');
}
