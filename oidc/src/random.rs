//! What nobody can guess.

use data_encoding::BASE64URL_NOPAD;
use rand::TryRngCore;
use rand::rngs::OsRng;

use crate::error::{Error, Fault, Subject};

/// 256 random bits, as 43 characters of base64url. A machine without randomness signs nobody in.
pub(crate) fn random() -> Result<String, Error> {
    let mut bytes = [0; 32];
    OsRng.try_fill_bytes(&mut bytes).map_err(|_| Subject::Settings.unavailable(Fault::Random))?;
    Ok(BASE64URL_NOPAD.encode(&bytes))
}
