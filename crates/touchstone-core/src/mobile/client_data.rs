//! Decides which way of making client data a setting's word stands for (spec mobile.md 3.4).

use touchstone_evidence::client_data::{Composition, Profile};

use super::settings::{ClientDataProfile, FinalNonce};

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
