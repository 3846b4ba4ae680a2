//! A page that a visitor came to, and the form that it asks to fill.

use reqwest::{StatusCode, Url};

/// What was answered in the end.
pub(crate) struct Page {
    pub(crate) url: Url,
    pub(crate) status: StatusCode,
    pub(crate) body: String,
}

/// The first form of a page, which is sent by POST.
pub(super) struct Form {
    pub(super) action: Url,
    /// Names and values, as the page gives them.
    pub(super) fields: Vec<(String, String)>,
}

impl Page {
    /// The form, if there is one. This reads the pages of the two providers, not HTML at large.
    pub(super) fn form(&self) -> Option<Form> {
        let (_, form) = self.body.split_once("<form")?;
        let (form, _) = form.split_once("</form>")?;
        let (opening, content) = form.split_once('>')?;
        let mut action = self.url.join(&attribute(opening, "action").unwrap_or_default()).ok()?;
        action.set_fragment(None);
        let inputs = content.split("<input").skip(1).filter_map(|rest| rest.split('>').next());
        let fields = inputs.filter_map(|input| {
            Some((attribute(input, "name")?, attribute(input, "value").unwrap_or_default()))
        });
        Some(Form { action, fields: fields.collect() })
    }
}

impl Form {
    /// Whether it has one of these fields.
    pub(super) fn asks(&self, names: &[&str]) -> bool {
        self.fields.iter().any(|(name, _)| names.contains(&name.as_str()))
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    let (value, _) = rest.split_once('"')?;
    let entities = [("&quot;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    Some(entities.iter().fold(value.to_owned(), |text, (entity, sign)| text.replace(entity, sign)))
}
