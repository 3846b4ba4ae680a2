//! How identity providers read.

use std::borrow::Cow;
use std::collections::BTreeMap;

use async_graphql::InputType;
use sea_orm::DbErr;

use super::model::{
    BackChannelLogout, ClientAuthentication, EmailTrust, JustInTime, ProtocolUsage, ProviderState,
    SigningAlgorithm, UserinfoForm,
};
use super::{PROVIDER_PREFIX, ProviderDomain, ProviderRule};
use crate::access::Scene;
use crate::domain::partner::Partner;
use crate::domain::record;
use crate::gql::plan::cell::Cells;
use crate::gql::plan::{FilterSql, KeyType, Link, Noun, TypeBuilder};
use crate::gql::scalar::DateTime;
use crate::store::rows::JsonText;

/// A provider through which the people of a partner sign in.
pub struct IdentityProvider;

/// Its secret is no field: nobody ever reads it again.
const GUARD: &str = "{governs:t.partner_id}";

impl Noun for IdentityProvider {
    const NAME: &'static str = "IdentityProvider";

    fn declare(t: &mut TypeBuilder) {
        let about = "Where the people of a partner sign in. Those who govern the partner read it.";
        t.rows("identity_provider", PROVIDER_PREFIX, GUARD, about);
        t.field::<String>("slug", "t.slug", "What stands for it in addresses, for ever.");
        t.field::<String>("label", "t.label", "What people call it: the words on its button.");
        t.one::<Partner>("partner", "t.partner_id", "Whose people sign in there.");
        t.field::<ProviderState>("state", "t.state", "Where it stands.");
        protocol(t);
        policy(t);
        t.field::<Option<DateTime>>(
            "triedAt",
            "t.tried_at",
            "When somebody signed in on trial with these settings; null since one of them changed.",
        );
        t.field::<DateTime>("createdAt", "t.created_at", "When it was made.");
        t.field::<DateTime>("updatedAt", "t.updated_at", "When it last changed.");
        record::version(t);
        t.list::<ProviderDomain>("domains", Link::By("t.provider_id"), "The domains that it claims.");
        t.list::<ProviderRule>("rules", Link::By("t.provider_id"), "Which memberships come of which claims.");
        t.filter(
            "state",
            <Option<Vec<ProviderState>>>::create_type_info,
            FilterSql::OneOf("t.state"),
            "It stands in one of these states.",
        );
        t.order("SLUG", KeyType::Text, "t.slug", "By what stands for it in addresses.");
        t.single("identityProvider", "One identity provider, by its identifier or its slug.");
        t.lookup(
            "slug",
            <Option<String>>::create_type_info,
            "t.slug",
            |slug| Ok(slug.to_owned()),
            "What stands for it in addresses.",
        );
        t.plural("identityProviders", "The identity providers of the partners that you govern.");
    }
}

/// What the provider and the hub agreed upon.
fn protocol(t: &mut TypeBuilder) {
    t.field::<String>("issuer", "t.issuer", "Its issuer, letter by letter as its tokens say it, for ever.");
    t.field::<String>("clientId", "t.client_id", "What it calls the hub.");
    t.field::<ClientAuthentication>(
        "clientAuthentication",
        "t.client_authentication",
        "How the hub proves to it that it is its client.",
    );
    t.field::<Option<String>>("keyId", "t.key_id", "The id under which it knows the hub's public key.");
    t.field::<Vec<SigningAlgorithm>>(
        "idTokenAlgorithms",
        "t.id_token_algorithms",
        "What its tokens may be signed with.",
    );
    t.field::<UserinfoForm>(
        "userinfo",
        "t.userinfo",
        "Whether it is asked about the person, and how it answers.",
    );
    t.field::<ProtocolUsage>("pkce", "t.pkce", "Whether a proof key goes with the code (RFC 7636).");
    t.field::<ProtocolUsage>("par", "t.par", "Whether requests are pushed to it beforehand (RFC 9126).");
    t.field::<Vec<String>>("scopes", "t.scopes", "What it is asked for, beside `openid`.");
    t.computed::<Vec<String>>(
        "extraParameters",
        &["t.extra_parameters"],
        write_parameters,
        "What else stands in a request, each as `name=value`.",
    );
    t.field::<Vec<String>>(
        "requiredAcr",
        "t.required_acr",
        "The authentication contexts of which a person must have one; any is welcome when there is none.",
    );
}

/// What the hub makes of it.
fn policy(t: &mut TypeBuilder) {
    t.field::<EmailTrust>(
        "emailTrust",
        "t.email_trust",
        "Which of the addresses that it gives are believed.",
    );
    t.field::<JustInTime>("justInTime", "t.just_in_time", "What becomes of people whom nobody knows.");
    t.field::<BackChannelLogout>(
        "backChannelLogout",
        "t.back_channel_logout",
        "What becomes of the sessions of who signs out there.",
    );
    t.field::<Option<String>>(
        "siretClaim",
        "t.siret_claim",
        "The claim that names a person's structure by its SIRET, when it is not `siret`: it proposes a membership.",
    );
}

/// The object `{ name: value }` as the list of `name=value`.
fn write_parameters(cells: Cells<'_>, _: &Scene, out: &mut Vec<u8>) -> Result<(), DbErr> {
    let kept: JsonText<'_> = cells.get(0)?;
    let read: BTreeMap<Cow<'_, str>, Cow<'_, str>> =
        serde_json::from_str(&kept.0).map_err(|error| DbErr::Json(error.to_string()))?;
    let pairs: Vec<String> = read.iter().map(|(name, value)| format!("{name}={value}")).collect();
    // Writing into memory cannot fail.
    let _ = serde_json::to_writer(out, &pairs);
    Ok(())
}
