//! Decides which flags say what an Android app's evidence is compared with; what is not given keeps its value, or the default.

use clap::Args;
use serde_json::{Map, Value};

use crate::cli::input::{list, number_or_none, put};

/// The policy of an Android app.
#[derive(Args, Debug)]
pub(in crate::cli::mobile) struct AndroidPolicy {
    /// SHA-256 of a certificate that signs the app, as the consoles show it; repeat for several
    #[arg(long = "signer-sha256", value_name = "DIGEST")]
    signer_sha256: Vec<String>,
    /// A service whose proofs it accepts: gms, hms or android-key; repeat for several
    #[arg(long = "service", value_name = "SERVICE")]
    services: Vec<String>,
    #[command(flatten)]
    gms: Gms,
    #[command(flatten)]
    hms: Hms,
    #[command(flatten)]
    android_key: AndroidKey,
}

/// Play Integrity.
#[derive(Args, Debug)]
struct Gms {
    /// gms: where tokens are opened: auto, local or google
    #[arg(long = "gms-mode", value_name = "MODE")]
    mode: Option<String>,
    /// gms: a label that the device must have; repeat for several, none for no label
    #[arg(long = "device-label", value_name = "LABEL")]
    device_labels: Vec<String>,
    /// gms: a recognition verdict that is accepted; repeat for several, none for any
    #[arg(long = "app-recognition", value_name = "WORD")]
    app_recognition: Vec<String>,
    /// gms: a licensing verdict that is accepted; repeat for several, none for any
    #[arg(long = "licensing", value_name = "WORD")]
    licensing: Vec<String>,
    /// gms: how old a verdict may be, in seconds
    #[arg(id = "gms_max_age_s", long = "gms-max-age-s", value_name = "SECONDS")]
    max_age_s: Option<u32>,
    /// gms: how far ahead of this server's clock a verdict may be, in seconds
    #[arg(
        id = "gms_future_skew_s",
        long = "gms-future-skew-s",
        value_name = "SECONDS"
    )]
    future_skew_s: Option<u32>,
    /// gms: whether answers that were set up for testing are accepted
    #[arg(long = "allow-testing", value_name = "true|false")]
    allow_testing: Option<bool>,
    /// gms: the smallest version code that is accepted
    #[arg(long = "min-version-code", value_name = "N")]
    min_version_code: Option<u64>,
    /// gms: a Play Protect verdict that refuses; repeat for several, none for none
    #[arg(long = "play-protect-reject", value_name = "WORD")]
    play_protect_reject: Vec<String>,
    /// gms: an app access word that refuses; repeat for several, none for none
    #[arg(long = "app-access-reject", value_name = "WORD")]
    app_access_reject: Vec<String>,
}

/// Huawei SysIntegrity.
#[derive(Args, Debug)]
struct Hms {
    /// hms: the app's identifier at Huawei, or none
    #[arg(long = "huawei-app-id", value_name = "ID")]
    huawei_app_id: Option<String>,
    /// hms: how old a verdict may be, in seconds
    #[arg(id = "hms_max_age_s", long = "hms-max-age-s", value_name = "SECONDS")]
    max_age_s: Option<u32>,
    /// hms: how far ahead of this server's clock a verdict may be, in seconds
    #[arg(
        id = "hms_future_skew_s",
        long = "hms-future-skew-s",
        value_name = "SECONDS"
    )]
    future_skew_s: Option<u32>,
}

/// Android Key Attestation.
#[derive(Args, Debug)]
struct AndroidKey {
    /// android-key: the weakest place that may keep the key: tee or strongbox
    #[arg(long = "min-level", value_name = "LEVEL")]
    min_level: Option<String>,
    /// android-key: whether the boot loader must be locked
    #[arg(long = "require-locked", value_name = "true|false")]
    require_locked: Option<bool>,
    /// android-key: an accepted state: verified, self_signed or unverified; repeat for several
    #[arg(long = "boot-state", value_name = "STATE")]
    boot_states: Vec<String>,
    /// android-key: a verified boot key that self_signed is accepted with; repeat for several, none for none
    #[arg(long = "boot-key", value_name = "DIGEST")]
    boot_keys: Vec<String>,
    /// android-key: the oldest accepted system version, such as 140000, or none
    #[arg(long = "min-os-version", value_name = "N", value_parser = number_or_none)]
    min_os_version: Option<Value>,
    /// android-key: the oldest accepted patch level of the system, YYYYMM, or none
    #[arg(long = "min-os-patch", value_name = "YYYYMM", value_parser = number_or_none)]
    min_os_patch: Option<Value>,
    /// android-key: the oldest accepted patch level of the maker, YYYYMM, or none
    #[arg(long = "min-vendor-patch", value_name = "YYYYMM", value_parser = number_or_none)]
    min_vendor_patch: Option<Value>,
    /// android-key: the oldest accepted patch level of the boot image, YYYYMM, or none
    #[arg(long = "min-boot-patch", value_name = "YYYYMM", value_parser = number_or_none)]
    min_boot_patch: Option<Value>,
}

impl AndroidPolicy {
    /// The members that are given.
    pub(super) fn members(&self) -> Map<String, Value> {
        let mut members = Map::new();
        put(&mut members, "signer_sha256", list(&self.signer_sha256));
        put(&mut members, "services", list(&self.services));
        let services = [
            ("gms", self.gms.members()),
            ("hms", self.hms.members()),
            ("android_key", self.android_key.members()),
        ];
        for (name, service) in services {
            put(&mut members, name, (!service.is_empty()).then_some(service));
        }
        members
    }
}

impl Gms {
    fn members(&self) -> Map<String, Value> {
        let mut members = Map::new();
        put(&mut members, "mode", self.mode.clone());
        put(&mut members, "device_labels", list(&self.device_labels));
        put(&mut members, "app_recognition", list(&self.app_recognition));
        put(&mut members, "licensing", list(&self.licensing));
        put(&mut members, "max_age_s", self.max_age_s);
        put(&mut members, "future_skew_s", self.future_skew_s);
        put(&mut members, "allow_testing", self.allow_testing);
        put(&mut members, "min_version_code", self.min_version_code);
        let rejected = list(&self.play_protect_reject);
        put(&mut members, "play_protect_reject", rejected);
        let rejected = list(&self.app_access_reject);
        put(&mut members, "app_access_reject", rejected);
        members
    }
}

impl Hms {
    fn members(&self) -> Map<String, Value> {
        let mut members = Map::new();
        let id = self.huawei_app_id.as_deref();
        let id = id.map(|id| if id == "none" { Value::Null } else { id.into() });
        put(&mut members, "huawei_app_id", id);
        put(&mut members, "max_age_s", self.max_age_s);
        put(&mut members, "future_skew_s", self.future_skew_s);
        members
    }
}

impl AndroidKey {
    fn members(&self) -> Map<String, Value> {
        let mut members = Map::new();
        put(&mut members, "min_level", self.min_level.clone());
        put(&mut members, "require_locked", self.require_locked);
        put(&mut members, "boot_states", list(&self.boot_states));
        put(&mut members, "boot_keys", list(&self.boot_keys));
        let floors = [
            ("min_os_version", &self.min_os_version),
            ("min_os_patch", &self.min_os_patch),
            ("min_vendor_patch", &self.min_vendor_patch),
            ("min_boot_patch", &self.min_boot_patch),
        ];
        for (name, floor) in floors {
            put(&mut members, name, floor.clone());
        }
        members
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use serde_json::json;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        policy: AndroidPolicy,
    }

    fn members(arguments: &[&str]) -> Value {
        let arguments = ["x"].iter().chain(arguments);
        Line::parse_from(arguments).policy.members().into()
    }

    #[test]
    fn what_is_not_given_is_not_sent() {
        assert_eq!(members(&[]), json!({}));
    }

    #[test]
    fn each_flag_lands_at_its_service() {
        let sent = members(&[
            "--service=gms",
            "--service=android-key",
            "--gms-mode=local",
            "--min-version-code=42",
            "--huawei-app-id=100",
            "--min-level=strongbox",
            "--min-os-patch=202401",
        ]);
        let expected = json!({
            "services": ["gms", "android-key"],
            "gms": {"mode": "local", "min_version_code": 42},
            "hms": {"huawei_app_id": "100"},
            "android_key": {"min_level": "strongbox", "min_os_patch": 202_401},
        });
        assert_eq!(sent, expected);
    }

    #[test]
    fn none_empties_a_list_and_unsets_a_floor() {
        let sent = members(&[
            "--licensing=none",
            "--huawei-app-id=none",
            "--min-os-version=none",
        ]);
        let expected = json!({
            "gms": {"licensing": []},
            "hms": {"huawei_app_id": null},
            "android_key": {"min_os_version": null},
        });
        assert_eq!(sent, expected);
    }

    #[test]
    fn what_is_no_number_is_refused_with_what_would_be_right() {
        for floor in [
            "--min-os-patch=2024-01",
            "--min-os-version=14.0",
            "--min-boot-patch=-1",
        ] {
            let told = Line::try_parse_from(["x", floor])
                .err()
                .unwrap()
                .to_string();
            assert!(told.contains("or none"), "{told}");
        }
    }
}
