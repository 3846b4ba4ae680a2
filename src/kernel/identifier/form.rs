//! What the families share: how a typed number is brought to its compact form, tested and shown.
//!
//! Only ASCII digits and letters count: a full-width or Arabic digit is a digit to Unicode but to no registry.

use super::fault::IdentifierFault;
use super::hint::Hint;

/// Groups are parted by a no-break space: a number must not be cut at the end of a line.
const NO_BREAK_SPACE: char = '\u{a0}';

/// Trims, drops spaces, dots and dashes, and writes ASCII letters in upper case.
pub(super) fn compact(text: &str) -> String {
    stripped(text, |c| is_space(c) || matches!(c, '.' | '-' | '\u{2010}' | '\u{2011}' | '\u{2013}'))
}

/// [`compact`] for what is written with dots or dashes of its own: those stay.
pub(super) fn undivided(text: &str) -> String {
    stripped(text, is_space)
}

fn stripped(text: &str, dropped: impl Fn(char) -> bool) -> String {
    text.trim().chars().filter(|c| !dropped(*c)).map(|c| c.to_ascii_uppercase()).collect()
}

/// The space and the two no-break spaces that French typography puts into numbers.
const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}')
}

/// Whether `text` is at least one ASCII digit and nothing else.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether `text` follows `pattern`, character for character: `#` stands for a digit, `@` for a letter, anything
/// else for itself.
pub(super) fn follows(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(byte, mould)| match mould {
            b'#' => byte.is_ascii_digit(),
            b'@' => byte.is_ascii_uppercase(),
            other => byte == other,
        })
}

/// Why `compact` is not a number made of digits: for a text that is one, `None`.
pub(super) fn not_digits(compact: &str) -> Option<IdentifierFault> {
    if is_digits(compact) {
        return None;
    }
    Some(IdentifierFault::format(if compact.is_empty() {
        Hint::Empty
    } else if is_spreadsheet(compact) {
        Hint::Spreadsheet
    } else {
        Hint::OnlyDigits
    }))
}

/// Whether a spreadsheet's scientific notation shows: `7.3282932E+13` once its dot is dropped, or with a comma.
pub(super) fn is_spreadsheet(compact: &str) -> bool {
    compact.split_once('E').is_some_and(|(mantissa, exponent)| {
        let whole = mantissa.bytes().all(|byte| byte.is_ascii_digit() || byte == b',');
        whole
            && mantissa.starts_with(|c: char| c.is_ascii_digit())
            && is_digits(exponent.trim_start_matches('+'))
    })
}

/// Luhn's sum over digits is a multiple of ten (ISO/IEC 7812-1, annex B).
pub(super) fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(position, byte)| match (position % 2, u32::from(byte - b'0')) {
            (0, digit) => digit,
            (_, digit) if digit > 4 => 2 * digit - 9,
            (_, digit) => 2 * digit,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Parts `text` into groups of these sizes; what is left after them follows as it is.
pub(super) fn grouped(text: &str, groups: &[usize]) -> String {
    let mut shown = String::with_capacity(text.len() + 2 * groups.len());
    let mut rest = text;
    for size in groups {
        let Some((group, after)) = rest.split_at_checked(*size) else { break };
        shown.push_str(group);
        if !after.is_empty() {
            shown.push(NO_BREAK_SPACE);
        }
        rest = after;
    }
    shown.push_str(rest);
    shown
}
