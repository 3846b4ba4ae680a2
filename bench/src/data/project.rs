//! Projects and the structures that take part in them.

use chrono::Duration;
use entities::{participation, project, structure};

use super::draw::Draw;
use super::record::{self, Recorded};
use super::words::{PLACE_TAILS, PROJECTS, THEMES};

/// Which structures take part: most projects are carried by public bodies and associations.
pub(super) struct Circles<'a> {
    public: Vec<&'a Recorded<structure::Model>>,
    associative: Vec<&'a Recorded<structure::Model>>,
    private: Vec<&'a Recorded<structure::Model>>,
}

impl<'a> Circles<'a> {
    pub(super) fn of(structures: &'a [Recorded<structure::Model>]) -> Self {
        let of_kind = |kind: &str| structures.iter().filter(|one| one.detail.kind == kind).collect();
        Self { public: of_kind("PUBLIC"), associative: of_kind("ASSOCIATIVE"), private: of_kind("PRIVATE") }
    }

    fn pick(&self, draw: &mut Draw) -> &'a Recorded<structure::Model> {
        let circle = draw.weighted(&[(45, &self.public), (50, &self.associative), (5, &self.private)]);
        circle[draw.index(circle.len())]
    }
}

pub(super) fn make(draw: &mut Draw, circles: &Circles<'_>, count: usize) -> Vec<Recorded<project::Model>> {
    (0..count).map(|number| one(draw, circles, number)).collect()
}

fn one(draw: &mut Draw, circles: &Circles<'_>, number: usize) -> Recorded<project::Model> {
    let title = format!("{} {} {}", draw.pick(&PROJECTS), draw.pick(&THEMES), draw.pick(&PLACE_TAILS));
    let mut record = record::make(draw, "PROJECT", &title);
    record.owner_id = Some(circles.pick(draw).id());
    record.project_id = Some(record.id);
    record.slug = Some(format!("project-{number}"));
    let starts_on = draw.moment().date_naive();
    let (phase, status, status_reason) = draw.weighted(&[
        (25, ("IDEA", "NOT_STARTED", None)),
        (20, ("STUDY", "IN_PROGRESS", None)),
        (35, ("OPERATION", "IN_PROGRESS", None)),
        (5, ("OPERATION", "BLOCKED", Some("Financement en attente"))),
        (15, ("CLOSED", "COMPLETED", None)),
    ]);
    let detail = project::Model {
        id: record.id,
        kind: "PROJECT".to_owned(),
        programme_id: None,
        code: Some(format!("P{number:05}")),
        title: serde_json::json!({ "fr": title, "ca": format!("{title} (ca)") }),
        summary: Some(serde_json::json!({ "fr": "Un projet porté par les structures du territoire." })),
        description: None,
        phase: phase.to_owned(),
        status: status.to_owned(),
        status_reason: status_reason.map(str::to_owned),
        starts_on: Some(starts_on),
        ends_on: Some(draw.day_after(starts_on, 900)),
        budget: Some(i64::from(draw.between(1_000, 400_000)) * 100),
    };
    Recorded { record, detail }
}

/// One to six accepted participations a project, of which one leads; and for one in ten a proposal.
pub(super) fn participations(
    draw: &mut Draw,
    circles: &Circles<'_>,
    projects: &[Recorded<project::Model>],
) -> Vec<participation::Model> {
    let mut all = Vec::new();
    for project in projects {
        let lead = project.record.owner_id.unwrap_or_default();
        let mut taken = vec![(lead, "LEAD")];
        for _ in 1..draw.between(1, 6) {
            let role =
                draw.weighted(&[(40, "PARTNER"), (25, "FUNDER"), (20, "PROVIDER"), (15, "BENEFICIARY")]);
            // Now and then the one that leads also pays: a structure may hold several roles.
            let structure = if draw.chance(5) { lead } else { circles.pick(draw).id() };
            if !taken.contains(&(structure, role)) {
                taken.push((structure, role));
            }
        }
        let mut rows: Vec<_> = taken.into_iter().map(|pair| (pair, "ACCEPTED")).collect();
        if draw.chance(10) {
            rows.push(((circles.pick(draw).id(), "OBSERVER"), "PROPOSED"));
        }
        for ((structure_id, role), state) in rows {
            let created_at = project.record.created_at + Duration::minutes(draw.between(0, 90_000).into());
            all.push(participation::Model {
                id: draw.id(created_at),
                project_id: project.id(),
                structure_id,
                role: role.to_owned(),
                state: state.to_owned(),
                proposed_by: "PROJECT".to_owned(),
                since: Some(created_at.date_naive()),
                until: None,
                decided_at: None,
                decided_by: None,
                created_at,
                version: 1,
            });
        }
    }
    all
}
