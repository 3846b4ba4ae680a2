//! Secrets: how they are made and how they are kept.

use data_encoding::HEXLOWER;
use rand::RngCore;
use sha2::{Digest, Sha256};

/// 256 random bits in 64 hexadecimal digits: safe in an address, a header and a cookie.
pub(super) fn fresh() -> String {
    let mut bits = [0_u8; 32];
    rand::rng().fill_bytes(&mut bits);
    HEXLOWER.encode(&bits)
}

/// What the database holds of a secret. No salt and no slow hash: 256 random bits cannot be guessed.
pub(super) fn hash(secret: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(secret))
}
