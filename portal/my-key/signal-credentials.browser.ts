/**
 * Tells the browser which credentials of the signed-in person still count, so that it stops offering the others
 * (AUT-17). A courtesy: browsers without it, and keys that ignore it, lose nothing.
 */

type Signalling = {
  signalAllAcceptedCredentials: (accepted: {
    rpId: string;
    userId: string;
    allAcceptedCredentialIds: string[];
  }) => Promise<void>;
};

const { rpId, userHandle, credentialIds } = document.getElementById('accepted-credentials')?.dataset ?? {};
const api: unknown = 'PublicKeyCredential' in window ? window.PublicKeyCredential : null;
if (canSignal(api) && rpId !== undefined && userHandle !== undefined && credentialIds !== undefined) {
  const allAcceptedCredentialIds = credentialIds.split(' ').filter((id) => id !== '');
  // The provider's failure changes nothing here.
  api.signalAllAcceptedCredentials({ rpId, userId: userHandle, allAcceptedCredentialIds }).catch(() => null);
}

function canSignal(value: unknown): value is Signalling {
  return typeof value === 'function' && 'signalAllAcceptedCredentials' in value;
}
