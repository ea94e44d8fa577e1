//! Decides which of the verifier's words a setting's word stands for (spec mobile.md 3.4, A8).

use touchstone_evidence::app_attest;
use touchstone_evidence::client_data::{Composition, Profile};

use super::settings::{ClientDataProfile, Environment, FinalNonce};

impl From<ClientDataProfile> for Profile {
    fn from(profile: ClientDataProfile) -> Self {
        match profile {
            ClientDataProfile::CborArray => Self::CborArray,
            ClientDataProfile::Raw => Self::Raw,
        }
    }
}

impl From<FinalNonce> for Composition {
    fn from(composition: FinalNonce) -> Self {
        match composition {
            FinalNonce::Sha256ServerDevice => Self::Sha256ServerDevice,
            FinalNonce::Sha256DeviceServer => Self::Sha256DeviceServer,
            FinalNonce::ConcatServerDevice => Self::ConcatServerDevice,
        }
    }
}

impl From<Environment> for app_attest::Environment {
    fn from(environment: Environment) -> Self {
        match environment {
            Environment::Production => Self::Production,
            Environment::Development => Self::Development,
        }
    }
}

impl From<app_attest::Environment> for Environment {
    fn from(environment: app_attest::Environment) -> Self {
        match environment {
            app_attest::Environment::Production => Self::Production,
            app_attest::Environment::Development => Self::Development,
        }
    }
}
