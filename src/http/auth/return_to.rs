//! Where people go after they signed in: somewhere in the hub, whatever the address says that brought them.

use url::Url;

/// Where they go who wanted nothing else.
pub(super) const HOME: &str = "/";

/// The path, with its query, if it is one of the hub's own; [`HOME`] otherwise. What is kept is what a browser would make of
/// it, so that nothing is left to be read in two ways.
pub(super) fn local(wanted: &str, origin: &str) -> String {
    path_in(wanted, origin).unwrap_or_else(|| HOME.to_owned())
}

fn path_in(wanted: &str, origin: &str) -> Option<String> {
    let is_plain = wanted.starts_with('/')
        && wanted.len() <= 2_000
        && wanted.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    let base = Url::parse(origin).ok()?;
    let url = is_plain.then(|| base.join(wanted).ok()).flatten()?;
    let stays = url.origin() == base.origin() && url.username().is_empty() && url.password().is_none();
    // `/.//evil` is a path of two slashes once its dots are gone.
    if !stays || url.path().starts_with("//") || url.path().starts_with("/auth/") {
        return None;
    }
    Some(url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "https://hub.example";

    #[test]
    fn a_path_of_the_hub_is_kept_as_a_browser_reads_it() {
        for (wanted, kept) in [
            ("/", "/"),
            ("/explorer", "/explorer"),
            ("/projects/42?tab=actions&x=//evil.example", "/projects/42?tab=actions&x=//evil.example"),
            ("/a/../b", "/b"),
            ("/a#part", "/a"),
            ("/%2f%2fevil.example", "/%2f%2fevil.example"),
            ("/%5cevil.example", "/%5cevil.example"),
            ("/%2e%2f/evil.example/..//evil.example", "/%2e%2f//evil.example"),
            ("/@evil.example", "/@evil.example"),
        ] {
            assert_eq!(local(wanted, ORIGIN), kept, "{wanted}");
        }
    }

    #[test]
    fn nothing_leads_out_of_the_hub() {
        for wanted in [
            "",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\\/evil.example",
            "/.//evil.example",
            "/..//evil.example",
            "/a/..//evil.example",
            "https://evil.example",
            "https:evil.example",
            "HTTPS://hub.example@evil.example",
            "https://hub.example.evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "evil.example",
            " //evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "/\u{2f00}/evil.example",
            "@evil.example",
            "?//evil.example",
            "/auth/logout",
        ] {
            assert_eq!(local(wanted, ORIGIN), HOME, "{wanted:?}");
        }
    }
}
