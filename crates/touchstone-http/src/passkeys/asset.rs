//! Decides what the page consists of, and what browsers let it do: its own files run, nothing else is loaded, called or framed.

use axum::body::Body;
use axum::extract::Path;
use axum::response::Response;
use http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderName, HeaderValue};

use crate::around::CurrentCall;
use crate::problem::Problem;

/// A file of the page.
struct Asset {
    name: &'static str,
    kind: HeaderValue,
    text: &'static str,
}

const PAGE: Asset = Asset {
    name: "passkeys.html",
    kind: HeaderValue::from_static("text/html; charset=utf-8"),
    text: include_str!("page/passkeys.html"),
};

/// What the page loads, under its path.
static ASSETS: [Asset; 10] = [
    style("passkeys.css", include_str!("page/passkeys.css")),
    script("passkeys.js", include_str!("page/passkeys.js")),
    script("administration.js", include_str!("page/administration.js")),
    script("ceremony.js", include_str!("page/ceremony.js")),
    script("ceremony_view.js", include_str!("page/ceremony_view.js")),
    script("codec.js", include_str!("page/codec.js")),
    script("credentials.js", include_str!("page/credentials.js")),
    script("dom.js", include_str!("page/dom.js")),
    script("server.js", include_str!("page/server.js")),
    script("verdict.js", include_str!("page/verdict.js")),
];

const HEADERS: [(HeaderName, HeaderValue); 3] = [
    (
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
             form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        ),
    ),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
];

const fn script(name: &'static str, text: &'static str) -> Asset {
    let kind = HeaderValue::from_static("text/javascript; charset=utf-8");
    Asset { name, kind, text }
}

const fn style(name: &'static str, text: &'static str) -> Asset {
    let kind = HeaderValue::from_static("text/css; charset=utf-8");
    Asset { name, kind, text }
}

/// `GET /passkeys`: the page.
pub(crate) async fn page() -> Response {
    PAGE.respond()
}

/// `GET /passkeys/{name}`: a file of the page.
pub(crate) async fn asset(CurrentCall(call): CurrentCall, Path(name): Path<String>) -> Response {
    match ASSETS.iter().find(|asset| asset.name == name) {
        Some(asset) => asset.respond(),
        None => Problem::not_found().respond(&call.request_id),
    }
}

impl Asset {
    fn respond(&self) -> Response {
        let mut response = Response::new(Body::from(self.text));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, self.kind.clone());
        headers.extend(HEADERS);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::{ASSETS, PAGE};

    #[test]
    fn the_page_loads_its_own_files_only() {
        for attribute in ["src=\"", "href=\""] {
            for rest in PAGE.text.split(attribute).skip(1) {
                let path = rest.split('"').next().unwrap();
                let name = path.strip_prefix("/passkeys/").unwrap();
                assert!(ASSETS.iter().any(|asset| asset.name == name), "{path}");
            }
        }
    }

    #[test]
    fn scripts_load_scripts_of_the_page_only() {
        for asset in &ASSETS {
            for line in asset
                .text
                .lines()
                .filter(|line| line.starts_with("import "))
            {
                let name = line.split("\"./").nth(1).unwrap();
                let name = name.strip_suffix("\";").unwrap();
                assert!(ASSETS.iter().any(|asset| asset.name == name), "{line}");
            }
        }
    }

    #[test]
    fn nothing_in_the_page_is_inline() {
        let page = PAGE.text;
        for inline in [
            " style=\"",
            "<style",
            "<script>",
            " onclick",
            " onsubmit",
            "javascript:",
        ] {
            assert!(!page.contains(inline), "{inline}");
        }
    }

    #[test]
    fn no_script_writes_markup_or_runs_text() {
        for asset in &ASSETS {
            for way in [
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "eval(",
                "new Function",
            ] {
                assert!(!asset.text.contains(way), "{} {way}", asset.name);
            }
        }
    }

    #[test]
    fn every_element_that_a_script_names_is_in_the_page() {
        for asset in &ASSETS {
            for way in [
                "element(\"",
                "write(\"",
                "writeJson(\"",
                "writeAlert(\"",
                "value(\"",
            ] {
                for rest in asset.text.split(way).skip(1) {
                    let id = rest.split('"').next().unwrap();
                    let attribute = format!("id=\"{id}\"");
                    assert!(PAGE.text.contains(&attribute), "{} {id}", asset.name);
                }
            }
        }
    }
}
