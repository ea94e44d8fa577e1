//! A server that was told exactly what `touchstone simulate ... --setup` says, typed as it stands there.

use serde_json::{Value, json};
use touchstone_outbound::{BaseUrl, RelyingParty};

use crate::harness::{Place, Server};

pub const NONCE: &str = "rPsie3vipjKaI+t2ni/IJtMyT01z+PLB8QH0Ud/z41A=";

/// A server of one platform.
pub struct Stage {
    pub place: Place,
    pub platform: &'static str,
    pub server: Server,
    /// The Google beside it, where there is one.
    pub google: Option<Server>,
}

/// A tenant's back end.
pub struct Tenant(RelyingParty);

/// The words of a command.
fn words(command: &Value) -> Vec<&str> {
    let words = command.as_array().unwrap();
    words.iter().map(|word| word.as_str().unwrap()).collect()
}

impl Stage {
    pub fn new(platform: &'static str) -> Self {
        let place = Place::new();
        let setup = place.json(&["simulate", "mobile", platform, "--setup"]);
        for file in setup["files"].as_array().unwrap() {
            let printed = place.run(&words(&file["command"]));
            assert_eq!(printed.code, 0, "{printed:?}");
            place.write(file["file"].as_str().unwrap(), &printed.out);
        }
        let mut environment = setup["environment"].as_object().unwrap().clone();
        let beside = setup["beside"].as_array().unwrap().first();
        let google = beside.map(|command| {
            let free = [&words(command)[..], &["--port=0", "--json"]].concat();
            Server::start(place.command(&free))
        });
        if let Some(google) = &google {
            // As it listens elsewhere than by default; the names are the same.
            let told = google.ready["environment"].as_object().unwrap();
            assert!(environment.keys().all(|name| told.contains_key(name)));
            environment.extend(told.clone());
        }
        let mut command = place.command(&["serve", "--json"]);
        command.env("TOUCHSTONE__SERVER__LISTEN", "127.0.0.1:0");
        let nobody = "http://127.0.0.1:1/attestation/status";
        command.env("TOUCHSTONE__MOBILE__ANDROID__STATUS_URL", nobody);
        for (name, value) in &environment {
            command.env(name, value.as_str().unwrap());
        }
        let server = Server::start(command);
        Self {
            place,
            platform,
            server,
            google,
        }
    }

    /// A tenant that was told what `--setup` says with these arguments; its back end is told every reason.
    pub fn tenant(&self, name: &str, arguments: &[&str]) -> Tenant {
        let way = ["--tenant", name, "--url", &self.server.url];
        let run = |arguments: &[&str]| self.place.json(&[arguments, &way].concat());
        let create = ["tenant", "create", name, "--url", &self.server.url];
        self.place.json(&create);
        let setup = ["simulate", "mobile", self.platform, "--setup"];
        let setup = self.place.json(&[&setup[..], arguments].concat());
        let mut app = Value::Null;
        for command in setup["commands"].as_array().unwrap() {
            let id = app["id"].as_str().unwrap_or_default().to_owned();
            let named = |word| if word == "APP_ID" { id.as_str() } else { word };
            let command: Vec<&str> = words(command).into_iter().map(named).collect();
            let answer = run(&command);
            if answer["package_name"].is_string() {
                app = answer;
            }
        }
        run(&["mobile", "settings", "set", "explain=reason"]);
        let key = run(&["key", "create", "--kind", "mobile", "--label", "backend"]);
        let base = BaseUrl::parse(&self.server.url).unwrap();
        Tenant(RelyingParty::new(base, key["key"].as_str().unwrap()).unwrap())
    }

    /// A token of the simulator.
    pub fn token(&self, arguments: &[&str]) -> Value {
        let simulate = ["simulate", "mobile", self.platform, "--nonce", NONCE];
        self.place.json(&[&simulate[..], arguments].concat())
    }
}

impl Tenant {
    /// What the back end is told of a token.
    pub async fn verify(&self, token: &Value) -> (u16, Value) {
        let request = json!({
            "attestationToken": token["attestation_token"],
            "expectedNonce": NONCE,
        });
        let answer = self.0.verify(&request).await.unwrap();
        (answer.status, answer.body)
    }

    /// The token must be believed.
    pub async fn believes(&self, token: &Value) -> Value {
        let (status, judged) = self.verify(token).await;
        let told = (status, &judged["isValid"]);
        assert_eq!(told, (200, &json!(true)), "{judged}");
        judged
    }

    /// The token must be refused for the reason that the simulator names.
    pub async fn refuses(&self, token: &Value) {
        let (status, judged) = self.verify(token).await;
        let told = (status, &judged["isValid"], &judged["reason"]);
        let expected = (200, &json!(false), &token["expected_reason"]);
        assert_eq!(told, expected, "{judged}");
    }
}
