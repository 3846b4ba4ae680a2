//! The pages of signing in: plain HTML, no script, in the reader's language.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{Html, IntoResponse};
use serde_json::Value;
use url::form_urlencoded;

use super::words::{Label, Words, label, words};
use crate::identity::{ProviderChoice, Tried};
use crate::kernel::locale::Locale;

/// The style sheet of the pages.
pub(super) const STYLE: &str = include_str!("style.css");

/// A button posts to the page's own address; nothing else is asked of the browser.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
);

/// The same for the page whose form leads on to a provider, wherever that is: some browsers hold `form-action` against
/// where they are sent on to as well.
const POLICY_OF_CHOICE: HeaderValue =
    HeaderValue::from_static("default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'");

/// Which page.
#[derive(Clone, Copy, Debug)]
pub(super) enum Page<'a> {
    /// Asks whether to sign in with a link.
    Ask,
    /// Says that the link is of no use.
    Gone,
    /// Says that the session is open.
    Done,
    /// Asks through which provider to sign in.
    Choose { choices: &'a [ProviderChoice], return_to: &'a str, is_unknown: bool },
    /// The same for who was invited.
    Invited { choices: &'a [ProviderChoice], link: &'a str },
    /// Says that the session is over.
    SignedOut,
    /// There is no such provider.
    NoProvider,
    /// The provider does not answer.
    Unavailable,
    /// The provider is not set up right.
    Misconfigured(&'a str),
    /// Nobody was signed in.
    Refused(&'a str),
    /// The account is not in use.
    Waits(&'a str),
    /// What a trial showed.
    Tried(&'a Tried),
}

/// The page, in the first of the reader's languages.
pub(super) fn render(page: &Page<'_>, network: &str, headers: &HeaderMap) -> impl IntoResponse + use<> {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let locale = Locale::from_accept_language(accepted.unwrap_or_default()).first().copied();
    let locale = locale.unwrap_or(Locale::Fr);
    let policy = if matches!(page, Page::Choose { .. }) { POLICY_OF_CHOICE } else { POLICY };
    let headers = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::VARY, HeaderValue::from_static("Accept-Language")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    (headers, Html(html(locale, page, &escaped(network))))
}

fn html(locale: Locale, page: &Page<'_>, network: &str) -> String {
    let Words { title, text } = words(page, locale);
    let rest = rest(page, locale);
    format!(
        "<!doctype html>\n<html lang=\"{locale}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n\
         <title>{title} · {network}</title>\n<link rel=\"stylesheet\" href=\"/auth/style.css\">\n</head>\n\
         <body>\n<main>\n<p class=\"network\">{network}</p>\n<h1>{title}</h1>\n<p>{text}</p>{rest}\n\
         </main>\n</body>\n</html>\n"
    )
}

/// What stands under the words.
fn rest(page: &Page<'_>, locale: Locale) -> String {
    let say = |what| label(what, locale);
    match page {
        Page::Ask => {
            format!("\n<form method=\"post\"><button type=\"submit\">{}</button></form>", say(Label::Open))
        }
        Page::Choose { choices, return_to, is_unknown } => choose(choices, return_to, *is_unknown, locale),
        Page::Invited { choices, link } => list(choices, &[("invitation", link)]),
        Page::SignedOut | Page::Gone => again(say(Label::SignIn)),
        Page::NoProvider | Page::Unavailable => again(say(Label::OtherWay)),
        Page::Refused(reason) | Page::Waits(reason) | Page::Misconfigured(reason) => {
            let reason = escaped(reason);
            format!(
                "\n<p class=\"reason\">{} <code>{reason}</code></p>{}",
                say(Label::Reason),
                again(say(Label::OtherWay))
            )
        }
        Page::Tried(tried) => trial(tried, locale),
        Page::Done => String::new(),
    }
}

fn choose(choices: &[ProviderChoice], return_to: &str, is_unknown: bool, locale: Locale) -> String {
    let say = |what| label(what, locale);
    let problem = if is_unknown {
        format!("\n<p class=\"problem\" id=\"unknown\" role=\"alert\">{}</p>", say(Label::Unknown))
    } else {
        String::new()
    };
    let described = if is_unknown { " aria-describedby=\"unknown\" aria-invalid=\"true\"" } else { "" };
    format!(
        "{}{problem}\n<form method=\"post\" action=\"/auth/discover\">\n<label for=\"email\">{}</label>\n\
         <input id=\"email\" name=\"email\" type=\"email\" autocomplete=\"email\" required{described}>\n\
         <input type=\"hidden\" name=\"return_to\" value=\"{}\">\n<button type=\"submit\">{}</button>\n</form>",
        list(choices, &[("return_to", return_to)]),
        say(Label::Email),
        escaped(return_to),
        say(Label::Continue),
    )
}

fn list(choices: &[ProviderChoice], parameters: &[(&str, &str)]) -> String {
    if choices.is_empty() {
        return String::new();
    }
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    let items: String = choices
        .iter()
        .map(|choice| {
            let (slug, query) = (escaped(&choice.slug), escaped(&query));
            format!(
                "\n<li><a class=\"choice\" href=\"/auth/login/{slug}?{query}\">{}</a></li>",
                escaped(&choice.label)
            )
        })
        .collect();
    format!("\n<ul class=\"choices\">{items}\n</ul>")
}

fn again(words: &str) -> String {
    format!("\n<p class=\"again\"><a href=\"/auth/sign-in\">{words}</a></p>")
}

fn trial(tried: &Tried, locale: Locale) -> String {
    let claims: String = tried
        .claims
        .iter()
        .map(|(name, value)| {
            let text = match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            format!("\n<dt>{}</dt><dd>{}</dd>", escaped(name), escaped(&text))
        })
        .collect();
    let memberships: String = tried
        .memberships
        .iter()
        .map(|(structure, role)| format!("\n<li>{} · {}</li>", escaped(structure), escaped(role)))
        .collect();
    let memberships = if memberships.is_empty() {
        format!("\n<li>{}</li>", label(Label::NoMembership, locale))
    } else {
        memberships
    };
    format!(
        "\n<h2>{}</h2>\n<dl>{claims}\n</dl>\n<h2>{}</h2>\n<ul>{memberships}\n</ul>",
        label(Label::Claims, locale),
        label(Label::Memberships, locale)
    )
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_networks_name_cannot_be_markup() {
        let name = escaped("<b>\"Pyrénées\" & Cie</b>");
        let page = html(Locale::Ca, &Page::Ask, &name);
        assert!(page.contains("&lt;b&gt;&quot;Pyrénées&quot; &amp; Cie&lt;/b&gt;"));
        assert!(page.contains("<html lang=\"ca\">"));
    }

    #[test]
    fn nothing_that_somebody_chose_can_be_markup() {
        let evil = "\"><script>alert(1)</script>";
        let choices = [ProviderChoice { slug: evil.to_owned(), label: evil.to_owned() }];
        for page in [
            Page::Choose { choices: &choices, return_to: evil, is_unknown: true },
            Page::Invited { choices: &choices, link: evil },
            Page::Refused(evil),
            Page::Misconfigured(evil),
        ] {
            let page = html(Locale::Fr, &page, "réseau");
            assert!(!page.contains("<script"), "{page}");
        }
    }
}
