//! Reads `divergences.toml`: the outside cases that this product answers otherwise, each with its reason.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Divergences {
    #[serde(default)]
    divergence: Vec<Divergence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Divergence {
    format: String,
    case: String,
    reason: String,
}

/// The names of the listed cases of a format.
pub fn listed(format: &str) -> Vec<String> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../divergences.toml");
    let all: Divergences = toml::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let of_format = all
        .divergence
        .into_iter()
        .filter(|divergence| divergence.format == format);
    of_format
        .map(|divergence| {
            assert!(
                !divergence.reason.is_empty(),
                "{} is listed without a reason",
                divergence.case
            );
            divergence.case
        })
        .collect()
}
