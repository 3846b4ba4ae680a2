//! Which types of file the hub takes, and whether the first bytes of one are those of the type that it was declared as.

/// How much of a file tells its type.
pub(super) const HEAD: usize = 4_096;

/// Types whose first bytes are known, with the other names that those bytes go by.
const BINARY: [(&str, &[&str]); 19] = [
    ("image/png", &[]),
    ("image/jpeg", &[]),
    ("image/gif", &[]),
    ("image/webp", &[]),
    ("application/pdf", &[]),
    ("application/zip", &[]),
    ("application/epub+zip", &["application/zip"]),
    ("application/vnd.oasis.opendocument.text", &["application/zip"]),
    ("application/vnd.oasis.opendocument.spreadsheet", &["application/zip"]),
    ("application/vnd.oasis.opendocument.presentation", &["application/zip"]),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["application/zip"]),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["application/zip"]),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", &["application/zip"]),
    ("audio/mpeg", &[]),
    ("audio/ogg", &["video/ogg", "application/ogg", "audio/opus"]),
    ("audio/wav", &["audio/x-wav"]),
    ("audio/mp4", &["audio/m4a", "video/mp4"]),
    ("video/mp4", &["video/x-m4v"]),
    ("video/webm", &["video/x-matroska"]),
];

/// Types that are text: any bytes but those of a binary type, and no zero among them.
const TEXT: [&str; 5] =
    ["text/plain", "text/csv", "text/markdown", "application/json", "application/x-ndjson"];

/// The type that a `Content-Type` names, without its parameters, if the hub takes it.
pub(super) fn accepted(declared: &str) -> Option<&'static str> {
    let declared = declared.split(';').next().unwrap_or_default().trim();
    let mut all = BINARY.iter().map(|(name, _)| *name).chain(TEXT);
    all.find(|name| name.eq_ignore_ascii_case(declared))
}

/// Every type that the hub takes, in a sentence.
pub(super) fn list() -> String {
    BINARY.iter().map(|(name, _)| *name).chain(TEXT).collect::<Vec<_>>().join(", ")
}

/// Whether a file that begins so is of `declared`, one of the types that the hub takes.
pub(super) fn fits(declared: &str, head: &[u8]) -> bool {
    let found = infer::get(head).map(|found| found.mime_type());
    match BINARY.iter().find(|(name, _)| *name == declared) {
        Some((name, others)) => found.is_some_and(|found| found == *name || others.contains(&found)),
        None => found.is_none() && (is_utf_16(head) || !head.contains(&0)),
    }
}

/// A file that says by its first bytes that it is text of two bytes a letter.
fn is_utf_16(head: &[u8]) -> bool {
    head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff])
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

    #[test]
    fn parameters_and_capitals_of_a_type_do_not_matter() {
        assert_eq!(accepted("Text/CSV; charset=utf-8"), Some("text/csv"));
    }

    #[test]
    fn what_a_browser_would_run_is_not_taken() {
        for refused in ["text/html", "image/svg+xml", "application/javascript", "text/xml", ""] {
            assert_eq!(accepted(refused), None, "{refused}");
        }
    }

    #[test]
    fn the_first_bytes_are_those_of_the_declared_type() {
        assert!(fits("image/png", PNG));
        assert!(fits("application/pdf", b"%PDF-1.7\n"));
        assert!(fits("application/vnd.oasis.opendocument.text", b"PK\x03\x04\x14\0\0\0"));
        assert!(fits("text/csv", "nom;siret\nCal Forn;\n".as_bytes()));
        assert!(fits("text/csv", b"nom;\xe9t\xe9\n"), "windows-1252");
        assert!(fits("text/csv", b"\xff\xfen\0o\0m\0"));
    }

    #[test]
    fn a_type_that_the_bytes_belie_is_refused() {
        assert!(!fits("image/jpeg", PNG));
        assert!(!fits("text/csv", PNG));
        assert!(!fits("application/pdf", b"<html><script>"));
        assert!(!fits("text/plain", b"a\0b"));
        assert!(!fits("text/plain", b"<!DOCTYPE html><html>"));
    }
}
