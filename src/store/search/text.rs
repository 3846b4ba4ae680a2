//! Which texts of a kind of record are searched, and how they are read.

use sea_orm::QueryResult;
use uuid::Uuid;

use crate::kernel::error::{Error, Result};
use crate::kernel::kind::Kind;
use crate::kernel::locale::Locale;
use crate::kernel::text::StoredText;
use crate::store::{Sql, fault};

/// What a kind of record is found by. Everyone who sees such a record may read these texts.
#[derive(Clone, Copy, Debug)]
pub struct Searched {
    /// Its table.
    pub table: &'static str,
    /// Its texts.
    pub texts: &'static [SearchText],
}

/// What each kind is found by: said by the nouns, asked by the store.
pub type SearchedKinds = fn(Kind) -> Searched;

/// A text by which records are found.
#[derive(Clone, Copy, Debug)]
pub struct SearchText {
    /// Its name in the API: a change of the record that names it in the log writes its words again.
    pub field: &'static str,
    /// How much it tells of what the record is about.
    pub weight: Weight,
    /// Whether it has languages.
    pub form: TextForm,
    /// Where it is kept.
    pub source: Source,
}

/// How much a text tells of what its record is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It is said at length.
    Body,
    /// It is one of its words in a vocabulary, or the name of one of its parts.
    Keyword,
    /// It is said in short.
    Summary,
    /// It is its name.
    Title,
}

/// Whether a text has languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextForm {
    /// It has none, as a name.
    Plain,
    /// It is kept in each of its languages.
    Localised,
}

/// Where a text is kept.
#[derive(Clone, Copy, Debug)]
pub enum Source {
    /// In an expression of the record's own row `t`.
    Own(&'static str),
    /// In rows that hang on the record.
    Hanging {
        /// Their tables, and after `where` which of them.
        from: &'static str,
        /// Their column that names the record.
        of: &'static str,
        /// The expression that holds the text.
        text: &'static str,
    },
    /// In the words of this vocabulary that are said of the record.
    Words(&'static str),
}

impl SearchText {
    /// A text without language in an expression of the record's own row.
    #[must_use]
    pub const fn plain(field: &'static str, sql: &'static str, weight: Weight) -> Self {
        Self { field, weight, form: TextForm::Plain, source: Source::Own(sql) }
    }

    /// A text in its languages in an expression of the record's own row.
    #[must_use]
    pub const fn localised(field: &'static str, sql: &'static str, weight: Weight) -> Self {
        Self { field, weight, form: TextForm::Localised, source: Source::Own(sql) }
    }

    /// The words of a vocabulary that are said of the record.
    #[must_use]
    pub const fn words(field: &'static str, scheme: &'static str) -> Self {
        Self { field, weight: Weight::Keyword, form: TextForm::Localised, source: Source::Words(scheme) }
    }

    /// The names, in their languages, of the parts of the record, which say in `of` which record that is.
    #[must_use]
    pub const fn parts(
        field: &'static str,
        from: &'static str,
        of: &'static str,
        text: &'static str,
    ) -> Self {
        let source = Source::Hanging { from, of, text };
        Self { field, weight: Weight::Keyword, form: TextForm::Localised, source }
    }

    /// What it says in each language, if it has languages, from what the database holds.
    ///
    /// # Errors
    /// When the database holds something else.
    pub fn said(&self, held: &str) -> Result<Vec<(Option<Locale>, String)>> {
        if self.form == TextForm::Plain {
            return Ok(vec![(None, held.to_owned())]);
        }
        let text: StoredText<'_> = serde_json::from_str(held)
            .map_err(|error| Error::Internal(format!("the text `{}`: {error}", self.field)))?;
        let said = |locale| Some((Some(locale), text.get(locale)?.to_owned()));
        Ok(Locale::ALL.into_iter().filter_map(said).collect())
    }
}

/// A statement that reads texts of records, and which they are, after the id.
pub type Reading = (Sql, Vec<&'static SearchText>);

/// The statements that read the texts of records of a kind: one for their own rows, one for each sort of rows that hang on
/// them, one for their words. `empty` is an empty statement.
#[must_use]
pub fn reading(empty: &Sql, searched: Searched, ids: &[Uuid]) -> Vec<Reading> {
    let mut own = empty.clone();
    own.push("select t.id");
    let mut given = Vec::new();
    let mut words = empty.clone();
    words.push("select l.record_id");
    let mut said = Vec::new();
    let mut readings = Vec::new();
    for searched in searched.texts {
        match searched.source {
            Source::Own(sql) => {
                own.push(", cast(").push(sql).push(" as text)");
                given.push(searched);
            }
            Source::Hanging { from, of, text } => {
                let mut hanging = empty.clone();
                hanging
                    .push("select ")
                    .push(of)
                    .push(", cast(")
                    .push(text)
                    .push(" as text) from ")
                    .push(from);
                hanging.push(if from.contains(" where ") { " and " } else { " where " }).any_id(of, ids);
                readings.push((hanging, vec![searched]));
            }
            Source::Words(scheme) => {
                words.push(", case m.scheme when ").bind(scheme).push(" then cast(m.label as text) end");
                said.push(searched);
            }
        }
    }
    own.push(" from ").push(searched.table).push(" t where ").any_id("t.id", ids);
    readings.insert(0, (own, given));
    if !said.is_empty() {
        words.push(" from record_term l join term m on m.id = l.term_id where ").any_id("l.record_id", ids);
        readings.push((words, said));
    }
    readings
}

/// What the rows of a [`Reading`] hold, each with its record.
///
/// # Errors
/// When the rows are of something else.
pub fn texts(
    rows: &[QueryResult],
    given: &[&'static SearchText],
) -> Result<Vec<(Uuid, &'static SearchText, String)>> {
    let mut found = Vec::new();
    for row in rows {
        let record: Uuid = row.try_get_by_index(0).map_err(fault)?;
        for (at, text) in (1..).zip(given) {
            let held: Option<String> = row.try_get_by_index(at).map_err(fault)?;
            found.extend(held.map(|held| (record, *text, held)));
        }
    }
    Ok(found)
}
