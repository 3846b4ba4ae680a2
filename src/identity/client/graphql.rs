//! How API clients and their keys read: for who governs their partner, and nobody else. Never a key, nor its hash.

use async_graphql::{ID, InputType};

use super::PREFIX;
use crate::domain::partner::Partner;
use crate::domain::record;
use crate::domain::structure::Structure;
use crate::gql::plan::cell::write_plain;
use crate::gql::plan::{FilterSql, KeyType, Link, Noun, TypeBuilder};
use crate::gql::scalar::DateTime;
use crate::identity::key;

/// A partner's program.
pub struct ApiClient;

impl Noun for ApiClient {
    const NAME: &'static str = "ApiClient";

    fn declare(t: &mut TypeBuilder) {
        t.rows("api_client", PREFIX, "{governs:t.partner_id}", "A partner's program, known by its keys.");
        t.of_id::<String>(
            "publicKey",
            |cells, _, out| {
                write_plain(&key::public_part(cells.get(0)?), out);
                Ok(())
            },
            "What its keys begin with: no secret.",
        );
        t.field::<String>("name", "t.name", "What people call it.");
        t.one::<Partner>("partner", "t.partner_id", "The partner that it works for.");
        t.field::<Vec<String>>("scopes", "t.scopes", "What its keys open, such as `read:network`.");
        t.field::<bool>(
            "allStructures",
            "t.all_structures",
            "It works for all structures of the partner, those to come included.",
        );
        t.list::<Structure>(
            "structures",
            Link::Among("t.id in (select l.structure_id from api_client_structure l where l.client_id = "),
            "The structures that it works for, where it is not all; of them, those that you may see.",
        );
        t.field::<Vec<String>>(
            "allowedOrigins",
            "t.allowed_origins",
            "Web origins from which browsers may use its keys; none binds them to none.",
        );
        t.field::<i32>(
            "requestsPerMinute",
            "t.requests_per_minute",
            "How many operations it may ask for in a minute.",
        );
        record::version(t);
        t.field::<DateTime>("createdAt", "t.created_at", "When it was made.");
        t.field::<Option<DateTime>>("expiresAt", "t.expires_at", "When its keys stop to work.");
        t.field::<Option<DateTime>>("revokedAt", "t.revoked_at", "When it was ended for good.");
        t.field::<Option<DateTime>>("lastUsedAt", "t.last_used_at", "When it was last used, to the minute.");
        t.list::<ApiClientKey>("keys", Link::By("t.client_id"), "Its keys, the oldest first.");
        t.filter(
            "partner",
            <Option<Vec<ID>>>::create_type_info,
            FilterSql::OneOfIds("t.partner_id"),
            "It works for one of these partners.",
        );
        t.filter(
            "revoked",
            <Option<bool>>::create_type_info,
            FilterSql::Flag("t.revoked_at is not null"),
            "It was ended for good, or it was not.",
        );
        t.order("CREATED_AT", KeyType::Time, "t.created_at", "By the moment it was made.");
        t.single("apiClient", "A program of a partner that you govern; null when there is none.");
        t.plural("apiClients", "The programs of the partners that you govern.");
    }
}

/// A key of a program.
pub struct ApiClientKey;

impl Noun for ApiClientKey {
    const NAME: &'static str = "ApiClientKey";

    fn declare(t: &mut TypeBuilder) {
        t.rows(
            "api_client_key",
            "apiclientkey",
            "exists (select 1 from api_client c where c.id = t.client_id and {governs:c.partner_id})",
            "A key of a program. It was shown when it was made, and is known to nobody but its bearer.",
        );
        t.field::<DateTime>("createdAt", "t.created_at", "When it was made.");
        t.field::<Option<DateTime>>(
            "expiresAt",
            "t.expires_at",
            "When it stops to work, if that is before the client's own end: another key took its place.",
        );
        t.field::<Option<DateTime>>("lastUsedAt", "t.last_used_at", "When it was last used, to the minute.");
        t.order("CREATED_AT", KeyType::Time, "t.created_at", "By the moment it was made.");
    }
}
