//! Training paths in files: what they say of themselves. Their modules are told by files of their own.

use super::contrary::{Contradiction, Contrary};
use super::field::{owner, terms, visibility};
use super::{Cells, Field, Noun, Rules, Settling};
use crate::{
    access::Visibility,
    domain::training_path::{Certification, Modality, OrderPolicy, TrainingPathStatus},
    exchange::{fields::RowReader, form::Form, value::Value},
    kernel::{
        error::Code,
        identifier::{Rncp, Rs},
        kind::Kind,
    },
};

pub(super) static TRAINING_PATH: Noun = Noun {
    kind: Kind::TrainingPath,
    table: "training_path",
    titled: "title",
    events: ["path.created", "path.updated"],
    level: Visibility::Network,
    withheld: true,
    owned: true,
    fields: &[
        owner(),
        visibility(),
        Field::new("title", Form::Title(300)).required().at("title"),
        Field::new("provider", Form::Record(Kind::Structure)).at("provider_id"),
        Field::new("code", Form::Line(1, 40)).at("code"),
        Field::new("summary", Form::Prose(5_000)).at("summary"),
        Field::new("objectives", Form::Prose(5_000)).at("objectives"),
        Field::new("orderPolicy", Form::Code(codes!(OrderPolicy)))
            .at("order_policy")
            .first_code("RECOMMENDED"),
        Field::new("modality", Form::Code(codes!(Modality))).at("modality"),
        Field::new("certification", Form::Code(codes!(Certification))).at("certification").first_code("NONE"),
        Field::new("certificationCode", Form::Line(1, 20)).at("certification_code"),
        Field::new("euLevel", Form::Whole(1, 8)).at("eu_level"),
        Field::new("price", Form::Euros).at("price"),
        Field::new("languages", Form::Languages).at("languages").first_empty_list(),
        terms!("sectors", Sector, "SECTOR"),
        terms!("audiences", Audience, "AUDIENCE"),
        terms!("themes", Theme, "THEME"),
        Field::new("status", Form::Code(codes!(TrainingPathStatus)))
            .at("status")
            .never_said()
            .first_code("DRAFT"),
        Field::new("revision", Form::Whole(0, 1_000_000)).at("revision").never_said().first_number(0),
        Field::new("changed", Form::Flag).at("changed").never_said().first_flag(true),
    ],
    numbers: &[],
    in_use: |_| true,
    rules: Rules { read, settle, contradiction },
};

/// The words said of a path, which its revisions do not keep.
const WORDS: [&str; 3] = ["sectors", "audiences", "themes"];

fn read(row: &mut Cells, reader: &mut RowReader<'_>) {
    let Some(code) = row.text("certificationCode") else { return };
    let parsed = match row.text("certification") {
        Some("RNCP") => Rncp::parse(code).map(String::from),
        Some("RS") => Rs::parse(code).map(String::from),
        _ => return,
    };
    match parsed {
        Ok(code) => row.set("certificationCode", Some(Value::Text(code))),
        Err(fault) => reader.refuse("certificationCode", Code::Invalid, &fault),
    }
}

/// Who owns it teaches it, unless another structure is named. One that is published has its next revision at once.
fn settle(settling: &Settling<'_>, after: &mut Cells) {
    if settling.is_new && after.get("provider").is_none() {
        after.set("provider", after.get("owner").cloned());
    }
    let teaches_otherwise = settling.changed.iter().any(|field| !WORDS.contains(field));
    if teaches_otherwise && after.text("status") != Some("PUBLISHED") {
        after.set("changed", Some(Value::Flag(true)));
    }
}

fn contradiction(after: &Cells) -> Option<Contradiction> {
    let is_numbered = matches!(after.text("certification"), Some("RNCP" | "RS"));
    (is_numbered != after.get("certificationCode").is_some())
        .then(|| -> Contradiction { ("certificationCode", Box::new(Contrary::Certificate)) })
}
