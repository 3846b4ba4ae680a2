//! How training paths read.

use async_graphql::InputType;
use serde_json::Value;

use super::model::{Certification, Modality, OrderPolicy, TrainingPathStatus};
use super::{PathRevision, PathStage};
use crate::access::Scene;
use crate::domain::file;
use crate::domain::note;
use crate::domain::record;
use crate::domain::structure::Structure;
use crate::domain::term::{self, TermScheme};
use crate::gql::plan::{FacetValues, FilterSql, Link, Noun, TypeBuilder};
use crate::gql::scalar::Cents;
use crate::gql::text::{TEXT, Text};
use crate::kernel::error::Fault;
use crate::kernel::kind::Kind;
use crate::store::Sql;
use crate::store::search::{SearchText, Searched, Weight};

/// A training path.
pub struct TrainingPath;

/// What training paths are found by.
pub const SEARCHED: Searched = Searched {
    table: "training_path",
    texts: &[
        SearchText::localised("title", "t.title", Weight::Title),
        SearchText::plain("code", "t.code", Weight::Keyword),
        SearchText::localised("summary", "t.summary", Weight::Summary),
        SearchText::localised("objectives", "t.objectives", Weight::Body),
        SearchText::words("sectors", TermScheme::Sector.as_str()),
        SearchText::words("themes", TermScheme::Theme.as_str()),
        SearchText::parts("stages", "path_stage l where l.revision_id is null", "l.path_id", "l.title"),
        SearchText::parts("stages", "path_module l where l.revision_id is null", "l.path_id", "l.title"),
    ],
};

/// It is of more than one trade.
const IS_CROSS_SECTOR: &str = "((select count(*) from record_term l join term m on m.id = l.term_id \
    where l.record_id = t.id and m.scheme = 'SECTOR') > 1)";

impl Noun for TrainingPath {
    const NAME: &'static str = "TrainingPath";

    fn declare(t: &mut TypeBuilder) {
        t.record(
            Kind::TrainingPath,
            "training_path",
            "A way of learning: stages one after the other, each of modules side by side. Until it is published, and once it is suspended or archived, only those who may change it read it.",
        );
        record::declare(t);
        file::list(t);
        note::list(t);
        content(t);
        t.field::<Option<Modality>>(
            "modality",
            "t.modality",
            "Where it is taken; null when nobody has said.",
        );
        status(t);
        words(t);
        t.field::<i32>(
            "totalMinutes",
            "(select cast(coalesce(sum(m.minutes), 0) as integer) from path_module m where m.path_id = t.id and m.revision_id is null)",
            "How long its modules take together, in minutes: of those whose length is known.",
        );
        t.list::<PathStage>(
            "stages",
            Link::Among(
                "t.revision_id is null and t.id in (select l.id from path_stage l where l.path_id = ",
            ),
            "Its stages, in their order.",
        );
        revisions(t);
        facets(t);
        filters(t);
        roots(t);
    }
}

/// What a path says of itself, which its revisions keep under the same names.
pub(super) fn content(t: &mut TypeBuilder) {
    t.field::<Option<String>>("code", "t.code", "What its provider calls it.");
    t.embedded::<Text>(TEXT, "title", "t.title", "Its title.");
    t.embedded::<Option<Text>>(TEXT, "summary", "t.summary", "What it is.");
    t.embedded::<Option<Text>>(TEXT, "objectives", "t.objectives", "What one can do at its end.");
    t.one::<Structure>("provider", "t.provider_id", "The structure that gives it.");
    t.field::<OrderPolicy>("orderPolicy", "t.order_policy", "Whether its stages are taken in their order.");
    t.field::<Certification>("certification", "t.certification", "What one has in hand at its end.");
    t.field::<Option<String>>(
        "certificationCode",
        "t.certification_code",
        "The number of that certification in its directory: `RNCP35974`, `RS5787`.",
    );
    t.field::<Option<i32>>(
        "euLevel",
        "t.eu_level",
        "Its level in the European Qualifications Framework, from 1 to 8.",
    );
    t.field::<Option<Cents>>("price", "t.price", "What it costs who takes it; 0 is free, null is not said.");
    t.field::<Vec<String>>(
        "languages",
        "t.languages",
        "In which languages it is given (ISO 639): `fr`, `ca`.",
    );
}

fn status(t: &mut TypeBuilder) {
    t.field::<TrainingPathStatus>("status", "t.status", "Where it stands in its life here.");
    record::transitions::<TrainingPathStatus>(t);
}

fn words(t: &mut TypeBuilder) {
    term::list(t, TermScheme::Sector, "sectors", "The trades that it is of.");
    term::list(t, TermScheme::Audience, "audiences", "For whom it is; anyone when nothing is said.");
    term::list(t, TermScheme::Theme, "themes", "What it is about.");
    t.field::<bool>("isCrossSector", IS_CROSS_SECTOR, "It is of two trades at least.");
}

fn revisions(t: &mut TypeBuilder) {
    t.field::<i32>(
        "revision",
        "t.revision",
        "The number of its last revision; 0 until it is first published.",
    );
    t.field::<bool>(
        "changedSinceRevision",
        "t.changed",
        "It says something else than its last revision: publishing it makes the next one. Never so while it is PUBLISHED.",
    );
    t.connection::<PathRevision>(
        "revisions",
        Link::By("t.path_id"),
        "What it said each time it was published: none of them ever changes.",
    );
}

fn facets(t: &mut TypeBuilder) {
    t.near("t.provider_id", "Who gives it is shown on the map near this point.");
    t.facet("STATUS", FacetValues::Code("t.status"), "By where they stand in their life here.");
    t.facet("MODALITY", FacetValues::Code("t.modality"), "By the way in which they are taken.");
    t.facet(
        "LANGUAGE",
        FacetValues::Codes("t.languages"),
        "By the languages in which they are given; one may count in several.",
    );
    t.facet("SECTOR", FacetValues::Terms("SECTOR"), "By their trades; one may count in several.");
    t.facet("AUDIENCE", FacetValues::Terms("AUDIENCE"), "By whom they are for; one may count in several.");
    t.facet("THEME", FacetValues::Terms("THEME"), "By what they are about; one may count in several.");
}

fn filters(t: &mut TypeBuilder) {
    t.filter(
        "status",
        <Option<Vec<TrainingPathStatus>>>::create_type_info,
        FilterSql::OneOf("t.status"),
        "It stands in one of these states.",
    );
    t.filter(
        "modality",
        <Option<Vec<Modality>>>::create_type_info,
        FilterSql::OneOf("t.modality"),
        "It is taken in one of these ways.",
    );
    t.filter(
        "certification",
        <Option<Vec<Certification>>>::create_type_info,
        FilterSql::OneOf("t.certification"),
        "One has one of these in hand at its end.",
    );
    t.filter(
        "languages",
        <Option<Vec<String>>>::create_type_info,
        FilterSql::AnyOf("t.languages"),
        "It is given in one of these languages.",
    );
    t.filter(
        "crossSector",
        <Option<bool>>::create_type_info,
        FilterSql::Flag(IS_CROSS_SECTOR),
        "It is of two trades at least, or it is not.",
    );
    term::filter(
        t,
        TermScheme::Sector,
        "sectors",
        "It is of one of these trades: codes of `terms` of the scheme SECTOR.",
    );
    term::filter(
        t,
        TermScheme::Audience,
        "audiences",
        "It says that it is for one of these: codes of `terms` of the scheme AUDIENCE.",
    );
    term::filter(
        t,
        TermScheme::Theme,
        "themes",
        "It is about one of these: codes of `terms` of the scheme THEME.",
    );
    t.filter(
        "provider",
        <Option<Vec<async_graphql::ID>>>::create_type_info,
        FilterSql::Linked {
            row: "t.provider_id",
            link: "rp.id",
            from: "record rp where rp.deleted_at is null and {visible:rp}",
            id: "rp.id",
        },
        "One of these structures gives it.",
    );
    t.filter(
        "maxMinutes",
        <Option<i32>>::create_type_info,
        FilterSql::Custom(max_minutes),
        "It takes at most so many minutes.",
    );
}

fn max_minutes(minutes: &Value, sql: &mut Sql, _: &Scene) -> Result<(), Fault> {
    sql.push("(select coalesce(sum(m.minutes), 0) from path_module m where m.path_id = t.id and m.revision_id is null) <= ");
    sql.bind(minutes.as_i64().unwrap_or_default());
    Ok(())
}

fn roots(t: &mut TypeBuilder) {
    t.single(
        "trainingPath",
        "One training path, by identifier or slug; null when there is none, or none that you may see.",
    );
    record::by_slug(t);
    t.plural("trainingPaths", "Training paths.");
}
