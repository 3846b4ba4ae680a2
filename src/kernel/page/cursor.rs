//! Keyset cursors: what a row is sorted by, and its id. A row inserted or removed between two pages makes neither a
//! gap nor a repetition, as it would with a row number.
//!
//! The text is base64url without padding of: version, order, id, then each value with its tag. It is opaque to
//! clients but not secret, and comes back from anyone: reading it must stay cheap and can never fail otherwise than
//! by `None`. Numbers keep their bits: a distance that came back rounded would skip its neighbours.

use data_encoding::BASE64URL_NOPAD;
use uuid::Uuid;

/// The longest text that is read, in bytes. Sort by columns that stay well under it.
const MAX_ENCODED: usize = 2048;
/// Changes when the bytes below do, so that a cursor kept from before is refused and not misread.
const VERSION: u8 = 1;

const NULL: u8 = 0;
const TEXT: u8 = 1;
const INT: u8 = 2;
const FLOAT: u8 = 3;

/// One of the values that a row is sorted by.
#[derive(Clone, Debug, PartialEq)]
pub enum CursorValue {
    /// No value.
    Null,
    /// A text without U+0000, which PostgreSQL does not take.
    Text(String),
    /// A whole number: a count, an amount in cents, microseconds since 1970.
    Int(i64),
    /// A finite number: a distance, a rank.
    Float(f64),
}

/// A place in a list: just after this row, or just before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Cursor {
    /// Which order the list is in (`NAME_ASC`), at most 255 bytes: a cursor fits no other.
    pub order: String,
    /// What the row is sorted by, in the order's sequence. A cursor comes back from anyone: whoever uses it checks
    /// how many values there are and of which type.
    pub values: Vec<CursorValue>,
    /// The row, which decides between equal values.
    pub id: Uuid,
}

impl Cursor {
    /// The text for clients.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut bytes = vec![VERSION];
        push_text(&self.order, &mut bytes);
        bytes.extend_from_slice(self.id.as_bytes());
        for value in &self.values {
            push_value(value, &mut bytes);
        }
        BASE64URL_NOPAD.encode(&bytes)
    }

    /// Reads what [`Cursor::encode`] wrote; `None` for anything else, or past 2 KiB.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        if text.len() > MAX_ENCODED {
            return None;
        }
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        let mut reader = Reader(&bytes);
        if reader.byte()? != VERSION {
            return None;
        }
        let order = reader.text()?;
        let id = Uuid::from_bytes(reader.array()?);
        let mut values = Vec::new();
        while !reader.0.is_empty() {
            values.push(reader.value()?);
        }
        Some(Self { order, values, id })
    }
}

fn push_value(value: &CursorValue, bytes: &mut Vec<u8>) {
    match value {
        CursorValue::Null => bytes.push(NULL),
        CursorValue::Text(text) => {
            bytes.push(TEXT);
            push_text(text, bytes);
        }
        CursorValue::Int(number) => {
            bytes.push(INT);
            bytes.extend_from_slice(&number.to_be_bytes());
        }
        CursorValue::Float(number) => {
            bytes.push(FLOAT);
            bytes.extend_from_slice(&number.to_bits().to_be_bytes());
        }
    }
}

/// The length in two bytes, then the text. A text that does not fit makes a cursor that is refused.
fn push_text(text: &str, bytes: &mut Vec<u8>) {
    let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(text.as_bytes());
}

/// What is left to read.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn byte(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*array)
    }

    fn text(&mut self) -> Option<String> {
        let length = usize::from(u16::from_be_bytes(self.array()?));
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(text).ok().filter(|text| !text.contains('\0')).map(str::to_owned)
    }

    fn value(&mut self) -> Option<CursorValue> {
        Some(match self.byte()? {
            NULL => CursorValue::Null,
            TEXT => CursorValue::Text(self.text()?),
            INT => CursorValue::Int(i64::from_be_bytes(self.array()?)),
            FLOAT => {
                let number = f64::from_bits(u64::from_be_bytes(self.array()?));
                CursorValue::Float(Some(number).filter(|number| number.is_finite())?)
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cursor(values: Vec<CursorValue>) -> Cursor {
        Cursor { order: "NAME_ASC".to_owned(), values, id: Uuid::from_u128(7) }
    }

    #[test]
    fn a_cursor_is_short_and_fit_for_an_address() {
        let text = cursor(vec![CursorValue::Text("prades".to_owned())]).encode();
        assert!(text.len() < 60, "{text}");
        assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')));
    }

    #[test]
    fn what_no_cursor_wrote_is_refused() {
        let good = cursor(vec![CursorValue::Int(1)]).encode();
        let texts =
            [String::new(), "é".to_owned(), "null".to_owned(), format!("{good}="), format!("{good}AAAB")];
        for text in texts {
            assert_eq!(Cursor::decode(&text), None, "{text}");
        }
        for length in 0..good.len() {
            assert_ne!(Cursor::decode(&good[..length]), Cursor::decode(&good), "{length}");
        }
    }

    #[test]
    fn what_a_database_would_choke_on_is_refused() {
        for value in
            [CursorValue::Float(f64::NAN), CursorValue::Float(f64::INFINITY), CursorValue::Text("\0".into())]
        {
            assert_eq!(Cursor::decode(&cursor(vec![value]).encode()), None);
        }
    }

    #[test]
    fn an_oversized_cursor_is_refused() {
        for length in [MAX_ENCODED, 1 << 20] {
            let oversized = cursor(vec![CursorValue::Text("a".repeat(length))]).encode();
            assert_eq!(Cursor::decode(&oversized), None, "{length}");
        }
        assert_eq!(Cursor::decode(&"A".repeat(1 << 20)), None);
    }

    fn any_value() -> impl Strategy<Value = CursorValue> {
        prop_oneof![
            Just(CursorValue::Null),
            "[^\0]{0,40}".prop_map(CursorValue::Text),
            any::<i64>().prop_map(CursorValue::Int),
            any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(CursorValue::Float),
        ]
    }

    proptest! {
        #[test]
        fn a_cursor_reads_back(order in "[A-Z_]{1,40}", values in prop::collection::vec(any_value(), 0..5), id: u128) {
            let cursor = Cursor { order, values, id: Uuid::from_u128(id) };
            prop_assert_eq!(Cursor::decode(&cursor.encode()), Some(cursor));
        }

        #[test]
        fn what_is_read_is_written_alike(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let text = BASE64URL_NOPAD.encode(&[&[VERSION, 0, 1, b'A'], bytes.as_slice()].concat());
            if let Some(cursor) = Cursor::decode(&text) {
                prop_assert_eq!(cursor.encode(), text);
            }
        }
    }
}
