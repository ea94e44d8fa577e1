//! The status list of Android keys: read whole, and asked for one serial number.

use std::hint::black_box;

use touchstone_evidence::android_key::{Standing, StatusList};
use touchstone_evidence::digest::sha256;
use touchstone_simulator::android::{SerialForm, Status, status_list};

use crate::measure::report;

const ENTRIES: u32 = 10_000;

/// A list with serial numbers of 16 bytes, none of them that of a simulated phone.
pub fn list() -> String {
    let serials: Vec<Vec<u8>> = (0..ENTRIES).map(serial).collect();
    let entry = |serial| (serial, SerialForm::Hex, Status::Revoked);
    let entries: Vec<_> = serials.iter().map(Vec::as_slice).map(entry).collect();
    status_list(&entries)
}

fn serial(number: u32) -> Vec<u8> {
    let digest = sha256(&[&number.to_be_bytes()]);
    digest.into_iter().take(16).collect()
}

pub fn run() -> anyhow::Result<()> {
    let json = list();
    let list = StatusList::parse(json.as_bytes())?;
    let (listed, other) = (serial(ENTRIES / 2), serial(ENTRIES));
    anyhow::ensure!(list.standing(&listed) == Standing::Revoked, "it is listed");
    anyhow::ensure!(list.standing(&other) == Standing::Good, "it is not");
    let general = || {
        let json = black_box(json.as_bytes());
        black_box(serde_json::from_slice::<serde_json::Value>(json).is_ok());
    };
    let what = format!("status list of {ENTRIES} entries, read");
    report(&what, "serde_json into a tree", general, || {
        black_box(StatusList::parse(black_box(json.as_bytes())).is_ok());
    });
    let hash = || {
        black_box(sha256(&[black_box(&listed)]));
    };
    report(
        "status list, two look-ups",
        "SHA-256 of a serial number",
        hash,
        || {
            black_box(list.standing(black_box(&listed)));
            black_box(list.standing(black_box(&other)));
        },
    );
    Ok(())
}
