//! Decides which revocation lists are at hand: those alone that a known issuer signed. Anybody on the way can put another list in the place of
//! one that is fetched in plain: what somebody signed is replaced by nothing less while it is current, nor ever by what he signed before.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use touchstone_evidence::Timestamp;
use touchstone_evidence::x509::{Crl, Crls, SuccessionError};

use super::crl_check::Checked;
use crate::ports::KnownCrl;

/// The lists at hand.
#[derive(Debug)]
pub(super) struct CrlShelf {
    state: RwLock<State>,
    /// Another node may have fetched a list, or an issuer of one became known.
    is_behind: AtomicBool,
}

#[derive(Debug, Default)]
struct State {
    at_hand: Arc<Crls>,
    notes: BTreeMap<String, Note>,
}

/// How a list was judged, so that it is judged once: lists have megabytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Note {
    fetched_at: Timestamp,
    /// How many issuers it was held against; they grow only.
    issuers: usize,
}

/// Why a list is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum CrlRefused {
    /// None of its issuers signed it.
    #[error("the revocation list is not signed by an issuer that is known")]
    Signature,
    /// The one at hand stays.
    #[error(transparent)]
    Succession(#[from] SuccessionError),
}

impl CrlShelf {
    pub(super) fn new() -> Self {
        Self {
            state: RwLock::default(),
            is_behind: AtomicBool::new(false),
        }
    }

    pub(super) fn at_hand(&self) -> Arc<Crls> {
        self.read(|state| Arc::clone(&state.at_hand))
    }

    /// Whether the stored list was judged already, under all its issuers.
    pub(super) fn knows(&self, list: &KnownCrl) -> bool {
        self.read(|state| {
            let note = state.notes.get(&list.url);
            note.is_some_and(|note| {
                list.fetched_at == Some(note.fetched_at) && list.issuers.len() <= note.issuers
            })
        })
    }

    /// Whether the list at hand is current.
    pub(super) fn is_current(&self, url: &str, now: Timestamp) -> bool {
        let at_hand = self.at_hand();
        let list = at_hand.get(url);
        list.is_some_and(|list| list.check_current(now).is_ok())
    }

    /// Whether a list that was just fetched may take the place of the one at hand.
    pub(super) fn admits(
        &self,
        url: &str,
        checked: &Checked,
        now: Timestamp,
    ) -> Result<(), CrlRefused> {
        if !checked.is_signed {
            return Err(CrlRefused::Signature);
        }
        match self.at_hand().get(url) {
            Some(held) => Ok(checked.crl.check_succeeds(held, now)?),
            None => Ok(()),
        }
    }

    /// Takes a list that is stored. One that nobody signed is noted only; so is one that its issuer signed before the one at hand: of two
    /// nodes that fetched at once, the slower one may have stored it last.
    pub(super) fn put(&self, url: &str, checked: Checked, fetched_at: Timestamp) {
        let note = Note {
            fetched_at,
            issuers: checked.issuers,
        };
        let crl = checked.is_signed.then(|| Arc::new(checked.crl));
        self.write(|state| {
            let both = crl.as_ref().zip(state.at_hand.get(url));
            if !both.is_some_and(|(crl, held)| crl.is_older_than(held)) {
                state.replace(url, crl);
            }
            state.notes.insert(url.to_owned(), note);
        });
    }

    /// Lets go of the lists that are stored no more.
    pub(super) fn keep_only(&self, urls: &BTreeSet<&str>) {
        let is_gone = |url: &&String| !urls.contains(url.as_str());
        let gone: Vec<String> =
            self.read(|state| state.notes.keys().filter(is_gone).cloned().collect());
        if gone.is_empty() {
            return;
        }
        self.write(|state| {
            for url in gone {
                state.replace(&url, None);
                state.notes.remove(&url);
            }
        });
    }

    /// There is something to catch up with.
    pub(super) fn fall_behind(&self) {
        self.is_behind.store(true, Ordering::SeqCst);
    }

    /// Says whether there was something to catch up with, and forgets it.
    pub(super) fn catch_up(&self) -> bool {
        self.is_behind.swap(false, Ordering::SeqCst)
    }

    fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn write(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.write().unwrap_or_else(PoisonError::into_inner));
    }
}

impl State {
    fn replace(&mut self, url: &str, crl: Option<Arc<Crl>>) {
        // Whoever judges by the lists as they were goes on with them.
        let crls = Arc::make_mut(&mut self.at_hand);
        match crl {
            Some(crl) => crls.insert(url.to_owned(), crl),
            None => crls.remove(url),
        }
    }
}
