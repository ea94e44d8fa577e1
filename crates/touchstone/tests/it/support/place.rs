//! Where servers live: a folder with their configuration, and a store that is thrown away.

use std::path::{Path, PathBuf};

use tempfile::TempDir;
use touchstone::config::{Config, Environment, load};
use touchstone_testkit::postgres::{Server, fresh_database};

use super::{Engine, Setup, ca, google_ca, huawei_ca};

/// The folder and the store of one or several servers.
pub struct Place {
    folder: TempDir,
    url: String,
    server: Option<Server>,
}

impl Place {
    /// An empty store; simulated iPhones are genuine here.
    pub fn new(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self::at("sqlite:touchstone.db".to_owned(), None),
            Engine::Postgres => Self::at(fresh_database(), None),
        }
    }

    /// The same on a PostgreSQL server that the test may stop, kill and start again.
    pub fn with_own_postgres() -> Self {
        let server = Server::start().unwrap();
        Self::at(server.url(), Some(server))
    }

    fn at(url: String, server: Option<Server>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // A path of its own, whatever the working directory of the test is.
        let url = match url.strip_prefix("sqlite:") {
            Some(file) => format!("sqlite:{}", folder.path().join(file).display()),
            None => url,
        };
        let place = Self {
            folder,
            url,
            server,
        };
        place.write("roots.pem", &ca().app_attest_root_pem());
        place.write("receipt-roots.pem", &ca().receipt_root_pem());
        place.write("android-roots.pem", &google_ca().roots_pem());
        place.write("huawei-roots.pem", &huawei_ca().roots_pem());
        let master_key = data_encoding::BASE64.encode(&[0xA7; 32]);
        place.write("master-key", &master_key);
        place.configure(&Setup::default());
        place
    }

    /// Writes the configuration.
    pub fn configure(&self, setup: &Setup) {
        let text = format!(
            "[server]\nlisten = \"127.0.0.1:0\"\n\
             [storage]\nurl = \"{}\"\n\
             [secrets]\nmaster_key_file = \"{}\"\nadmin_key_file = \"{}\"\n\
             [log]\nlevel = \"{}\"\nformat = \"json\"\n{}",
            self.url,
            self.path().join("master-key").display(),
            self.path().join("admin-key").display(),
            setup.level,
            setup.mobile(self.path()),
        );
        self.write("touchstone.toml", &text);
    }

    /// The configuration, read as the product reads it.
    pub fn config(&self) -> Config {
        let file = self.config_file();
        load(Some(&file), Environment::default()).unwrap().config
    }

    /// The file with the configuration.
    pub fn config_file(&self) -> PathBuf {
        self.path().join("touchstone.toml")
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// What a file in the folder holds.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).unwrap()
    }

    /// Writes a file into the folder; where it is.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Where the store is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Adds sections to the configuration.
    pub fn configure_also(&self, text: &str) {
        let configured = self.read("touchstone.toml");
        self.write("touchstone.toml", &format!("{configured}{text}"));
    }

    /// The test's own PostgreSQL server.
    pub fn postgres(&mut self) -> &mut Server {
        self.server.as_mut().unwrap()
    }
}
