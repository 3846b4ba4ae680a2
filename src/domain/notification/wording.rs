//! The words of a notification: a sentence for each topic, and the title of what it is about where the reader sees that.

use std::borrow::Cow;

use sea_orm::DbErr;
use serde_json::json;

use super::model::NotificationTopic;
use crate::access::Scene;
use crate::gql::plan::cell::{EmbeddedPart, EmbeddedType};
use crate::gql::text::{TEXT, write_text_of};
use crate::kernel::locale::Locale;
use crate::kernel::text::StoredText;
use crate::store::Row;

/// What the words are made from: the topic, a bar, and the title of the record as its own table holds it: a text or, in
/// several languages, a document. Nothing stands after the bar where the reader does not see the record.
pub(super) const SAID: &str = "t.topic || '|' || coalesce((select case rt.kind \
    when 'STRUCTURE' then (select x.name from structure x where x.id = rt.id) \
    when 'MEMBER' then (select x.display_name from member x where x.id = rt.id) \
    when 'PROJECT' then (select cast(x.title as text) from project x where x.id = rt.id) \
    when 'ACTION' then (select cast(x.title as text) from action x where x.id = rt.id) \
    when 'FUNDING_SOURCE' then (select cast(x.title as text) from funding_source x where x.id = rt.id) \
    when 'RESOURCE' then (select cast(x.title as text) from teaching_resource x where x.id = rt.id) \
    when 'TRAINING_PATH' then (select cast(x.title as text) from training_path x where x.id = rt.id) end \
    from record rt where rt.id = t.record_id and rt.deleted_at is null and {visible:rt}), '')";

/// How the words are written.
pub(super) const WORDS: EmbeddedType = EmbeddedType { name: "Text", select: TEXT.select, write };

fn write(
    row: Row<'_>,
    at: usize,
    scene: &Scene,
    parts: &[EmbeddedPart],
    out: &mut Vec<u8>,
) -> Result<(), DbErr> {
    let said: Cow<'_, str> = row.get(at)?;
    let (topic, title) = said.split_once('|').unwrap_or((&said, ""));
    let topic = NotificationTopic::parse(topic).ok_or_else(|| DbErr::Type(format!("no topic: {topic}")))?;
    let localised: Option<StoredText<'_>> = serde_json::from_str(title).ok();
    let title = |locale| match &localised {
        Some(text) => text.get(locale).or_else(|| text.get(Locale::Fr)),
        None => Some(title).filter(|title| !title.is_empty()),
    };
    let [fr, ca, en] = Locale::ALL.map(|locale| match (title(locale), locale) {
        (None, _) => format!("{}.", sentence(topic, locale)),
        (Some(title), Locale::Fr) => format!("{}\u{a0}: {title}", sentence(topic, locale)),
        (Some(title), _) => format!("{}: {title}", sentence(topic, locale)),
    });
    let words = json!({ "fr": fr, "ca": ca, "en": en }).to_string();
    let words: StoredText<'_> =
        serde_json::from_str(&words).map_err(|error| DbErr::Type(error.to_string()))?;
    write_text_of(&words, scene, parts, out);
    Ok(())
}

/// What happened, whatever it is about is called.
const fn sentence(topic: NotificationTopic, locale: Locale) -> &'static str {
    match locale {
        Locale::Fr => french(topic),
        Locale::Ca => catalan(topic),
        Locale::En => english(topic),
    }
}

const fn french(topic: NotificationTopic) -> &'static str {
    use NotificationTopic as T;
    match topic {
        T::MembershipInvited => "Vous êtes invité·e à rejoindre une structure",
        T::MembershipRequested => "Une personne demande à rejoindre une structure que vous administrez",
        T::MembershipAccepted => "Votre demande de rejoindre une structure est acceptée",
        T::MembershipDeclined => "Vous ne rejoindrez pas cette structure",
        T::MembershipSuspended => "Votre adhésion à une structure est suspendue",
        T::MembershipResumed => "Votre adhésion à une structure est rétablie",
        T::MembershipEnded => "Votre adhésion à une structure a pris fin",
        T::MembershipRoleChanged => "Votre rôle dans une structure a changé",
        T::ParticipationProposed => "Une participation à un projet attend votre réponse",
        T::ParticipationAccepted => "La participation que vous proposiez est acceptée",
        T::ParticipationDeclined => "La participation que vous proposiez est refusée",
        T::ParticipationEnded => "Une participation à un projet a pris fin",
        T::LeadHandedOver => "Un projet change de structure porteuse",
        T::ProjectMemberAdded => "Vous faites partie d'un projet",
        T::ProjectMemberRemoved => "Vous ne faites plus partie d'un projet",
        T::RecordShared => "Une fiche est partagée avec vous",
        T::ActionAssigned => "Une action vous est confiée",
    }
}

const fn catalan(topic: NotificationTopic) -> &'static str {
    use NotificationTopic as T;
    match topic {
        T::MembershipInvited => "Us conviden a formar part d'una estructura",
        T::MembershipRequested => "Una persona demana formar part d'una estructura que administreu",
        T::MembershipAccepted => "S'ha acceptat la vostra sol·licitud de formar part d'una estructura",
        T::MembershipDeclined => "No formareu part d'aquesta estructura",
        T::MembershipSuspended => "La vostra pertinença a una estructura queda suspesa",
        T::MembershipResumed => "La vostra pertinença a una estructura torna a ser vigent",
        T::MembershipEnded => "La vostra pertinença a una estructura s'ha acabat",
        T::MembershipRoleChanged => "El vostre rol en una estructura ha canviat",
        T::ParticipationProposed => "Una participació en un projecte espera la vostra resposta",
        T::ParticipationAccepted => "S'ha acceptat la participació que proposàveu",
        T::ParticipationDeclined => "S'ha refusat la participació que proposàveu",
        T::ParticipationEnded => "Una participació en un projecte s'ha acabat",
        T::LeadHandedOver => "Un projecte canvia d'estructura promotora",
        T::ProjectMemberAdded => "Formeu part d'un projecte",
        T::ProjectMemberRemoved => "Ja no formeu part d'un projecte",
        T::RecordShared => "S'ha compartit una fitxa amb vós",
        T::ActionAssigned => "Se us ha confiat una acció",
    }
}

const fn english(topic: NotificationTopic) -> &'static str {
    use NotificationTopic as T;
    match topic {
        T::MembershipInvited => "You are invited to join a structure",
        T::MembershipRequested => "Somebody asks to join a structure that you administer",
        T::MembershipAccepted => "Your request to join a structure was accepted",
        T::MembershipDeclined => "You will not be joining this structure",
        T::MembershipSuspended => "Your membership of a structure is suspended",
        T::MembershipResumed => "Your membership of a structure is in force again",
        T::MembershipEnded => "Your membership of a structure has ended",
        T::MembershipRoleChanged => "Your role in a structure has changed",
        T::ParticipationProposed => "A participation in a project awaits your answer",
        T::ParticipationAccepted => "The participation that you proposed was accepted",
        T::ParticipationDeclined => "The participation that you proposed was declined",
        T::ParticipationEnded => "A participation in a project has ended",
        T::LeadHandedOver => "A project is borne by another structure from now on",
        T::ProjectMemberAdded => "You are part of a project from now on",
        T::ProjectMemberRemoved => "You are no longer part of a project",
        T::RecordShared => "A record is shared with you",
        T::ActionAssigned => "An action is yours to see to",
    }
}
