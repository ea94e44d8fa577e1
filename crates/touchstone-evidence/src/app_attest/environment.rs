//! Decides which environment an attested key belongs to (spec mobile.md A8). TestFlight is production.

/// The App Attest environment of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Environment {
    /// App Store, enterprise and TestFlight.
    Production,
    /// Started by a developer.
    Development,
}

impl Environment {
    /// Every environment.
    pub const ALL: [Self; 2] = [Self::Production, Self::Development];

    /// The word in settings and answers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Development => "development",
        }
    }

    /// The environment with that word, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|environment| environment.name() == name)
    }

    /// The environment that an aaguid stands for, if it is one of the two.
    pub fn from_aaguid(aaguid: &[u8; 16]) -> Option<Self> {
        match aaguid {
            b"appattest\0\0\0\0\0\0\0" => Some(Self::Production),
            b"appattestdevelop" => Some(Self::Development),
            _ => None,
        }
    }
}

/// The environments that an app accepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Environments {
    /// Production is accepted.
    pub production: bool,
    /// Development is accepted.
    pub development: bool,
}

impl Environments {
    /// Whether `environment` is accepted.
    pub const fn contains(self, environment: Environment) -> bool {
        match environment {
            Environment::Production => self.production,
            Environment::Development => self.development,
        }
    }
}

impl FromIterator<Environment> for Environments {
    fn from_iter<I: IntoIterator<Item = Environment>>(environments: I) -> Self {
        environments
            .into_iter()
            .fold(Self::default(), |set, environment| Self {
                production: set.production || environment == Environment::Production,
                development: set.development || environment == Environment::Development,
            })
    }
}
