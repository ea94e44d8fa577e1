//! Decides which routes there are: the whole HTTP surface on this page, grouped by who calls it.

use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::routing::{any, get, post, put};
use axum::{Extension, Router};
use tower_http::catch_panic::CatchPanicLayer;

use crate::passkeys::Administration;
use crate::state::HttpState;
use crate::{admin, around, console, machines, mobile, passkeys, webauthn};

/// Everything on one listener.
pub fn router(state: &HttpState) -> Router {
    let all = relying_parties(state)
        .merge(passkeys())
        .merge(passkey_page(state, Administration::Here))
        .merge(administrators(state))
        .merge(console(state))
        .merge(machines());
    finish(state, all.merge(metrics()))
}

/// What the first listener serves when administrators have their own.
pub fn public_router(state: &HttpState) -> Router {
    let all = relying_parties(state)
        .merge(passkeys())
        .merge(passkey_page(state, Administration::Apart))
        .merge(machines());
    finish(state, all)
}

/// What the administrators' own listener serves.
pub fn admin_router(state: &HttpState) -> Router {
    let all = administrators(state)
        .merge(console(state))
        .merge(machines());
    finish(state, all.merge(metrics()))
}

/// Back ends with an API key. Under `/api/` the key comes before everything else (spec mobile.md 2.0).
#[rustfmt::skip] // one route, one line
fn relying_parties(state: &HttpState) -> Router<HttpState> {
    use mobile::{init, not_found, only_get, only_post, verdict, verify};
    Router::new()
        .route("/api/v1/attestation/init", post(init).fallback(only_post))
        .route("/api/v1/attestation/verify", post(verify).fallback(only_post))
        .route("/api/v1/attestation/verdicts/{id}", get(verdict).head(only_get).fallback(only_get))
        .route("/api/", any(not_found))
        .route("/api/{*rest}", any(not_found))
        .layer(from_fn_with_state(state.clone(), mobile::enter))
}

/// Browsers, apps and back ends of relying parties (spec webauthn.md 2.1). Methods are looked at inside: a page of another origin must be told, too.
#[rustfmt::skip] // one route, one line
fn passkeys() -> Router<HttpState> {
    use webauthn::{health, liveness, not_found, only_get, related_origins};
    Router::new()
        .route("/nevisfido/fido2/attestation/options", any(webauthn::attestation_options))
        .route("/nevisfido/fido2/attestation/result", any(webauthn::attestation_result))
        .route("/nevisfido/fido2/assertion/options", any(webauthn::assertion_options))
        .route("/nevisfido/fido2/assertion/result", any(webauthn::assertion_result))
        .route("/nevisfido/fido2/status", any(webauthn::ceremony_status))
        .route("/nevisfido/liveness", get(liveness).fallback(only_get))
        .route("/nevisfido/health", get(health).fallback(only_get))
        .route("/nevisfido/", any(not_found))
        .route("/nevisfido/{*rest}", any(not_found))
        .route("/.well-known/webauthn", get(related_origins).fallback(only_get))
        .layer(from_fn(webauthn::short_headers))
}

/// People who try passkeys, where the page is switched on.
#[rustfmt::skip] // one route, one line
fn passkey_page(state: &HttpState, administration: Administration) -> Router<HttpState> {
    use machines::only_get_or_head;
    use passkeys::{asset, context, only_post, page};
    if !state.passkey_page() {
        return Router::new();
    }
    Router::new()
        .route("/passkeys", get(page).fallback(only_get_or_head))
        .route("/passkeys/context", post(context).fallback(only_post))
        .route("/passkeys/{file}", get(asset).fallback(only_get_or_head))
        .layer(Extension(administration))
}

/// The command line, the console and scripts, with an admin key (design.md section 3).
#[rustfmt::skip] // one route, one line
fn administrators(state: &HttpState) -> Router<HttpState> {
    use admin::{audit, keys, master_key, tenants, verdicts};
    Router::new()
        .route("/admin/v1/tenants", post(tenants::create).get(tenants::list))
        .route("/admin/v1/tenants/{id}", get(tenants::get).patch(tenants::update))
        .route("/admin/v1/keys", post(keys::issue).get(keys::list))
        .route("/admin/v1/keys/import", post(keys::import))
        .route("/admin/v1/keys/{id}", get(keys::get))
        .route("/admin/v1/keys/{id}/rotate", post(keys::rotate))
        .route("/admin/v1/keys/{id}/revoke", post(keys::revoke))
        .route("/admin/v1/verdicts", get(verdicts::list))
        .route("/admin/v1/verdicts/{id}", get(verdicts::get))
        .route("/admin/v1/audit", get(audit::list))
        .route("/admin/v1/master-key/rotate", post(master_key::rotate))
        .merge(mobile_administrators())
        .merge(webauthn_administrators())
        .route("/admin", any(admin::not_found))
        .route("/admin/", any(admin::not_found))
        .route("/admin/{*rest}", any(admin::not_found))
        .layer(from_fn_with_state(state.clone(), admin::once))
        .layer(from_fn_with_state(state.clone(), admin::enter))
}

/// Browsers of administrators, who carry a console session in place of the key.
#[rustfmt::skip] // one route, one line
fn console(state: &HttpState) -> Router<HttpState> {
    use console::{begin, end, show};
    Router::new()
        .route("/console/session", post(begin).get(show).delete(end))
        .layer(from_fn_with_state(state.clone(), console::enter))
}

/// The part of it that is about phone apps (spec mobile.md 6).
#[rustfmt::skip] // one route, one line
fn mobile_administrators() -> Router<HttpState> {
    use admin::mobile::{anchors, device_keys as keys, session_keys, settings, status_list};
    let one_key = get(keys::get).delete(keys::forget);
    Router::new()
        .route("/admin/v1/mobile/settings", get(settings::get).patch(settings::update))
        .merge(mobile_apps())
        .route("/admin/v1/mobile/device-keys", get(keys::list))
        .route("/admin/v1/mobile/device-keys/{platform}/{key_id}", one_key)
        .route("/admin/v1/mobile/device-keys/{platform}/{key_id}/revoke", post(keys::revoke))
        .route("/admin/v1/mobile/anchors", get(anchors::list))
        .route("/admin/v1/mobile/session-keys", get(session_keys::list))
        .route("/admin/v1/mobile/session-keys/rotate", post(session_keys::rotate))
        .route("/admin/v1/mobile/status-list", get(status_list::get).put(status_list::load))
        .route("/admin/v1/mobile/status-list/refresh", post(status_list::refresh))
}

/// The part of it that is about the apps themselves.
#[rustfmt::skip] // one route, one line
fn mobile_apps() -> Router<HttpState> {
    use admin::mobile::{android_apps as android, apple_apps as apple};
    let one_apple = get(apple::get).patch(apple::update).delete(apple::remove);
    let devicecheck_key = put(apple::set_devicecheck_key).delete(apple::clear_devicecheck_key);
    let one_android = get(android::get).patch(android::update).delete(android::remove);
    let play_keys = put(android::set_play_keys).delete(android::clear_play_keys);
    let account = put(android::set_service_account).delete(android::clear_service_account);
    let check = post(android::check_service_account);
    Router::new()
        .route("/admin/v1/mobile/apple-apps", post(apple::create).get(apple::list))
        .route("/admin/v1/mobile/apple-apps/{id}", one_apple)
        .route("/admin/v1/mobile/apple-apps/{id}/devicecheck-key", devicecheck_key)
        .route("/admin/v1/mobile/android-apps", post(android::create).get(android::list))
        .route("/admin/v1/mobile/android-apps/{id}", one_android)
        .route("/admin/v1/mobile/android-apps/{id}/play-keys", play_keys)
        .route("/admin/v1/mobile/android-apps/{id}/service-account", account)
        .route("/admin/v1/mobile/android-apps/{id}/service-account/check", check)
}

/// The part of it that is about passkeys (spec webauthn.md 6).
#[rustfmt::skip] // one route, one line
fn webauthn_administrators() -> Router<HttpState> {
    use admin::webauthn::{api_keys, credentials as held, diagnose, relying_parties as rps};
    use admin::webauthn::{sessions, users};
    let one_rp = get(rps::get).patch(rps::update).delete(rps::remove);
    let one_user = get(users::get).patch(users::update).delete(users::remove);
    let all_credentials = post(held::import).get(held::list);
    let one_credential = get(held::get).patch(held::update).delete(held::remove);
    Router::new()
        .route("/admin/v1/webauthn/relying-parties", post(rps::create).get(rps::list))
        .route("/admin/v1/webauthn/relying-parties/{rp}", one_rp)
        .route("/admin/v1/webauthn/users", post(users::create).get(users::list))
        .route("/admin/v1/webauthn/users/{ext_id}", one_user)
        .route("/admin/v1/webauthn/users/{ext_id}/fido2", all_credentials)
        .route("/admin/v1/webauthn/users/{ext_id}/fido2/{credential}", one_credential)
        .route("/admin/v1/webauthn/sessions", get(sessions::list))
        .route("/admin/v1/webauthn/sessions/{id}", get(sessions::get))
        .route("/admin/v1/webauthn/diagnose", post(diagnose::diagnose))
        .route("/admin/v1/webauthn/api-keys", post(api_keys::issue).get(api_keys::list))
        .route("/admin/v1/webauthn/api-keys/{id}", get(api_keys::get))
        .route("/admin/v1/webauthn/api-keys/{id}/rotate", post(api_keys::rotate))
        .route("/admin/v1/webauthn/api-keys/{id}/revoke", post(api_keys::revoke))
        .merge(models_of_authenticators())
}

/// The part of it that is about what is known of authenticators.
#[rustfmt::skip] // one route, one line
fn models_of_authenticators() -> Router<HttpState> {
    use admin::webauthn::{mds, reevaluations as walks, statements};
    let one_statement = get(statements::get).put(statements::put).delete(statements::remove);
    Router::new()
        .route("/admin/v1/webauthn/mds", get(mds::get))
        .route("/admin/v1/webauthn/mds/refresh", post(mds::refresh))
        .route("/admin/v1/webauthn/mds/entries", get(mds::entries))
        .route("/admin/v1/webauthn/mds/diff", get(mds::diff))
        .route("/admin/v1/webauthn/statements", get(statements::list))
        .route("/admin/v1/webauthn/statements/{aaguid}", one_statement)
        .route("/admin/v1/webauthn/re-evaluations", post(walks::start).get(walks::list))
}

/// Orchestrators and load balancers, without a key (spec purchases.md 2.7).
#[rustfmt::skip] // one route, one line
fn machines() -> Router<HttpState> {
    use machines::{health, only_get_or_head, ready};
    Router::new()
        .route("/health", get(health).fallback(only_get_or_head))
        .route("/ready", get(ready).fallback(only_get_or_head))
}

/// Prometheus, without a key; with the administrators where they have their own listener.
#[rustfmt::skip] // one route, one line
fn metrics() -> Router<HttpState> {
    use machines::only_get_or_head;
    Router::new()
        .route("/metrics", get(machines::metrics).fallback(only_get_or_head))
}

/// What holds for every request, whoever asks for whatever.
fn finish(state: &HttpState, routes: Router<HttpState>) -> Router {
    let routes = routes
        .fallback(around::not_found)
        .layer(CatchPanicLayer::custom(around::on_panic))
        .layer(from_fn_with_state(state.clone(), around::every_request))
        .with_state(state.clone());
    Router::new()
        .fallback_service(routes)
        .layer(map_response(around::allow_only_with_405))
}
