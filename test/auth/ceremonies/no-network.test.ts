import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SettingsService, verifyRegistrationResponse } from '@simplewebauthn/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  aFob,
  ORIGIN,
  register,
  REGISTRATION_CHALLENGE,
  RP_ID,
  verdictOf,
} from '#test/support/ceremonies.ts';
import { SOFT_AAGUID, type Behaviour, type RegistrationJson } from '#test/support/soft-authenticator.ts';
import { aaguidExtension, basicConstraints, crlDistributionPoint } from '#test/support/test-ca.ts';

describe('WEB-11, FG-12 a certificate that points to a revocation list causes no connection', () => {
  let server: Server;
  let connections = 0;
  const count = () => {
    connections += 1;
  };

  beforeEach(async () => {
    connections = 0;
    server = createServer((_request, response) => response.end());
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    subscribe('net.client.socket', count);
  });

  afterEach(async () => {
    unsubscribe('net.client.socket', count);
    SettingsService.setRootCertificates({ identifier: 'packed', certificates: [] });
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });

  test('the verification opens none, while the library with roots does', async () => {
    const fob = aFob();
    SettingsService.setRootCertificates({
      identifier: 'packed',
      certificates: [new Uint8Array(fob.ca.certificate)],
    });
    let sent: RegistrationJson | undefined;
    const unlike = pointingTo(urlOf(server));
    const edit = (json: RegistrationJson) => {
      sent = json;
      return json;
    };

    expect(await verdictOf(register(fob, { unlike, edit }))).toBe('accepted');
    expect(connections).toBe(0);

    // The same answer given to the library whole: this is what would happen, and that the count sees it.
    await askLibrary(sent);
    expect(connections).toBeGreaterThan(0);
  });

  function pointingTo(url: string): Partial<Behaviour> {
    const extensions = [basicConstraints(false), aaguidExtension(SOFT_AAGUID), crlDistributionPoint(url)];
    const { certificate, key } = aFob().ca.issueAttestationCertificate(SOFT_AAGUID, { extensions });
    return { attestWith: { chain: [certificate], key } };
  }
});

function urlOf(server: Server): string {
  const address = server.address() as AddressInfo; // a TCP server that listens has one
  return `http://127.0.0.1:${address.port}/revoked.crl`;
}

async function askLibrary(sent: RegistrationJson | undefined): Promise<void> {
  if (!sent) throw new Error('nothing was sent');
  await verifyRegistrationResponse({
    response: {
      ...sent,
      type: 'public-key',
      authenticatorAttachment: 'cross-platform',
      response: { ...sent.response, transports: [] },
    },
    expectedChallenge: Buffer.from(REGISTRATION_CHALLENGE).toString('base64url'),
    expectedOrigin: ORIGIN,
    expectedRPID: RP_ID,
  });
}
