//! How notifications read.

use async_graphql::InputType;

use super::model::NotificationTopic;
use super::wording::{SAID, WORDS};
use crate::domain::member::Member;
use crate::gql::plan::{FilterSql, KeyType, Noun, TypeBuilder};
use crate::gql::scalar::DateTime;
use crate::gql::text::Text;

/// A notification.
pub struct Notification;

impl Noun for Notification {
    const NAME: &'static str = "Notification";

    fn declare(t: &mut TypeBuilder) {
        t.rows(
            "notification",
            "notification",
            "t.member_id = {me}",
            "Something that concerns you. Nobody else reads it.",
        );
        t.field::<NotificationTopic>("topic", "t.topic", "What it tells.");
        t.embedded::<Text>(
            WORDS,
            "text",
            SAID,
            "In a sentence, with the title of the record if you see that.",
        );
        t.any(
            "record",
            "t.record_id",
            "t.record_kind",
            "What it is about; null when there is no such record any more, or you may not see it.",
        );
        t.one::<Member>(
            "actor",
            "t.actor_id",
            "The person who did it; null for a program, and for whom you may not see.",
        );
        t.field::<DateTime>("createdAt", "t.created_at", "When you were told.");
        t.field::<Option<DateTime>>("readAt", "t.read_at", "When you marked it read; null until then.");
        t.filter(
            "unread",
            <Option<bool>>::create_type_info,
            FilterSql::Flag("t.read_at is null"),
            "It is not read yet, or it is.",
        );
        t.order("CREATED_AT", KeyType::Time, "t.created_at", "By the moment you were told.");
        t.greatest_first();
        t.plural(
            "notifications",
            "What concerns you, the newest first when no order is asked for; nothing for a program and for nobody in particular.",
        );
    }
}
