//! From bytes to text: which encoding a file is in, and what is not text at all.
//!
//! The rule: never guess twice. A byte order mark is believed, then UTF-8 is tried, then windows-1252 if the
//! detector agrees; anything else is refused with what to do about it, since letters read wrongly would be stored
//! without anyone noticing. The file is held in memory, bounded by [`ReadLimits::bytes`].

use std::io::Read;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{limits::ReadLimits, message::Message};

const BYTE_ORDER_MARK: char = '\u{feff}';

/// A file as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte order marks.
    pub text: String,
    /// The WHATWG name of the encoding it was in (`UTF-8`, `windows-1252`, `UTF-16LE`, `UTF-16BE`). Latin-1 is
    /// read as windows-1252, which holds it whole.
    pub encoding: &'static str,
}

/// Why the bytes of a file are not a text that the hub can read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EncodingFault {
    /// The file could not be read at all.
    Unreadable(String),
    /// More bytes than the limit.
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// Nothing in it.
    Empty,
    /// A workbook, a PDF, an archive: its name.
    Binary(&'static str),
    /// Marked or written as Unicode, but broken.
    Broken {
        /// The encoding.
        encoding: &'static str,
        /// The first physical line that cannot be read.
        line: usize,
    },
    /// None of the encodings above.
    Unknown,
}

/// Reads a whole file as text.
///
/// # Errors
/// When it is too large, empty, not text, or in an encoding that cannot be told.
pub fn decode(source: impl Read, limits: &ReadLimits) -> Result<Decoded, EncodingFault> {
    let mut bytes = Vec::new();
    let bound = u64::try_from(limits.bytes).unwrap_or(u64::MAX).saturating_add(1);
    source
        .take(bound)
        .read_to_end(&mut bytes)
        .map_err(|fault| EncodingFault::Unreadable(fault.to_string()))?;
    if bytes.len() > limits.bytes {
        return Err(EncodingFault::TooLarge { limit: limits.bytes });
    }
    let mut decoded = decode_bytes(bytes)?;
    let marks = decoded.text.len() - decoded.text.trim_start_matches(BYTE_ORDER_MARK).len();
    decoded.text.drain(..marks);
    if decoded.text.trim().is_empty() {
        return Err(EncodingFault::Empty);
    }
    Ok(decoded)
}

fn decode_bytes(bytes: Vec<u8>) -> Result<Decoded, EncodingFault> {
    let mark = Encoding::for_bom(&bytes).map(|(encoding, _)| encoding);
    if let Some(encoding) = mark.filter(|encoding| [UTF_16LE, UTF_16BE].contains(encoding)) {
        return decode_strictly(&bytes, encoding);
    }
    if let Some(kind) = binary(&bytes) {
        return Err(EncodingFault::Binary(kind));
    }
    let fault = match String::from_utf8(bytes) {
        Ok(text) => return Ok(Decoded { text, encoding: "UTF-8" }),
        Err(fault) => fault,
    };
    let sound = fault.utf8_error().valid_up_to();
    let bytes = fault.into_bytes();
    if mark.is_some() || is_mostly_utf8(&bytes) {
        return Err(EncodingFault::Broken { encoding: "UTF-8", line: line_at(&bytes, sound) });
    }
    decode_legacy(&bytes)
}

fn decode_strictly(bytes: &[u8], encoding: &'static Encoding) -> Result<Decoded, EncodingFault> {
    let (text, had_errors) = encoding.decode_with_bom_removal(bytes);
    if had_errors {
        let sound = text.find('\u{fffd}').unwrap_or_default();
        return Err(EncodingFault::Broken {
            encoding: encoding.name(),
            line: line_at(text.as_bytes(), sound),
        });
    }
    Ok(Decoded { text: text.into_owned(), encoding: encoding.name() })
}

/// Whether more letters beyond ASCII are right in UTF-8 than wrong: a few bad bytes in such a file must not have all
/// its accents read in another encoding.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut right, mut wrong) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    right > wrong
}

/// The hub's network writes French, Catalan, Spanish and English: of the encodings of one byte only windows-1252
/// is expected. Its five unassigned bytes are letters of other encodings (`è` and `ç` on old Macintoshes).
fn decode_legacy(bytes: &[u8]) -> Result<Decoded, EncodingFault> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let unassigned = |byte: &u8| matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d);
    if detector.guess(Some(b"fr"), Utf8Detection::Deny) != WINDOWS_1252 || bytes.iter().any(unassigned) {
        return Err(EncodingFault::Unknown);
    }
    decode_strictly(bytes, WINDOWS_1252)
}

fn binary(bytes: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 5] = [
        (b"PK\x03\x04", "XLSX, ODS, ZIP"),
        (b"\xd0\xcf\x11\xe0", "XLS"),
        (b"%PDF", "PDF"),
        (b"\x1f\x8b", "GZIP"),
        (b"7z\xbc\xaf", "7Z"),
    ];
    let signed = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature));
    signed.map(|(_, name)| *name).or_else(|| bytes.contains(&0).then_some("NUL"))
}

fn line_at(bytes: &[u8], position: usize) -> usize {
    1 + bytes[..position].iter().filter(|byte| **byte == b'\n').count()
}

impl Message for EncodingFault {
    fn sentences(&self) -> [String; 3] {
        match self {
            Self::Unreadable(detail) => [
                format!("le fichier n'a pas pu être lu ({detail})"),
                format!("no s'ha pogut llegir el fitxer ({detail})"),
                format!("the file could not be read ({detail})"),
            ],
            Self::TooLarge { limit } => [
                format!("le fichier dépasse {limit} octets : partagez-le en plusieurs fichiers"),
                format!("el fitxer supera els {limit} octets: dividiu-lo en diversos fitxers"),
                format!("the file is larger than {limit} bytes: split it into several files"),
            ],
            Self::Empty => {
                ["le fichier est vide", "el fitxer és buit", "the file is empty"].map(str::to_owned)
            }
            Self::Binary(kind) => [
                format!("ce n'est pas du texte ({kind}) : enregistrez la feuille en CSV UTF-8"),
                format!("no és text ({kind}): deseu el full com a CSV UTF-8"),
                format!("this is not text ({kind}): save the sheet as CSV UTF-8"),
            ],
            Self::Broken { encoding, line } => [
                format!(
                    "le texte {encoding} est abîmé ligne {line} : enregistrez à nouveau la feuille en CSV UTF-8"
                ),
                format!(
                    "el text {encoding} és malmès a la línia {line}: torneu a desar el full com a CSV UTF-8"
                ),
                format!("the {encoding} text is broken on line {line}: save the sheet again as CSV UTF-8"),
            ],
            Self::Unknown => [
                "l'encodage n'est pas reconnu : enregistrez la feuille en CSV UTF-8",
                "no es reconeix la codificació: deseu el full com a CSV UTF-8",
                "the encoding cannot be told: save the sheet as CSV UTF-8",
            ]
            .map(str::to_owned),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::locale::Locale;

    fn read(bytes: &[u8]) -> Result<(String, &'static str), EncodingFault> {
        decode(bytes, &ReadLimits::default()).map(|decoded| (decoded.text, decoded.encoding))
    }

    #[test]
    fn utf8_is_kept_and_its_marks_are_dropped() {
        assert_eq!(read("nom\nPrats-de-Molló".as_bytes()), Ok(("nom\nPrats-de-Molló".to_owned(), "UTF-8")));
        assert_eq!(read(b"\xef\xbb\xbf\xef\xbb\xbfnom"), Ok(("nom".to_owned(), "UTF-8")));
    }

    #[test]
    fn windows_1252_is_detected() {
        let (bytes, ..) =
            WINDOWS_1252.encode("nom;ville\nL’Œuvre du Vallespir;Céret\nMaison d’à côté;Prades\n");
        assert_eq!(
            read(&bytes),
            Ok(("nom;ville\nL’Œuvre du Vallespir;Céret\nMaison d’à côté;Prades\n".into(), "windows-1252"))
        );
    }

    #[test]
    fn utf16_is_read_by_its_mark() {
        for (mark, encoding) in [([0xff, 0xfe], "UTF-16LE"), ([0xfe, 0xff], "UTF-16BE")] {
            let unit =
                |unit: u16| if encoding == "UTF-16LE" { unit.to_le_bytes() } else { unit.to_be_bytes() };
            let bytes: Vec<u8> = mark.into_iter().chain("Molló".encode_utf16().flat_map(unit)).collect();
            assert_eq!(read(&bytes), Ok(("Molló".to_owned(), encoding)));
        }
    }

    #[test]
    fn a_workbook_is_refused_with_what_to_do() {
        let fault = read(b"PK\x03\x04\x14\x00\x06\x00").unwrap_err();
        assert_eq!(
            fault.text(Locale::Fr),
            "ce n'est pas du texte (XLSX, ODS, ZIP) : enregistrez la feuille en CSV UTF-8"
        );
        assert_eq!(read(b"%PDF-1.7 \xe2\xe3"), Err(EncodingFault::Binary("PDF")));
        assert_eq!(read(b"a;b\n1;\x00\n"), Err(EncodingFault::Binary("NUL")));
    }

    #[test]
    fn what_would_be_read_wrongly_is_refused() {
        // MacRoman: `è` is 0x8f, `ç` is 0x8d.
        assert_eq!(read(b"nom\nLyc\x8ee fran\x8dais Fr\x8fre\n"), Err(EncodingFault::Unknown));
        let fault = read(b"\xef\xbb\xbfnom\nC\xe9ret\n").unwrap_err();
        assert_eq!(fault, EncodingFault::Broken { encoding: "UTF-8", line: 2 });
    }

    #[test]
    fn a_bad_byte_does_not_make_utf8_another_encoding() {
        let fault = read(b"nom\nC\xc3\xa9ret\nMoll\xc3\xb3\nC\xe9ret\n").unwrap_err();
        assert_eq!(fault, EncodingFault::Broken { encoding: "UTF-8", line: 4 });
    }

    #[test]
    fn size_is_bounded() {
        let limits = ReadLimits { bytes: 4, ..ReadLimits::default() };
        assert_eq!(decode(&b"abcde"[..], &limits), Err(EncodingFault::TooLarge { limit: 4 }));
        assert_eq!(read(b"\xef\xbb\xbf \r\n"), Err(EncodingFault::Empty));
    }
}
