//! What declaring and changing a structure have in common: the details that a caller gives, and their checks.

use async_graphql::{InputObject, MaybeUndefined};

use super::content::Details;
use super::model::{GeoPrecision, IdentifierWaiver};
use crate::domain::record::{Checks, over};
use crate::domain::term::{self, Given, TermScheme};
use crate::domain::territory::{self, TerritoryInput};
use crate::gql::scalar::Nda;
use crate::gql::text::TextInput;
use crate::kernel::email;
use crate::kernel::error::{Error, Result};
use crate::kernel::identifier::Naf;
use crate::kernel::locale::Locale;
use crate::store::Tx;

/// The longest line, in characters.
const MAX_LINE: usize = 200;

/// What declaring and changing a structure have in common. Absent leaves a field as it is, null empties it; a line has
/// at most 200 characters.
#[derive(Clone, Debug, InputObject)]
pub struct StructureDetailsInput {
    /// Its acronym.
    pub acronym: MaybeUndefined<String>,
    /// Its name in the register.
    pub legal_name: MaybeUndefined<String>,
    /// Its activity number as a training body.
    pub nda: MaybeUndefined<Nda>,
    /// Its main activity, in NAF rév. 2.
    pub naf: MaybeUndefined<String>,
    /// Why it has no public identifier.
    pub identifier_waiver: MaybeUndefined<IdentifierWaiver>,
    /// What it does.
    pub description: MaybeUndefined<TextInput>,
    /// Its public e-mail address.
    pub email: MaybeUndefined<String>,
    /// Its public telephone number.
    pub phone: MaybeUndefined<String>,
    /// Its web site.
    pub website: MaybeUndefined<String>,
    /// Its postal address, without the commune.
    pub address_line: MaybeUndefined<String>,
    /// Its postal code.
    pub postal_code: MaybeUndefined<String>,
    /// The commune where it sits.
    pub territory: MaybeUndefined<TerritoryInput>,
    /// The trades that it belongs to: codes of `terms` of the scheme SECTOR, at most 20.
    pub sectors: MaybeUndefined<Vec<String>>,
    /// What it is about: codes of `terms` of the scheme THEME, at most 20.
    pub themes: MaybeUndefined<Vec<String>>,
    /// Latitude, in degrees (WGS 84).
    pub lat: MaybeUndefined<f64>,
    /// Longitude, in degrees (WGS 84).
    pub lon: MaybeUndefined<f64>,
    /// How exactly it may be shown on a map; at the centre of its commune when nothing is said.
    pub geo_precision: MaybeUndefined<GeoPrecision>,
}

impl StructureDetailsInput {
    /// What a structure says after this. The commune that it names stays to be found.
    pub(super) fn check(&self, checks: &mut Checks, before: Details) -> Details {
        let given = self.clone();
        let nda = |nda: Nda| checks.identifier("input.nda", &nda.0, Nda::read);
        let nda = over(before.nda.clone(), given.nda, nda);
        let naf = |naf: String| checks.identifier("input.naf", &naf, read_naf);
        let naf = over(before.naf.clone(), given.naf, naf);
        let located = self.located(checks, before);
        let mut line = |field: &str, before, given| {
            over(before, given, |given: String| checks.line(field, Some(&given), MAX_LINE))
        };
        let acronym = line("input.acronym", located.acronym, given.acronym);
        let legal_name = line("input.legalName", located.legal_name, given.legal_name);
        let phone = line("input.phone", located.phone, given.phone);
        let address_line = line("input.addressLine", located.address_line, given.address_line);
        let postal_code = line("input.postalCode", located.postal_code, given.postal_code);
        let email = over(located.email, given.email, |given| email_address(checks, &given));
        let website = over(located.website, given.website, |given| web_site(checks, &given));
        let description = |given| checks.text("input.description", Some(given), 20_000);
        let description = over(located.description, given.description, description);
        let identifier_waiver = over(located.identifier_waiver, given.identifier_waiver, Some);
        Details {
            acronym,
            legal_name,
            nda,
            naf,
            identifier_waiver,
            description,
            email,
            phone,
            website,
            address_line,
            postal_code,
            ..located
        }
    }

    /// `before` with the point that is given.
    fn located(&self, checks: &mut Checks, before: Details) -> Details {
        let lat = over(before.lat, self.lat, Some);
        let lon = over(before.lon, self.lon, Some);
        let whole = lat.is_some() == lon.is_some();
        checks.that(whole, "input.lat", "give both `lat` and `lon`, or neither");
        let within = |degrees: Option<f64>, most: f64| degrees.is_none_or(|degrees| degrees.abs() <= most);
        checks.that(within(lat, 90.0), "input.lat", "a latitude lies between -90 and 90 degrees");
        checks.that(within(lon, 180.0), "input.lon", "a longitude lies between -180 and 180 degrees");
        let geo_precision = over(before.geo_precision, self.geo_precision, Some);
        Details { lat, lon, geo_precision, ..before }
    }

    /// Takes over what the caller names: the commune where it sits, one that there is today, and its words.
    pub(super) async fn find(&self, tx: &Tx<'_>, kept: &mut Details) -> Result<()> {
        let mut checks = Checks::default();
        if !self.territory.is_undefined() {
            let found = territory::find(tx, self.territory.value(), "input.territory").await;
            kept.territory = checks.found(found)?.flatten();
        }
        let words = [
            (TermScheme::Sector, "input.sectors", &self.sectors, &mut kept.sectors),
            (TermScheme::Theme, "input.themes", &self.themes, &mut kept.themes),
        ];
        let words = words.map(|(scheme, field, codes, kept)| Given { scheme, field, codes, kept });
        term::take(tx, &mut checks, words).await?;
        checks.finish(Some(())).map_err(Error::Refused)
    }
}

fn email_address(checks: &mut Checks, given: &str) -> Option<String> {
    let line = checks.line("input.email", Some(given), MAX_LINE)?;
    let address = email::normalise(&line);
    checks.that(address.is_some(), "input.email", "an e-mail address is written as in name@example.org");
    address
}

fn web_site(checks: &mut Checks, given: &str) -> Option<String> {
    let line = checks.line("input.website", Some(given), MAX_LINE)?;
    let addressed = line.starts_with("https://") || line.starts_with("http://");
    checks.that(addressed, "input.website", "a web site begins with https:// or http://");
    Some(line)
}

fn read_naf(text: &str) -> Result<String, String> {
    Naf::parse(text)
        .map(|naf| naf.as_str().to_owned())
        .map_err(|fault| fault.hint.text(Locale::En).to_owned())
}
