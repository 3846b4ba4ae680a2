//! How words of vocabularies read.

use async_graphql::InputType;

use super::TermScheme;
use crate::gql::plan::{FilterSql, KeyType, Link, Noun, TypeBuilder};
use crate::gql::text::{TEXT, Text};

/// A word of a vocabulary.
pub struct Term;

impl Noun for Term {
    const NAME: &'static str = "Term";

    fn declare(t: &mut TypeBuilder) {
        t.rows("term", "term", "1 = 1", "A word of one of the network's vocabularies.");
        t.field::<TermScheme>("scheme", "t.scheme", "What the words of its vocabulary are for.");
        t.field::<String>("code", "t.code", "What stands for it in filters and inputs, for ever.");
        t.embedded::<Text>(TEXT, "label", "t.label", "The word.");
        t.one::<Self>("parent", "t.parent_id", "The wider word that it belongs under.");
        t.filter(
            "scheme",
            <Option<Vec<TermScheme>>>::create_type_info,
            FilterSql::OneOf("t.scheme"),
            "It is of one of these vocabularies.",
        );
        t.filter(
            "code",
            <Option<Vec<String>>>::create_type_info,
            FilterSql::OneOf("t.code"),
            "Its code is one of these.",
        );
        t.order("POSITION", KeyType::Int, "t.position", "As its vocabulary goes.");
        t.single("term", "One word, by its identifier.");
        t.plural("terms", "Words of the network's vocabularies.");
    }
}

/// Declares the condition that one of these words of a vocabulary is said of a record.
pub fn filter(t: &mut TypeBuilder, scheme: TermScheme, name: &'static str, description: &'static str) {
    let publish = <Option<Vec<String>>>::create_type_info;
    t.filter(name, publish, FilterSql::Terms(scheme.as_str()), description);
}

/// Declares the words of one vocabulary that are said of a record.
pub fn list(t: &mut TypeBuilder, scheme: TermScheme, name: &'static str, description: &'static str) {
    macro_rules! said {
        ($scheme:literal) => {
            concat!(
                "t.scheme = '",
                $scheme,
                "' and t.id in (select l.term_id from record_term l where l.record_id = "
            )
        };
    }
    let among = match scheme {
        TermScheme::Theme => said!("THEME"),
        TermScheme::Sector => said!("SECTOR"),
        TermScheme::Audience => said!("AUDIENCE"),
        TermScheme::Skill => said!("SKILL"),
    };
    t.list::<Term>(name, Link::Among(among), description);
}
