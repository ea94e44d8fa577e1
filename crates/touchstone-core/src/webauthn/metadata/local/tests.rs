//! Files of the operator's that are statements, and files that are none.

use touchstone_evidence::webauthn::Aaguid;

use super::{Models, read};

const A: &str = r#"{"aaguid":"01010101-0101-0101-0101-010101010101","description":"A"}"#;
const U2F: &str =
    r#"{"attestationCertificateKeyIdentifiers":["0707070707070707070707070707070707070707"]}"#;

fn of(files: &[(&str, &str)]) -> Result<Models, String> {
    let owned = |(file, json): &(&str, &str)| ((*file).to_owned(), (*json).to_owned());
    let files: Vec<_> = files.iter().map(owned).collect();
    read(&files).map_err(|error| error.to_string())
}

#[test]
fn statements_are_found_by_their_models() {
    let models = of(&[("a.json", A), ("u2f.json", U2F)]).unwrap();
    assert!(models.of_aaguid(&Aaguid([1; 16])).is_some());
    assert!(models.of_key(&[7; 20]).is_some());
}

#[test]
fn a_file_that_is_no_statement_is_named() {
    let nameless = r#"{"description":"of no model"}"#;
    for json in ["", "[]", "no json", nameless, r#"{"aaid":"1234#5678"}"#] {
        let error = of(&[("a.json", A), ("odd.json", json)]).unwrap_err();
        assert!(error.starts_with("odd.json "), "{json}: {error}");
    }
}

#[test]
fn two_files_about_one_model_are_refused() {
    let error = of(&[("a.json", A), ("again.json", A)]).unwrap_err();
    assert!(error.contains("again.json"), "{error}");
    assert!(of(&[("u.json", U2F), ("v.json", U2F)]).is_err());
}
