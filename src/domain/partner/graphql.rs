//! How partners read.

use async_graphql::InputType;

use super::{PREFIX, PartnerState};
use crate::domain::identity::IdentityProvider;
use crate::domain::record;
use crate::domain::structure::Structure;
use crate::domain::subgraph::Subgraph;
use crate::gql::plan::{FilterSql, KeyType, Link, Noun, TypeBuilder};
use crate::gql::scalar::Date;

/// A partner.
pub struct Partner;

/// Everybody reads those that take part; the others are read by those who run the network.
const GUARD: &str = "(t.state = 'ACTIVE' or {governs:t.id})";

impl Noun for Partner {
    const NAME: &'static str = "Partner";

    fn declare(t: &mut TypeBuilder) {
        t.rows("partner", PREFIX, GUARD, "An organisation that joined the network with its structures.");
        t.field::<String>("slug", "t.slug", "What stands for it in addresses and files, for ever.");
        t.field::<String>("name", "t.name", "What it is called.");
        t.field::<Option<String>>("siteUrl", "t.site_url", "Its own site.");
        t.field::<PartnerState>("state", "t.state", "Where it stands in the network.");
        t.field::<Option<Date>>("joinedOn", "t.joined_on", "The day when it joined.");
        record::version(t);
        t.one::<Structure>(
            "structure",
            "t.structure_id",
            "Its own structure, whose administrators govern the partner; null where there is none, or none that you may see.",
        );
        t.connection::<IdentityProvider>(
            "identityProviders",
            Link::By("t.partner_id"),
            "Where its people sign in; for those who govern it.",
        );
        t.connection::<Subgraph>(
            "subgraphs",
            Link::By("t.partner_id"),
            "Its own GraphQL services; for those who govern it.",
        );
        t.filter(
            "state",
            <Option<Vec<PartnerState>>>::create_type_info,
            FilterSql::OneOf("t.state"),
            "It stands in one of these states.",
        );
        t.order("NAME", KeyType::Text, "t.sort_name", "By name, whatever its accents and case.");
        t.single("partner", "One partner, by its identifier or its slug.");
        let as_it_is = |text: &str| Ok(text.to_owned());
        t.key(&[("slug", "t.slug", as_it_is)]);
        t.lookup(
            "slug",
            <Option<String>>::create_type_info,
            "t.slug",
            as_it_is,
            "What stands for it in addresses and files.",
        );
        t.plural("partners", "The partners of the network.");
    }
}
