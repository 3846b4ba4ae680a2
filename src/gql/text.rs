//! Texts in several languages, as the API shows them.

use async_graphql::{Enum, InputObject, SimpleObject};
use sea_orm::DbErr;

use super::plan::cell::{
    EmbeddedPart, EmbeddedType, FieldType, WriteCell, write_bool, write_plain, write_text,
};
use crate::access::Scene;
use crate::kernel::error::{Code, Fault};
use crate::kernel::locale::Locale as KernelLocale;
use crate::kernel::text::{StoredText, Text as KernelText, TextFault, Wording};
use crate::store::Row;
use crate::store::rows::JsonText;

/// A language of the hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "KernelLocale")]
pub enum Locale {
    /// French: every text has it.
    Fr,
    /// Catalan.
    Ca,
    /// English.
    En,
}

/// A text in the reader's language, chosen by `Accept-Language`; French when the reader's is not there.
#[derive(SimpleObject)]
pub struct Text {
    /// The text.
    value: String,
    /// The language in which it was found.
    locale: Locale,
    /// Whether a machine translated it.
    machine: bool,
    /// The text in every language in which it exists.
    all: Vec<LocalisedText>,
}

/// A text in one language.
#[derive(SimpleObject)]
pub struct LocalisedText {
    /// The language.
    locale: Locale,
    /// The text.
    value: String,
    /// Whether a machine translated it.
    machine: bool,
}

/// A text to be kept, in French at least.
#[derive(Clone, Debug, InputObject)]
pub struct TextInput {
    /// In French.
    pub fr: String,
    /// In Catalan.
    pub ca: Option<String>,
    /// In English.
    pub en: Option<String>,
}

impl TextInput {
    /// Checks the text given in `field`.
    ///
    /// # Errors
    /// When the French is missing, or a language is longer than `max` characters.
    pub fn check(self, field: &str, max: usize) -> Result<KernelText, Fault> {
        let wording = Wording { fr: self.fr, ca: self.ca, en: self.en, machine: Vec::new() };
        KernelText::new(wording, max).map_err(|fault| {
            let code = if matches!(fault, TextFault::Required) { Code::Required } else { Code::Invalid };
            let field = format!("{field}.{}", fault.locale().tag());
            Fault::on(&field, code, fault.message(KernelLocale::En))
        })
    }
}

const fn name(locale: KernelLocale) -> &'static str {
    match locale {
        KernelLocale::Fr => "FR",
        KernelLocale::Ca => "CA",
        KernelLocale::En => "EN",
    }
}

const FIELDS: [&str; 4] = ["value", "locale", "machine", "all"];

/// How a text that one column holds is written.
pub const TEXT: EmbeddedType = EmbeddedType {
    name: "Text",
    select: |name| FIELDS.iter().position(|field| *field == name).and_then(|at| u8::try_from(at).ok()),
    write,
};

fn write(
    row: Row<'_>,
    at: usize,
    scene: &Scene,
    parts: &[EmbeddedPart],
    out: &mut Vec<u8>,
) -> Result<(), DbErr> {
    let Some(JsonText(document)) = row.find(at)? else {
        out.extend_from_slice(b"null");
        return Ok(());
    };
    let text: StoredText<'_> =
        serde_json::from_str(&document).map_err(|error| DbErr::Type(format!("column {at}: {error}")))?;
    write_text_of(&text, scene, parts, out);
    Ok(())
}

/// Writes the parts asked for of a text that no column holds, in place of [`TEXT`].
pub fn write_text_of(text: &StoredText<'_>, scene: &Scene, parts: &[EmbeddedPart], out: &mut Vec<u8>) {
    let (locale, value) = text.pick(&scene.locales);
    one(text, locale, value, "Text", parts, out);
}

fn one(
    text: &StoredText<'_>,
    locale: KernelLocale,
    value: &str,
    typename: &str,
    parts: &[EmbeddedPart],
    out: &mut Vec<u8>,
) {
    out.push(b'{');
    for (position, part) in parts.iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        out.extend_from_slice(&part.key);
        match part.field {
            None => write_plain(typename, out),
            Some(0) => write_text(value, out),
            Some(1) => write_plain(name(locale), out),
            Some(2) => write_bool(text.is_machine(locale), out),
            Some(_) => all(text, &part.parts, out),
        }
    }
    out.push(b'}');
}

fn all(text: &StoredText<'_>, parts: &[EmbeddedPart], out: &mut Vec<u8>) {
    out.push(b'[');
    let found = KernelLocale::ALL.into_iter().filter_map(|locale| Some((locale, text.get(locale)?)));
    for (position, (locale, value)) in found.enumerate() {
        if position > 0 {
            out.push(b',');
        }
        one(text, locale, value, "LocalisedText", parts, out);
    }
    out.push(b']');
}

/// `Text` is written by [`TEXT`]: only its name is needed here.
macro_rules! published {
    ($type:ty) => {
        impl FieldType for $type {
            const WRITE: WriteCell = |_, _, _, _| Err(DbErr::Custom("a text is embedded".to_owned()));
            fn publish(registry: &mut async_graphql::registry::Registry) -> String {
                <$type as async_graphql::OutputType>::create_type_info(registry)
            }
        }
    };
}

published!(Text);
published!(Option<Text>);
