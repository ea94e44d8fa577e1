//! Decides what is looked at that all tenants share: the anchors in force, the status list and metadata services. The first two take a
//! server-wide key.

use serde_json::Value;

use super::tenants::items;
use super::{Family, Finding};
use crate::cli::{Api, Query, is_not_found};

/// What apps depend on; what could not be asked counts as there, and is told by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Deployment {
    /// Whether Huawei's tokens have anchors.
    pub(super) has_huawei_anchors: bool,
    /// What stands against judging Android keys.
    pub(super) status_list: StatusList,
    /// Whether something is known of any model, by a metadata service or a statement of the operator's own.
    pub(super) has_metadata: bool,
}

/// The list of revoked Android keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StatusList {
    Usable,
    Stale,
    Missing,
}

/// Looks, and tells; metadata services as they are, for whoever has relying parties needs them.
pub(super) async fn examine(api: &Api, family: Family) -> (Deployment, Vec<Value>, Vec<Finding>) {
    let (has_huawei_anchors, anchors) = anchors(api).await;
    let (status_list, list) = status_list(api).await;
    let (services, has_metadata, unknown) = match family {
        Family::Mobile => (Vec::new(), false, None),
        Family::Every => match metadata(api).await {
            Ok((services, has_metadata)) => (services, has_metadata, None),
            Err(error) => (Vec::new(), true, Some(no_metadata(&error))),
        },
    };
    let deployment = Deployment {
        has_huawei_anchors,
        status_list,
        has_metadata,
    };
    let findings = [anchors, list].into_iter().chain(unknown);
    (deployment, services, findings.collect())
}

/// The metadata services, and whether anything is known of a model: the server counts what it read from `webauthn.mds.local_dir` too.
async fn metadata(api: &Api) -> anyhow::Result<(Vec<Value>, bool)> {
    let services = api.get("webauthn/mds", Query::default()).await?;
    let one = Query::default().with("limit", Some(1));
    let entries = api.get("webauthn/mds/entries", one).await?;
    Ok((items(&services).to_vec(), !items(&entries).is_empty()))
}

fn no_metadata(error: &anyhow::Error) -> Finding {
    let remedy = "use an admin key with the scope webauthn:read";
    Finding::warning("metadata services", format!("{error:#}"), remedy)
}

fn unknown(what: &str, error: &anyhow::Error) -> Finding {
    let remedy = "use a server-wide admin key with the scope mobile:read";
    Finding::warning(what, format!("{error:#}"), remedy)
}

async fn anchors(api: &Api) -> (bool, Finding) {
    let what = "anchors in force";
    let anchors = match api.get("mobile/anchors", Query::default()).await {
        Ok(anchors) => anchors,
        Err(error) => return (true, unknown(what, &error)),
    };
    let count = |set: &str| {
        let judges = |anchor: &&Value| anchor.get("judges").and_then(Value::as_str) == Some(set);
        items(&anchors).iter().filter(judges).count()
    };
    let sets = ["app_attest", "receipt", "android", "huawei"];
    let found: Vec<String> = sets
        .iter()
        .map(|set| format!("{set} {}", count(set)))
        .collect();
    (count("huawei") > 0, Finding::ok(what, found.join(", ")))
}

async fn status_list(api: &Api) -> (StatusList, Finding) {
    let what = "status list";
    let list = match api.get("mobile/status-list", Query::default()).await {
        Ok(list) => list,
        Err(error) if is_not_found(&error) => {
            let found = "none was loaded yet; only Android keys need one";
            return (StatusList::Missing, Finding::ok(what, found));
        }
        Err(error) => return (StatusList::Usable, unknown(what, &error)),
    };
    let number = |name: &str| list.get(name).and_then(Value::as_i64).unwrap_or_default();
    let source = list.get("source").and_then(Value::as_str);
    let found = format!(
        "{} entries, {} h old, from {}",
        number("entries"),
        number("age_s") / 3_600,
        source.unwrap_or_default(),
    );
    if list.get("stale") == Some(&Value::Bool(true)) {
        let found = format!("{found}: too old to judge Android keys by");
        let remedy = "let the server reach mobile.android.status_url, or bring a newer one: touchstone mobile status-list load FILE, or mobile.android.status_file";
        let finding = Finding::warning(what, found, remedy);
        return (StatusList::Stale, finding);
    }
    (StatusList::Usable, Finding::ok(what, found))
}
