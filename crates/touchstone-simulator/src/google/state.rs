//! What does the scripted server know? Accounts, apps and teams, what it gave out, and its script.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::apple_team::AppleTeam;
use super::script::Route;
use super::service_account::ServiceAccount;
use crate::play::PlayApp;
use crate::scripted::Script;

/// How long an access token lasts at first: an hour but a second, as Google says.
const ACCESS_TOKEN_LIFETIME_S: u32 = 3_599;
/// What the status list says of itself at first: a day.
const STATUS_LIST_MAX_AGE_S: u32 = 86_400;

/// The server's memory, shared by all its connections.
pub(super) struct State {
    now: Box<dyn Fn() -> i64 + Send + Sync>,
    known: Mutex<Known>,
    pub(super) script: Script<Route>,
}

pub(super) struct Known {
    pub(super) accounts: Vec<ServiceAccount>,
    pub(super) apps: BTreeMap<String, PlayApp>,
    pub(super) teams: Vec<AppleTeam>,
    /// Receipts and what they are exchanged for.
    pub(super) receipts: BTreeMap<Vec<u8>, Vec<u8>>,
    /// Access tokens and when they end, unix milliseconds.
    pub(super) access_tokens: BTreeMap<String, i64>,
    pub(super) access_token_lifetime_s: u32,
    pub(super) access_tokens_made: u64,
    /// Standard tokens that were decoded.
    pub(super) decoded: BTreeSet<String>,
    pub(super) status_list: String,
    pub(super) status_list_max_age_s: Option<u32>,
}

impl State {
    pub(super) fn new(now: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        Self {
            now: Box::new(now),
            known: Mutex::new(Known {
                accounts: Vec::new(),
                apps: BTreeMap::new(),
                teams: Vec::new(),
                receipts: BTreeMap::new(),
                access_tokens: BTreeMap::new(),
                access_token_lifetime_s: ACCESS_TOKEN_LIFETIME_S,
                access_tokens_made: 0,
                decoded: BTreeSet::new(),
                status_list: r#"{"entries":{}}"#.to_owned(),
                status_list_max_age_s: Some(STATUS_LIST_MAX_AGE_S),
            }),
            script: Script::new(),
        }
    }

    /// Unix milliseconds.
    pub(super) fn now_ms(&self) -> i64 {
        (self.now)()
    }

    /// The memory; a test that panicked while it held it does not matter to the others.
    pub(super) fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
