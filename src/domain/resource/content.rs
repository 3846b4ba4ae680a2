//! What a resource says of itself, once it is checked: every rule that can be held without reading others.

use async_graphql::MaybeUndefined;

use super::Licence;
use super::input::{AgeRangeInput, ContentInput, ContributionInput, ResourceLinkInput};
use crate::domain::record::Checks;
use crate::gql::text::TextInput;
use crate::kernel::error::Fault;
use crate::kernel::text::Text;

/// A resource, or a change of it, that may be kept.
#[derive(Clone, Debug)]
pub(super) struct Content {
    /// The rest, which needs no more than its type.
    pub(super) input: ContentInput,
    pub(super) title: Option<Text>,
    pub(super) description: MaybeUndefined<Text>,
    pub(super) languages: MaybeUndefined<Vec<String>>,
    pub(super) url: MaybeUndefined<String>,
    pub(super) licence: MaybeUndefined<String>,
    pub(super) copyright_note: MaybeUndefined<String>,
    pub(super) links: MaybeUndefined<Vec<NewLink>>,
}

/// A link that may be kept.
#[derive(Clone, Debug)]
pub(super) struct NewLink {
    pub(super) url: String,
    pub(super) title: Option<String>,
    pub(super) mime: Option<String>,
    pub(super) language: Option<String>,
    pub(super) alt_text: Option<Text>,
}

impl Content {
    /// Checks the whole and answers every fault at once.
    pub(super) fn check(title: Option<TextInput>, input: ContentInput) -> Result<Self, Vec<Fault>> {
        let mut checks = Checks::default();
        let title = checks.text("input.title", title, 300);
        let description =
            map(&input.description, |text| checks.text("input.description", Some(text.clone()), 20_000));
        let languages = map(&input.languages, |codes| Some(checks.languages("input.languages", codes)));
        let url = map(&input.url, |url| address(&mut checks, "input.url", url));
        let licence = map(&input.licence, |licence| licence_of(&mut checks, licence));
        let copyright_note =
            map(&input.copyright_note, |note| checks.line("input.copyrightNote", Some(note), 1_000));
        let links = map(&input.links, |given| links(&mut checks, given));
        let minutes = input.learning_minutes.value().is_none_or(|minutes| (1..=100_000).contains(minutes));
        checks.that(minutes, "input.learningMinutes", "give 1 to 100 000 minutes");
        ages(&mut checks, input.age_range.value());
        contributions(&mut checks, input.contributions.value().map_or(&[], Vec::as_slice));
        for (field, codes) in [("input.themes", &input.themes), ("input.skills", &input.skills)] {
            checks.that(codes.value().map_or(0, Vec::len) <= 20, field, "at most 20 of them");
        }
        checks.finish(Some(()))?;
        Ok(Self { input, title, description, languages, url, licence, copyright_note, links })
    }

    /// The API's names of what is given.
    pub(super) fn names(&self) -> Vec<&'static str> {
        let input = &self.input;
        let given = [
            ("title", self.title.is_some()),
            ("description", !input.description.is_undefined()),
            ("languages", !input.languages.is_undefined()),
            ("url", !input.url.is_undefined()),
            ("resourceTypes", !input.resource_types.is_undefined()),
            ("audiences", !input.audiences.is_undefined()),
            ("educationalLevels", !input.educational_levels.is_undefined()),
            ("ageRange", !input.age_range.is_undefined()),
            ("difficulty", !input.difficulty.is_undefined()),
            ("learningMinutes", !input.learning_minutes.is_undefined()),
            ("format", !input.format.is_undefined()),
            ("licence", !input.licence.is_undefined()),
            ("copyrightNote", !input.copyright_note.is_undefined()),
            ("free", !input.free.is_undefined()),
            ("publishedOn", !input.published_on.is_undefined()),
            ("links", !input.links.is_undefined()),
            ("contributions", !input.contributions.is_undefined()),
            ("themes", !input.themes.is_undefined()),
            ("skills", !input.skills.is_undefined()),
        ];
        given.into_iter().filter(|(_, given)| *given).map(|(name, _)| name).collect()
    }
}

/// What was given, checked; what `check` makes nothing of is null.
fn map<T, U>(given: &MaybeUndefined<T>, check: impl FnOnce(&T) -> Option<U>) -> MaybeUndefined<U> {
    match given {
        MaybeUndefined::Undefined => MaybeUndefined::Undefined,
        MaybeUndefined::Null => MaybeUndefined::Null,
        MaybeUndefined::Value(value) => check(value).map_or(MaybeUndefined::Null, MaybeUndefined::Value),
    }
}

fn address(checks: &mut Checks, field: &str, url: &str) -> Option<String> {
    let url = checks.line(field, Some(url), 2_000)?;
    let is_web =
        ["https://", "http://"].iter().any(|scheme| url.len() > scheme.len() && url.starts_with(scheme));
    checks.that(
        is_web && !url.contains(char::is_whitespace),
        field,
        "an address begins with https:// or http://",
    );
    Some(url)
}

fn licence_of(checks: &mut Checks, licence: &Licence) -> Option<String> {
    let read = Licence::read(&licence.0);
    read.map_err(|message| checks.that(false, "input.licence", &message)).ok()
}

fn links(checks: &mut Checks, given: &[ResourceLinkInput]) -> Option<Vec<NewLink>> {
    checks.that(given.len() <= 20, "input.links", "at most 20 links");
    let link = |(at, link): (usize, &ResourceLinkInput)| {
        let field = |name: &str| format!("input.links.{at}.{name}");
        let url = address(checks, &field("url"), &link.url);
        checks.that(url.is_some(), &field("url"), "a link has an address");
        let mime =
            checks.line(&field("mime"), link.mime.as_deref(), 100).map(|mime| mime.to_ascii_lowercase());
        let is_mime = mime.as_ref().is_none_or(|mime| mime.split_once('/').is_some());
        checks.that(is_mime, &field("mime"), "a media type has two parts, as in `application/pdf`");
        Some(NewLink {
            url: url?,
            title: checks.line(&field("title"), link.title.as_deref(), 200),
            mime,
            language: link.language.as_ref().and_then(|code| checks.language(&field("language"), code)),
            alt_text: checks.text(&field("altText"), link.alt_text.clone(), 500),
        })
    };
    Some(given.iter().take(21).enumerate().filter_map(link).collect())
}

fn ages(checks: &mut Checks, range: Option<&AgeRangeInput>) {
    let Some(AgeRangeInput { min, max }) = range else { return };
    for (field, age) in [("input.ageRange.min", min), ("input.ageRange.max", max)] {
        checks.that(age.is_none_or(|age| (0..=120).contains(&age)), field, "an age lies between 0 and 120");
    }
    let in_order = min.zip(*max).is_none_or(|(min, max)| min <= max);
    checks.that(in_order, "input.ageRange.max", "the greatest age is less than the least");
}

fn contributions(checks: &mut Checks, given: &[ContributionInput]) {
    checks.that(given.len() <= 30, "input.contributions", "at most 30 contributions");
    for (at, contribution) in given.iter().take(30).enumerate() {
        let field = format!("input.contributions.{at}");
        let name = checks.line(&format!("{field}.name"), contribution.name.as_deref(), 200);
        let said = [contribution.member.is_some(), contribution.structure.is_some(), name.is_some()];
        let one = said.into_iter().filter(|said| *said).count() == 1;
        checks.that(one, &field, "give exactly one of `member`, `structure` and `name`");
    }
}
