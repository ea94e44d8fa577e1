//! What is the right answer of each service?

use super::script::Route;
use super::state::State;
use super::{attestation_data, decode, status_list, token};
use crate::scripted::{RecordedRequest, Reply, Script, Service};

impl Service for State {
    type Route = Route;

    fn route(&self, method: &str, path: &str) -> Option<Route> {
        Route::of(method, path)
    }

    fn script(&self) -> &Script<Route> {
        &self.script
    }

    fn answer(&self, request: &RecordedRequest<Route>) -> Reply {
        match request.route {
            Route::Token => token::answer(self, &request.body),
            Route::Decode => decode::answer(self, request),
            Route::StatusList => status_list::answer(self, request),
            Route::AttestationData => attestation_data::answer(self, request),
        }
    }
}
