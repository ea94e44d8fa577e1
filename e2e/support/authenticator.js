//! Decides which authenticators the browser sees: virtual ones of the DevTools protocol, right or with a fault.

/** A passkey on a phone or in a laptop: CTAP2, discoverable, verifies its user. */
export const CTAP2 = {
  protocol: "ctap2",
  transport: "internal",
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
};

/** A security key of the first generation: no discoverable credentials, no user verification. */
export const U2F = { protocol: "u2f", transport: "usb", automaticPresenceSimulation: true };

/** What may be wrong with an answer, in the words of `WebAuthn.setResponseOverrideBits`. */
export const FAULTS = {
  valid: {},
  "bogus signature": { isBogusSignature: true },
  "bad UV": { isBadUV: true },
  "bad UP": { isBadUP: true },
};

/** Plugs an authenticator into the page of this DevTools session. */
export async function plug(cdp, options) {
  await cdp.send("WebAuthn.enable", { enableUI: false });
  const added = await cdp.send("WebAuthn.addVirtualAuthenticator", { options });
  const { authenticatorId } = added;
  const send = (method, more = {}) => cdp.send(`WebAuthn.${method}`, { authenticatorId, ...more });
  return {
    fault: (name) =>
      send("setResponseOverrideBits", {
        isBogusSignature: false,
        isBadUV: false,
        isBadUP: false,
        ...FAULTS[name],
      }),
    /** Whether somebody touches it when it asks. */
    touch: (enabled) => send("setAutomaticPresenceSimulation", { enabled }),
    verify: (isUserVerified) => send("setUserVerified", { isUserVerified }),
    credentials: async () => (await send("getCredentials")).credentials,
    /** Puts a credential in the place of the one with its id. */
    replace: async (credential) => {
      await send("removeCredential", { credentialId: credential.credentialId });
      await send("addCredential", { credential });
    },
    clear: () => send("clearCredentials"),
    unplug: () => send("removeVirtualAuthenticator"),
  };
}
