//! Decides what is looked at on this machine, without a server: configuration, store, master key, clock, anchors.

use touchstone_core::{Clock as _, SystemClock, Timestamp};
use touchstone_evidence::webauthn::Format;
use touchstone_evidence::webauthn::metadata::Entry;
use touchstone_evidence::x509::Anchors;

use super::Finding;
use crate::app::{self, AnchorSet, MasterKeySource};
use crate::config::{Config, Loaded};
use crate::private_file;

/// No release of this program is older (2026-11-01T00:00:00Z).
const RELEASED: Timestamp = Timestamp::from_unix_s(1_793_491_200);

/// Everything, in the order in which a start needs it.
pub(super) async fn examine(loaded: &Loaded) -> Vec<Finding> {
    let config = &loaded.config;
    vec![
        configuration(loaded),
        clock(),
        store(config).await,
        master_key(config),
        anchors(config),
        passkeys(config),
    ]
}

fn configuration(loaded: &Loaded) -> Finding {
    let from = loaded
        .file
        .as_ref()
        .map_or("no file".to_owned(), |file| file.display().to_string());
    let refusals = loaded.config.refusals();
    if refusals.is_empty() {
        Finding::ok("configuration", format!("in order ({from})"))
    } else {
        Finding::problem(
            "configuration",
            refusals.join("; "),
            "change these settings",
        )
    }
}

fn clock() -> Finding {
    let now = SystemClock.now();
    if now < RELEASED {
        Finding::problem(
            "clock",
            format!("{now} lies before this program was made"),
            "set the clock and keep it with NTP: certificates and sessions are judged by it",
        )
    } else {
        Finding::ok("clock", now.to_string())
    }
}

async fn store(config: &Config) -> Finding {
    let shown = format!("{:?}", config.storage.url);
    match touchstone_storage::schema_version(config.storage.url.url()).await {
        Ok(version) if version.found == version.known => {
            Finding::ok("store", format!("{shown}, schema {}", version.found))
        }
        Ok(version) if version.found > version.known => Finding::problem(
            "store",
            format!(
                "{shown} has schema {}, this program knows {}",
                version.found, version.known
            ),
            "use a release at least as new as the one that migrated it",
        ),
        Ok(version) => Finding::warning(
            "store",
            format!(
                "{shown} has schema {}, this program needs {}",
                version.found, version.known
            ),
            "the next start migrates it, or run touchstone migrate",
        ),
        Err(error) => Finding::problem(
            "store",
            format!("{shown}: {error}"),
            "check storage.url and that the store runs",
        ),
    }
}

fn master_key(config: &Config) -> Finding {
    let what = "master key";
    match MasterKeySource::of(config) {
        MasterKeySource::Setting => Finding::ok(what, "in the configuration"),
        MasterKeySource::NamedFile(file) | MasterKeySource::FileBeside(file) if file.exists() => {
            let name = file.display();
            if private_file::is_exposed(&file) {
                Finding::warning(
                    what,
                    format!("others may read {name}"),
                    format!("chmod 600 {name}"),
                )
            } else {
                Finding::ok(what, format!("in {name}"))
            }
        }
        MasterKeySource::NamedFile(file) => Finding::problem(
            what,
            format!("{} is not there", file.display()),
            "put it there, or change secrets.master_key_file",
        ),
        MasterKeySource::FileBeside(file) => Finding::warning(
            what,
            format!("{} is not there yet", file.display()),
            "the first start makes it; if the database is older, put the file back from your backup",
        ),
        MasterKeySource::Missing => Finding::problem(
            what,
            "none is configured",
            "with PostgreSQL set secrets.master_key_file or secrets.master_key",
        ),
    }
}

fn anchors(config: &Config) -> Finding {
    let anchors = match app::anchors(config) {
        Ok(anchors) => anchors,
        Err(error) => {
            return Finding::problem(
                "trust anchors",
                format!("{error:#}"),
                "correct the file, or leave the setting empty",
            );
        }
    };
    let told = AnchorSet::ALL.map(|set| {
        let from = match (set.file(config), set.of(&anchors)) {
            (Some(file), _) => file.display().to_string(),
            (None, Some(_)) => "built in".to_owned(),
            (None, None) => "none is built in".to_owned(),
        };
        let count = set.of(&anchors).map_or(0, |set| set.iter().count());
        format!("{} {count} ({from})", set.name())
    });
    Finding::ok("trust anchors", told.join(", "))
}

/// What `webauthn` names in files: a server that cannot read one of them does not start.
fn passkeys(config: &Config) -> Finding {
    let what = "passkeys";
    let options = match app::webauthn_options(config) {
        Ok(options) => options,
        Err(error) => {
            let remedy = "correct the file, or leave the setting empty";
            return Finding::problem(what, format!("{error:#}"), remedy);
        }
    };
    let unreadable = options.local_statements.iter().find_map(|(file, json)| {
        let error = Entry::parse_local(json.as_bytes()).err()?;
        Some(format!("{file} is not a metadata statement: {error}"))
    });
    if let Some(found) = unreadable {
        let remedy = "correct the file, or take it out of webauthn.mds.local_dir";
        return Finding::problem(what, found, remedy);
    }
    let formats = [Format::Apple, Format::AndroidKey, Format::AndroidSafetynet];
    let counts = formats.map(|format| {
        let anchors = options.anchors.of(format).into_iter();
        let count = anchors.flat_map(Anchors::iter).count();
        format!("{} {count}", format.name())
    });
    let (services, statements) = (options.mds_sources.len(), options.local_statements.len());
    let found = format!(
        "anchors {}; {services} metadata services, {statements} statements of your own",
        counts.join(", ")
    );
    Finding::ok(what, found)
}
