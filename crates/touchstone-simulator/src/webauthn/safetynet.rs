//! What can be wrong with an android-safetynet statement? One flaw for each way (spec/webauthn.md 4.3 Y1 to Y5).

flaws! {
    /// A flaw of an android-safetynet statement.
    SafetyNetFlaw {
        "Y1" "att_stmt_field_malformed" {
            VersionEmpty "version_empty" "The version is empty.",
            ResponseEmpty "response_empty" "The response is empty.",
        }
        "Y1" "safetynet_response_malformed" {
            TwoParts "two_parts" "The response has no signature part.",
            PayloadNotJson "payload_not_json" "The payload is no JSON.",
            CertificatesMissing "certificates_missing" "The header has no certificates.",
            CertificatesEmpty "certificates_empty" "The header's list of certificates is empty.",
            CertificatesNotBase64 "certificates_not_base64" "A certificate in the header is not base64.",
        }
        "Y2" "safetynet_nonce_mismatch" {
            NonceOther "nonce_other" "The nonce is that of other bytes.",
        }
        "Y2" "safetynet_host_mismatch" {
            HostOther "host_other" "The leaf is for another host.",
        }
        "Y3" "safetynet_signature_invalid" {
            SignatureFlipped "signature_flipped" "A bit of the signature is flipped.",
            SignedByStranger "signed_by_stranger" "A key that nobody knows signed.",
        }
        "Y4" "safetynet_cts_false" {
            CtsFalse "cts_false" "The device does not match its profile.",
        }
        "Y5" "safetynet_timestamp_old" {
            TimestampOld "timestamp_old" "The response is older than a minute.",
        }
        "Y5" "safetynet_timestamp_future" {
            TimestampFuture "timestamp_future" "The response is of the future.",
        }
    }
}
