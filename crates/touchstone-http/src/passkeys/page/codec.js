//! Decides how bytes and credentials go between the server's JSON and the browser: base64url without padding (spec webauthn.md 2.8 to 2.11).

/** The bytes of base64url text. */
export function bytes(text) {
  const base64 = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** Base64url of a buffer. */
export function text(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte));
  return btoa(letters.join("")).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const descriptor = (credential) => ({ ...credential, id: bytes(credential.id) });

/** What `navigator.credentials.create` takes, of the answer of W1. */
export function creationOptions(answer) {
  return {
    rp: answer.rp,
    user: { ...answer.user, id: bytes(answer.user.id) },
    challenge: bytes(answer.challenge),
    pubKeyCredParams: answer.pubKeyCredParams,
    timeout: answer.timeout,
    excludeCredentials: answer.excludeCredentials.map(descriptor),
    authenticatorSelection: answer.authenticatorSelection,
    attestation: answer.attestation,
    extensions: answer.extensions,
    hints: answer.hints,
  };
}

/** What `navigator.credentials.get` takes, of the answer of W3. */
export function requestOptions(answer) {
  return {
    challenge: bytes(answer.challenge),
    timeout: answer.timeout,
    rpId: answer.rpId,
    allowCredentials: answer.allowCredentials.map(descriptor),
    userVerification: answer.userVerification,
    extensions: answer.extensions,
  };
}

/** The body of W2, without what the page adds. */
export function registration(credential) {
  const { response } = credential;
  return {
    ...common(credential),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      transports: response.getTransports?.(),
    },
  };
}

/** The body of W4, without what the page adds. */
export function assertion(credential) {
  const { response } = credential;
  return {
    ...common(credential),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: response.userHandle ? text(response.userHandle) : null,
    },
  };
}

function common(credential) {
  return {
    type: credential.type,
    id: credential.id,
    rawId: text(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}
