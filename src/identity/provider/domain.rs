//! Domains of e-mail addresses: whose people are whose.

use uuid::Uuid;

use crate::identity::row::get;
use crate::kernel::error::Result;
use crate::store::{Store, Tx};

/// The domain of an address in its kept form.
#[must_use]
pub(in crate::identity) fn of_address(email: &str) -> &str {
    email.rsplit_once('@').map_or("", |(_, domain)| domain)
}

/// The provider that proved this very domain; a domain above or below it is another one.
pub(in crate::identity) async fn provider_of(tx: &Tx<'_>, domain: &str) -> Result<Option<Uuid>> {
    let mut sql = tx.sql();
    sql.push("select provider_id from provider_domain where proved_at is not null and domain = ")
        .bind(domain);
    tx.all(sql).await?.first().map(|row| get(row, "provider_id")).transpose()
}

/// The slug of the provider in use that proved this domain.
pub(in crate::identity) async fn slug_of(store: &Store, domain: &str) -> Result<Option<String>> {
    let mut sql = store.sql();
    sql.push(
        "select p.slug from provider_domain d join identity_provider p on p.id = d.provider_id and p.state = 'ACTIVE' \
         join partner a on a.id = p.partner_id and a.state = 'ACTIVE' where d.proved_at is not null and d.domain = ",
    );
    sql.bind(domain);
    store.all(sql).await?.first().map(|row| get(row, "slug")).transpose()
}
