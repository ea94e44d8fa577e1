//! Decides what is read from the environment: settings, and the CLI's token. The only home of environment variables.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;

use zeroize::Zeroizing;

/// How the name of a setting's variable begins.
pub const PREFIX: &str = "TOUCHSTONE__";

/// The variable that holds an admin key for the command line.
pub const TOKEN_VARIABLE: &str = "TOUCHSTONE_TOKEN";

/// What the environment says.
#[derive(Clone, Default)]
pub struct Environment {
    /// Variables that begin with `TOUCHSTONE__`, by name; the value is `None` when it is not UTF-8.
    pub settings: BTreeMap<String, Option<String>>,
    /// The value of `TOUCHSTONE_TOKEN`.
    pub token: Option<Zeroizing<String>>,
}

impl Environment {
    /// Reads the environment of this process.
    pub fn of_process() -> Self {
        Self::from_pairs(std::env::vars_os())
    }

    /// The same from pairs.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let mut environment = Self::default();
        for (name, value) in pairs {
            let Ok(name) = name.into_string() else {
                continue;
            };
            if name == TOKEN_VARIABLE {
                environment.token = value.into_string().ok().map(Zeroizing::new);
            } else if name.starts_with(PREFIX) {
                environment.settings.insert(name, value.into_string().ok());
            }
        }
        environment
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.settings.keys()).finish()
    }
}

/// The variable of a setting.
pub fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.replace('.', "__").to_uppercase())
}
