//! The text of an API client's key: `respyrem_<client>_<256 bits>_<checksum>`.
//!
//! The beginning tells scanners of leaked secrets what it is, and people which client it belongs to; the checksum tells
//! a key that was copied badly from one that does not exist, without asking the database.

use chrono::{DateTime, Utc};
use data_encoding::HEXLOWER;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::token;
use crate::kernel::id::{self, new_id};

const PREFIX: &str = "respyrem";
/// Bytes of the checksum.
const CHECKSUM: usize = 4;

/// A key that was just made: the only place where its text is known.
#[derive(Debug)]
pub(super) struct FreshKey {
    /// Its row.
    pub(super) id: Uuid,
    /// What the database holds of it.
    pub(super) hash: String,
    text: SecretString,
}

impl FreshKey {
    /// A new key of `client`.
    pub(super) fn of(client: Uuid, now: DateTime<Utc>) -> Self {
        let text = fresh(client);
        Self { id: new_id(now), hash: token::hash(&text), text: text.into() }
    }

    /// The key, for the one answer that shows it.
    pub(super) fn shown(&self) -> &str {
        self.text.expose_secret()
    }
}

fn fresh(client: Uuid) -> String {
    let body = format!("{}_{}", public_part(client), token::fresh());
    let checksum = checksum(&body);
    format!("{body}_{checksum}")
}

/// The part of its keys that is no secret: it names the client.
pub(super) fn public_part(client: Uuid) -> String {
    id::global(PREFIX, client)
}

/// The client that a key, or its public part, names.
#[must_use]
pub fn client_of(text: &str) -> Option<Uuid> {
    let public = text.match_indices('_').nth(1).map_or(text, |(end, _)| &text[..end]);
    id::parse_global(public).filter(|(prefix, _)| *prefix == PREFIX).map(|(_, client)| client)
}

/// The client of a key that was copied whole; `None` when its checksum does not fit.
pub(super) fn read(key: &str) -> Option<Uuid> {
    let (body, given) = key.rsplit_once('_')?;
    (checksum(body) == given).then(|| client_of(body)).flatten()
}

fn checksum(body: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(body)[..CHECKSUM])
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIENT: Uuid = Uuid::from_u128(0x0190_a1b2_c3d4_7e5f_8a9b_0c1d_2e3f_4a5b);

    #[test]
    fn a_key_names_its_client() {
        let key = fresh(CLIENT);
        assert_eq!(key.len(), "respyrem_".len() + 26 + 1 + 64 + 1 + 8);
        assert_eq!(read(&key), Some(CLIENT));
        assert_eq!(client_of(&key), Some(CLIENT));
        assert_eq!(client_of(&public_part(CLIENT)), Some(CLIENT));
    }

    #[test]
    fn one_wrong_letter_is_noticed() {
        let key = fresh(CLIENT);
        for position in 0..key.len() {
            let mut wrong = key.clone().into_bytes();
            wrong[position] = if wrong[position] == b'0' { b'1' } else { b'0' };
            assert_eq!(read(&String::from_utf8(wrong).unwrap()), None, "at {position}");
        }
    }

    #[test]
    fn what_is_no_key_is_not_read() {
        for text in ["", "_", "respyrem", "respyrem__", "good", "ghp_16C7e42F292c6912E7710c838347Ae178B4a"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
