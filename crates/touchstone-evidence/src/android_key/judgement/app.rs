//! K11: decides which registered app asked for the key, by package name and by every certificate that signs it.

use crate::android_key::description::KeyDescription;
use crate::android_key::{App, Error};

/// The first of `apps` that has one of the packages and the right signers.
pub(in crate::android_key) fn find_app<'e>(
    description: &KeyDescription<'_>,
    apps: &'e [App<'e>],
) -> Result<(usize, &'e App<'e>), Error> {
    let id = description.application_id().ok_or(Error::AppIdMissing)?;
    let mut named = apps.iter().enumerate();
    let mut named = named
        .by_ref()
        .filter(|(_, app)| id.package_names.contains(&app.package_name))
        .peekable();
    if named.peek().is_none() {
        return Err(Error::AppNotAllowed);
    }
    let signed = |app: &App<'_>| {
        let mut signers = id.signers.iter();
        !id.signers.is_empty() && signers.all(|signer| app.signers.contains(signer))
    };
    named
        .find(|(_, app)| signed(app))
        .ok_or(Error::SignerMismatch)
}
