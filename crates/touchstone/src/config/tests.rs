//! Tests of the layers, of refusals and of masking.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::PathBuf;

use touchstone_storage::StorageUrl;

use super::*;

const MASTER_KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, text: &str) -> PathBuf {
        let path = self.0.path().join("touchstone.toml");
        std::fs::write(&path, text).unwrap();
        path
    }
}

fn environment(pairs: &[(&str, &str)]) -> Environment {
    Environment::from_pairs(
        pairs
            .iter()
            .map(|(name, value)| (OsString::from(name), OsString::from(value))),
    )
}

fn refusal(text: &str) -> String {
    let folder = Folder::new();
    let path = folder.file(text);
    let error = load(Some(&path), Environment::default())
        .unwrap_err()
        .to_string();
    error.replace(&path.display().to_string(), "FILE")
}

fn refused_variable(name: &str, value: &str) -> String {
    load(None, environment(&[(name, value)]))
        .unwrap_err()
        .to_string()
}

fn shown_value(loaded: &Loaded, name: &str) -> String {
    loaded
        .effective()
        .into_iter()
        .find(|setting| setting.name == name)
        .unwrap()
        .value
}

fn layer_of(loaded: &Loaded, name: &str) -> String {
    loaded
        .effective()
        .into_iter()
        .find(|setting| setting.name == name)
        .unwrap()
        .layer
}

#[test]
fn every_setting_has_a_default_and_every_default_is_a_setting() {
    let settings: BTreeSet<String> = reference::SECTIONS
        .iter()
        .flat_map(|section| {
            section
                .settings
                .iter()
                .map(move |s| format!("{}.{}", section.name, s.name))
        })
        .collect();
    let defaults: BTreeSet<String> = layers::defaults().unwrap().into_keys().collect();
    assert_eq!(settings, defaults);
}

#[test]
fn the_defaults_alone_are_a_configuration() {
    let loaded = load(None, Environment::default()).unwrap();
    assert_eq!(loaded.config.server.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(loaded.config.server.admin_listen.get(), None);
    assert!(
        loaded
            .effective()
            .iter()
            .all(|setting| setting.layer == "default")
    );
}

#[test]
fn the_file_wins_over_the_default_and_the_environment_over_the_file() {
    let folder = Folder::new();
    let path = folder.file("[server]\nlisten = \"127.0.0.1:1\"\nshutdown_grace_s = 7\n");
    let variables = environment(&[("TOUCHSTONE__SERVER__LISTEN", "127.0.0.1:2")]);
    let loaded = load(Some(&path), variables).unwrap();
    assert_eq!(loaded.config.server.listen.port(), 2);
    assert_eq!(loaded.config.server.shutdown_grace_s, 7);
    assert_eq!(layer_of(&loaded, "server.listen"), "the environment");
    assert_eq!(
        layer_of(&loaded, "server.shutdown_grace_s"),
        path.display().to_string()
    );
    assert_eq!(layer_of(&loaded, "storage.url"), "default");
}

#[test]
fn variables_are_read_by_the_kind_of_their_setting() {
    let loaded = load(
        None,
        environment(&[
            ("TOUCHSTONE__SERVER__INSECURE", "true"),
            ("TOUCHSTONE__SERVER__SHUTDOWN_GRACE_S", "5"),
            ("TOUCHSTONE__SECRETS__PREVIOUS_MASTER_KEYS", "one, two"),
            ("TOUCHSTONE__MOBILE__APPLE__ROOTS_FILE", "roots.pem"),
        ]),
    )
    .unwrap();
    assert!(loaded.config.server.insecure);
    assert_eq!(loaded.config.server.shutdown_grace_s, 5);
    let previous = &loaded.config.secrets.previous_master_keys;
    assert_eq!(
        previous
            .iter()
            .filter_map(Secret::reveal)
            .collect::<Vec<_>>(),
        ["one", "two"]
    );
    assert_eq!(
        loaded.config.mobile.apple.roots_file.get().unwrap(),
        &PathBuf::from("roots.pem")
    );
}

#[test]
fn a_mistyped_setting_is_refused_with_the_nearest_name() {
    assert_eq!(
        refusal("[server]\nlisen = \"127.0.0.1:1\"\n"),
        "FILE: there is no setting `server.lisen`; did you mean `server.listen`?"
    );
}

#[test]
fn a_mistyped_section_is_refused_even_when_it_is_empty() {
    assert!(refusal("[serverr]\n").contains("no setting `serverr`"));
}

#[test]
fn an_empty_section_that_exists_is_accepted() {
    let folder = Folder::new();
    let path = folder.file("[server]\n[mobile]\n");
    load(Some(&path), Environment::default()).unwrap();
}

#[test]
fn a_list_of_sections_is_refused() {
    assert!(refusal("[[server]]\nlisten = \"x\"\n").contains("no setting `server`"));
}

#[test]
fn all_unknown_settings_are_told_at_once() {
    let message = refusal("[server]\nlisen = 1\ninsecur = 1\n");
    assert!(
        message.contains("`server.lisen`") && message.contains("`server.insecur`"),
        "{message}"
    );
}

#[test]
fn a_mistyped_variable_is_refused_with_the_nearest_name() {
    assert_eq!(
        refused_variable("TOUCHSTONE__SERVER__LISEN", "127.0.0.1:1"),
        "the environment: there is no setting `TOUCHSTONE__SERVER__LISEN`; \
         did you mean `TOUCHSTONE__SERVER__LISTEN`?"
    );
}

#[test]
fn a_name_that_resembles_nothing_gets_no_guess() {
    let message = refusal("[webhooks]\nretries = 1\n");
    assert!(
        message.contains("`touchstone config default` lists them all"),
        "{message}"
    );
}

#[test]
fn a_value_of_the_wrong_form_names_its_file_and_setting() {
    assert_eq!(
        refusal("[server]\nlisten = \"localhost\"\n"),
        "FILE: `server.listen`: invalid socket address syntax"
    );
    assert_eq!(
        refusal("[log]\nformat = \"xml\"\n"),
        "FILE: `log.format`: must be auto, json or pretty"
    );
}

#[test]
fn a_word_that_is_no_level_is_refused() {
    for level in ["inof", "", "info,touchstone=loud", "info,,warn"] {
        let message = refused_variable("TOUCHSTONE__LOG__LEVEL", level);
        assert!(
            message.contains("must be off, error, warn"),
            "{level}: {message}"
        );
    }
    let level = ("TOUCHSTONE__LOG__LEVEL", "info,touchstone_http=debug");
    load(None, environment(&[level])).unwrap();
}

#[test]
fn a_value_of_the_wrong_form_names_its_variable() {
    assert_eq!(
        refused_variable("TOUCHSTONE__SERVER__INSECURE", "yes"),
        "TOUCHSTONE__SERVER__INSECURE: must be true or false"
    );
    assert_eq!(
        refused_variable("TOUCHSTONE__SERVER__SHUTDOWN_GRACE_S", "soon"),
        "TOUCHSTONE__SERVER__SHUTDOWN_GRACE_S: must be a whole number"
    );
    assert!(
        refused_variable("TOUCHSTONE__SERVER__LISTEN", "x")
            .starts_with("TOUCHSTONE__SERVER__LISTEN: ")
    );
    assert!(
        refused_variable("TOUCHSTONE__SERVER__SHUTDOWN_GRACE_S", "-1").contains("SHUTDOWN_GRACE_S")
    );
}

#[test]
fn a_broken_file_names_the_line_and_does_not_show_it() {
    let message = refusal(&format!("[secrets]\nmaster_key = \"{MASTER_KEY}\n"));
    assert!(message.starts_with("FILE, line 2: "), "{message}");
    assert!(!message.contains(MASTER_KEY), "{message}");
}

#[test]
fn a_missing_file_that_was_named_is_refused() {
    let folder = Folder::new();
    let missing = folder.0.path().join("missing.toml");
    let error = load(Some(&missing), Environment::default()).unwrap_err();
    assert!(matches!(error, ConfigError::Unreadable { .. }), "{error}");
}

#[test]
fn an_unknown_store_is_refused_without_its_password() {
    let message = refused_variable("TOUCHSTONE__STORAGE__URL", "mysql://root:hunter2@db/x");
    assert!(message.contains("unknown storage"), "{message}");
    assert!(!message.contains("hunter2"), "{message}");
}

#[test]
fn a_secret_in_place_of_a_list_of_them_is_refused_without_showing_it() {
    let message = refusal("[secrets]\nprevious_master_keys = \"hunter2\"\n");
    assert!(
        message.contains("secrets.previous_master_keys"),
        "{message}"
    );
    assert!(message.contains("must be a sequence"), "{message}");
    assert!(!message.contains("hunter2"), "{message}");
}

#[test]
fn a_secret_of_the_wrong_kind_is_refused_without_showing_it() {
    let message = refusal("[secrets]\nmaster_key = [\"hunter2\"]\n");
    assert!(message.contains("secrets.master_key"), "{message}");
    assert!(!message.contains("hunter2"), "{message}");
}

#[test]
fn secrets_are_masked_in_what_is_printed_and_in_debug() {
    let loaded = load(
        None,
        environment(&[
            ("TOUCHSTONE__SECRETS__MASTER_KEY", MASTER_KEY),
            ("TOUCHSTONE__SECRETS__PREVIOUS_MASTER_KEYS", "hunter2"),
            ("TOUCHSTONE__STORAGE__URL", "postgres://app:hunter2@db/x"),
            ("TOUCHSTONE_TOKEN", "tsadm_hunter2"),
        ]),
    )
    .unwrap();
    let shown = serde_json::to_string(&loaded.effective()).unwrap();
    for text in [
        shown,
        format!("{:?}", loaded.config),
        format!("{:?}", loaded.environment),
    ] {
        assert!(!text.contains("hunter2"), "{text}");
        assert!(!text.contains(MASTER_KEY), "{text}");
    }
    let url = shown_value(&loaded, "storage.url");
    assert!(url.starts_with("\"postgres://app@db"), "{url}");
    assert_eq!(
        loaded.environment.token.as_ref().unwrap().as_str(),
        "tsadm_hunter2"
    );
}

#[test]
fn plain_http_is_for_loopback_unless_a_proxy_is_named() {
    let exposed = |pairs: &[(&str, &str)]| {
        load(None, environment(pairs))
            .unwrap()
            .config
            .server
            .exposed()
    };
    let listen = ("TOUCHSTONE__SERVER__LISTEN", "0.0.0.0:8080");
    let admin = ("TOUCHSTONE__SERVER__ADMIN_LISTEN", "192.0.2.1:8081");
    assert!(exposed(&[]).is_empty());
    assert_eq!(exposed(&[listen, admin]).len(), 2);
    assert!(exposed(&[listen, admin, ("TOUCHSTONE__SERVER__INSECURE", "true")]).is_empty());
    assert!(exposed(&[("TOUCHSTONE__SERVER__LISTEN", "[::1]:8080")]).is_empty());
}

#[test]
fn files_beside_the_database_follow_its_name() {
    let at = |url: &str| StorageAddress::from(url.parse::<StorageUrl>().unwrap());
    let beside = at("sqlite:data/touchstone.db")
        .beside("master-key")
        .unwrap();
    assert_eq!(beside, PathBuf::from("data/touchstone.master-key"));
    assert_eq!(at("postgres://db/x").beside("master-key"), None);
}

#[test]
fn the_reference_page_tells_every_setting_with_its_default_and_variable() {
    let page = markdown().unwrap();
    assert!(page.contains("### server.listen\n"));
    assert!(page.contains("Default `\"127.0.0.1:8080\"`; variable `TOUCHSTONE__SERVER__LISTEN`."));
    assert!(page.contains("Default `[]`; variable `TOUCHSTONE__SECRETS__PREVIOUS_MASTER_KEYS`."));
}

#[test]
fn the_members_of_a_default_table_are_in_order_on_the_reference_page() {
    let page = markdown().unwrap();
    assert!(page.contains("Default `[{ revocation = \"soft\", signer = "));
}
