//! Decides whom the family `mobile` trusts and asks: anchors in place of the built-in ones, addresses of issuers, and how old the status
//! list may be (spec mobile.md 5.2, 5.3 and 7).

use std::path::PathBuf;

use super::endpoint::{Endpoint, Origin};
use super::hours::Hours;
use super::optional::Optional;
use super::section::section;

section! {
    /// The family `mobile`.
    Mobile "mobile" {
        /// How old the list of revoked Android attestation keys may be, in hours, 1 to 8760. Beyond that Android keys are answered with 503;
        /// other platforms are not touched.
        status_max_age_h: Hours,
    }
    with {
        /// Apple App Attest.
        apple: MobileApple,
        /// Google Play Integrity.
        google: MobileGoogle,
        /// Android Key Attestation.
        android: MobileAndroid,
        /// Huawei SysIntegrity.
        huawei: MobileHuawei,
    }
}

section! {
    /// Apple App Attest.
    MobileApple "mobile.apple" {
        /// A PEM file whose certificates take the place of the built-in App Attest root. Unreadable or empty: no start.
        /// Read anew when it changes and at SIGHUP; what cannot be used then leaves the old roots in force, and log and metrics say so.
        roots_file: Optional<PathBuf>,
        /// A PEM file whose certificates take the place of the built-in root of receipts (Apple Root CA - G3).
        /// Read anew as `roots_file` is.
        receipt_roots_file: Optional<PathBuf>,
        /// Where stored receipts of production apps are exchanged (`receipt_refresh = daily`): `https://HOST[:PORT]`,
        /// or `http` for an address of this machine.
        data_url: Origin,
        /// The same for development.
        data_development_url: Origin,
    }
}

section! {
    /// Google Play Integrity.
    MobileGoogle "mobile.google" {
        /// Where tokens are decoded that are not opened here: `https://HOST[:PORT]`, or `http` for an address of this machine.
        decode_url: Origin,
        /// Where access tokens are fetched: `https://HOST[:PORT]/PATH`, or `http` for an address of this machine. Empty: at the address
        /// of the service account.
        token_url: Optional<Endpoint>,
    }
}

section! {
    /// Android Key Attestation.
    MobileAndroid "mobile.android" {
        /// A PEM file whose certificates take the place of Google's built-in hardware attestation roots.
        /// Read anew as `mobile.apple.roots_file` is.
        roots_file: Optional<PathBuf>,
        /// Where the list of revoked attestation keys is fetched: `https://HOST[:PORT]/PATH`, or `http` for an address of this machine.
        /// A source that cannot be reached stops nothing: the last list serves until it is older than `mobile.status_max_age_h`.
        status_url: Endpoint,
        /// A file with that list, for closed networks: when it is set, nothing is fetched. The list is as old as the file's last change.
        /// Unreadable or malformed: no start. Read anew when it changes and at SIGHUP.
        status_file: Optional<PathBuf>,
    }
}

section! {
    /// Huawei SysIntegrity.
    MobileHuawei "mobile.huawei" {
        /// A PEM file with the roots to trust; none is built in, and without them no app can enable `hms`.
        /// Read anew as `mobile.apple.roots_file` is.
        roots: Optional<PathBuf>,
    }
}
