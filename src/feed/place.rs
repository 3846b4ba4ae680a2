//! A place in the log, as one reader sees it, and the cursor that stands for it.
//!
//! A cursor is sealed: who could read the number of a change would learn from the gap to the next one how much happened
//! that it may not know of. What is sealed fills one block of the cipher, so that the same place has the same cursor on
//! every server, and nothing of two places shows in their cursors.

use std::fmt;

use aes::Aes256;
use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};

use crate::access::Rights;

/// Changes when the bytes below do, so that a cursor kept from before is refused and not misread.
const VERSION: u8 = 2;

/// A place in the log: after the change with that number, for a reader with those rights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The number of a change; 0 is before all.
    pub seq: i64,
    /// What stands for the reader's rights then.
    pub rights: Rights,
}

/// Makes cursors of places, and places of cursors. All servers of one database have the same.
#[derive(Clone)]
pub struct Seal(Aes256);

impl Seal {
    /// The seal with this key, of 64 hexadecimal digits; `None` when it is none.
    pub(super) fn of(key: &str) -> Option<Self> {
        let key: [u8; 32] = HEXLOWER.decode(key.as_bytes()).ok()?.try_into().ok()?;
        Some(Self(Aes256::new(&key.into())))
    }

    /// The cursor of a place.
    #[must_use]
    pub fn cursor(&self, place: &Place) -> String {
        let mut bytes = [0; 16];
        let (seq, rights) = bytes.split_at_mut(8);
        seq.copy_from_slice(&place.seq.to_be_bytes());
        rights.copy_from_slice(&place.rights.0);
        let mut block = bytes.into();
        self.0.encrypt_block(&mut block);
        let mut sealed = vec![VERSION];
        sealed.extend_from_slice(&block);
        BASE64URL_NOPAD.encode(&sealed)
    }

    /// The place of a cursor; `None` for what is no cursor of the log.
    #[must_use]
    pub fn place(&self, cursor: &str) -> Option<Place> {
        // 17 bytes are 23 letters: longer ones are not even looked at.
        let bytes = (cursor.len() == 23).then(|| BASE64URL_NOPAD.decode(cursor.as_bytes()).ok())??;
        let (version, sealed) = bytes.split_first()?;
        let sealed: [u8; 16] = sealed.try_into().ok()?;
        let mut block = sealed.into();
        self.0.decrypt_block(&mut block);
        let (seq, rights) = block.split_first_chunk::<8>()?;
        let place = Place { seq: i64::from_be_bytes(*seq), rights: Rights(rights.try_into().ok()?) };
        (*version == VERSION).then_some(place)
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seal")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal() -> Seal {
        Seal::of(&"07".repeat(32)).unwrap()
    }

    #[test]
    fn a_cursor_comes_back_as_its_place() {
        let place = Place { seq: 66, rights: Rights([1, 2, 3, 4, 5, 6, 7, 8]) };
        let cursor = seal().cursor(&place);
        assert_eq!(seal().place(&cursor), Some(place));
        assert_eq!(cursor, seal().cursor(&seal().place(&cursor).unwrap()));
    }

    #[test]
    fn nothing_of_two_places_shows_in_their_cursors() {
        let rights = Rights::default();
        let [first, second] = [1, 2].map(|seq| seal().cursor(&Place { seq, rights }));
        let same = first.bytes().zip(second.bytes()).skip(2).filter(|(a, b)| a == b).count();
        assert!(same < 6, "{first} {second}");
    }

    #[test]
    fn what_is_no_cursor_of_the_log_has_no_place() {
        for text in ["", "x", "AgAAAAAAAAAAAAAAAAAAAAA=", &"A".repeat(23), &"é".repeat(12)] {
            assert_eq!(seal().place(text), None, "{text}");
        }
    }
}
