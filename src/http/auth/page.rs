//! The pages of signing in: plain HTML, no script, in the reader's language.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{Html, IntoResponse};

use super::words::{Words, words};
use crate::kernel::locale::Locale;

/// The style sheet of the pages.
pub(super) const STYLE: &str = include_str!("style.css");

/// The button posts to the page's own address; nothing else is asked of the browser.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
);

/// Which page.
#[derive(Clone, Copy, Debug)]
pub(super) enum Page {
    /// Asks whether to sign in.
    Ask,
    /// Says that the link is of no use.
    Gone,
    /// Says that the session is open.
    Done,
}

/// The page, in the first of the reader's languages.
pub(super) fn render(page: Page, network: &str, headers: &HeaderMap) -> impl IntoResponse + use<> {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let locale = Locale::from_accept_language(accepted.unwrap_or_default()).first().copied();
    let locale = locale.unwrap_or(Locale::Fr);
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::VARY, HeaderValue::from_static("Accept-Language")),
    ];
    (headers, Html(html(locale, &words(page, locale), &escaped(network))))
}

fn html(locale: Locale, words: &Words, network: &str) -> String {
    let Words { title, text, button } = words;
    let form = button.map_or_else(String::new, |button| {
        format!("\n<form method=\"post\"><button type=\"submit\">{button}</button></form>")
    });
    format!(
        "<!doctype html>\n<html lang=\"{locale}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n\
         <title>{title} · {network}</title>\n<link rel=\"stylesheet\" href=\"/auth/style.css\">\n</head>\n\
         <body>\n<main>\n<p class=\"network\">{network}</p>\n<h1>{title}</h1>\n<p>{text}</p>{form}\n\
         </main>\n</body>\n</html>\n"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_networks_name_cannot_be_markup() {
        let name = escaped("<b>\"Pyrénées\" & Cie</b>");
        let page = html(Locale::Ca, &words(Page::Ask, Locale::Ca), &name);
        assert!(page.contains("&lt;b&gt;&quot;Pyrénées&quot; &amp; Cie&lt;/b&gt;"));
        assert!(page.contains("<html lang=\"ca\">"));
    }
}
