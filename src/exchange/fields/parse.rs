//! How the text of a cell becomes a date, a number or an address. Pure functions, strict on purpose: a spreadsheet
//! that wrote something else wrote something doubtful.

use chrono::NaiveDate;

use super::CellProblem;

/// `2026-03-01`, or `01/03/2026` with the day first.
pub(super) fn date(text: &str) -> Result<NaiveDate, CellProblem> {
    let parts: Vec<&str> = text.split(['-', '/']).collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] if !text.contains('/') => (year, month, day),
        [day, month, year] if !text.contains('-') => (year, month, day),
        _ => return Err(CellProblem::Date),
    };
    let number = |text: &str, length| {
        let digits = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<u32>().ok()).flatten()
    };
    let read = || {
        let year = i32::try_from(number(year, 4)?).ok()?;
        NaiveDate::from_ymd_opt(year, number(month, 2)?, number(day, 2)?)
    };
    read().ok_or(CellProblem::Date)
}

/// A number with at most one point or comma, which is always the decimal mark: `1,234` is a bit more than one.
pub(super) fn decimal(text: &str) -> Result<f64, CellProblem> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let whole = joined_thousands(whole, text)?;
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(not_a_number(text));
    }
    format!("{whole}.{fraction}").parse().map_err(|_| CellProblem::Number)
}

/// A whole number.
pub(super) fn integer(text: &str) -> Result<i64, CellProblem> {
    joined_thousands(text, text)?.parse().map_err(|_| CellProblem::Number)
}

/// Digits with an optional sign, once the spaces between groups of three are taken out.
fn joined_thousands(number: &str, whole_cell: &str) -> Result<String, CellProblem> {
    let digits = number.trim_start_matches(['-', '+']);
    let groups: Vec<&str> = digits.split([' ', '\u{a0}', '\u{202f}']).collect();
    let grouped = match groups.as_slice() {
        [_] => true,
        [first, rest @ ..] => first.len() <= 3 && rest.iter().all(|group| group.len() == 3),
        [] => false,
    };
    let all_digits =
        groups.iter().all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()));
    if !grouped || !all_digits || number.len() - digits.len() > 1 {
        return Err(not_a_number(whole_cell));
    }
    let sign = if number.starts_with('-') { "-" } else { "" };
    Ok(format!("{sign}{}", groups.concat()))
}

/// Names the notation that spreadsheets fall back on for long numbers (`2,17E+13`).
fn not_a_number(text: &str) -> CellProblem {
    let scientific = text.split_once(['e', 'E']).is_some_and(|(mantissa, exponent)| {
        let numeric =
            |part: &str| part.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '+' | '-'));
        !mantissa.is_empty() && !exponent.is_empty() && numeric(mantissa) && numeric(exponent)
    });
    if scientific { CellProblem::Scientific } else { CellProblem::Number }
}

/// `http` and `https` only, since the address will be a link. Without a scheme it is read as a browser would read
/// what is typed: `https`.
pub(super) fn web_address(text: &str) -> Result<String, CellProblem> {
    const LONGEST: usize = 2_000;
    let (scheme, rest) = text.split_once("://").unwrap_or(("https", text));
    let scheme = scheme.to_ascii_lowercase();
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    let sound = matches!(scheme.as_str(), "http" | "https")
        && is_host(host)
        && port.parse::<u16>().is_ok()
        && text.len() <= LONGEST
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"'));
    if sound { Ok(format!("{scheme}://{rest}")) } else { Err(CellProblem::WebAddress) }
}

/// Two labels or more, of letters, digits and inner dashes; letters of other alphabets are allowed.
fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        let inner = !label.starts_with('-') && !label.ends_with('-');
        inner && !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    host.contains('.') && host.split('.').all(label)
}

/// An ISO 639 code of two or three letters.
pub(super) fn language(text: &str) -> Result<String, CellProblem> {
    let code = text.to_ascii_lowercase();
    let sound = matches!(code.len(), 2 | 3) && code.bytes().all(|letter| letter.is_ascii_lowercase());
    if sound { Ok(code) } else { Err(CellProblem::Language) }
}

pub(super) fn email(text: &str) -> Result<String, CellProblem> {
    const LONGEST: usize = 254;
    let allowed = |c: char| c.is_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    let sound = text.rsplit_once('@').is_some_and(|(local, host)| {
        !local.is_empty() && local.chars().all(allowed) && is_host(host) && text.len() <= LONGEST
    });
    if sound { Ok(text.to_lowercase()) } else { Err(CellProblem::Email) }
}

pub(super) fn phone(text: &str) -> Result<String, CellProblem> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let allowed = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+.-()/".contains(c);
    let sound = (6..=30).contains(&digits) && text.len() <= 60 && text.chars().all(allowed);
    if sound { Ok(text.to_owned()) } else { Err(CellProblem::Phone) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_as_iso_or_day_first() {
        let first_of_february = NaiveDate::from_ymd_opt(1967, 2, 1);
        assert_eq!(date("1967-02-01").ok(), first_of_february);
        assert_eq!(date("01/02/1967").ok(), first_of_february);
        for text in ["8/31/16", "31/02/2026", "2026-13-01", "01-02/1967", "25309", "1967-2-1", "+967-02-01"] {
            assert_eq!(date(text), Err(CellProblem::Date), "{text}");
        }
    }

    #[test]
    fn a_number_may_have_spaces_between_thousands() {
        for text in ["281 973", "281\u{a0}973", "281\u{202f}973", "281973"] {
            assert_eq!(integer(text), Ok(281_973), "{text}");
        }
        assert_eq!(decimal("-1 234,50"), Ok(-1234.5));
        assert_eq!(decimal("42.48343"), Ok(42.48343));
        for text in ["12 34", "1.234,5", "", "--1", "1e", "١٢", "12.", "1 2345"] {
            assert_eq!(decimal(text), Err(CellProblem::Number), "{text}");
        }
        assert_eq!(integer("99999999999999999999"), Err(CellProblem::Number));
    }

    #[test]
    fn a_number_that_a_spreadsheet_shortened_is_named() {
        assert_eq!(integer("2,17003E+13"), Err(CellProblem::Scientific));
        assert_eq!(decimal("2.17003e13"), Err(CellProblem::Scientific));
    }

    #[test]
    fn a_web_address_is_http_or_nothing() {
        assert_eq!(web_address("HTTPS://mairie.fr/a?b").as_deref(), Ok("https://mairie.fr/a?b"));
        assert_eq!(web_address("www.musee-ceret.com/").as_deref(), Ok("https://www.musee-ceret.com/"));
        for text in [
            "javascript:alert(1)",
            "javascript://a.b/%0Aalert(1)",
            "ftp://a.fr",
            "www.domaine-st-thomas,com",
            "nom@a.fr",
            "https://a.fr/\"x",
            "https://localhost",
            "http://a..fr",
        ] {
            assert_eq!(web_address(text), Err(CellProblem::WebAddress), "{text}");
        }
    }

    #[test]
    fn an_email_has_a_name_and_a_host() {
        assert_eq!(email("Accueil@Casal.cat").as_deref(), Ok("accueil@casal.cat"));
        for text in ["casal.cat", "@casal.cat", "a b@casal.cat", "a@casal", "a@b@casal.cat"] {
            assert_eq!(email(text), Err(CellProblem::Email), "{text}");
        }
    }

    #[test]
    fn a_phone_number_is_kept_as_it_is_written() {
        assert_eq!(phone("+33 (0)4 68 00.00.00").as_deref(), Ok("+33 (0)4 68 00.00.00"));
        for text in ["0468", "voir le site", "04 68 00 00 00 x2"] {
            assert_eq!(phone(text), Err(CellProblem::Phone), "{text}");
        }
    }
}
