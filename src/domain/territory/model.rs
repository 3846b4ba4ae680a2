//! What a place is.

coded! {
    /// What a place is.
    pub enum TerritoryKind {
        /// A commune, by its INSEE code.
        Commune = "COMMUNE",
        /// A grouping of communes with its own taxation, by its SIREN.
        Epci = "EPCI",
        /// A syndicate of public bodies, by its SIREN.
        Syndicat = "SYNDICAT",
        /// A rural pole of balance, by its SIREN.
        Petr = "PETR",
        /// A regional nature park.
        Pnr = "PNR",
        /// A local action group (LEADER).
        Gal = "GAL",
        /// A département.
        Department = "DEPARTMENT",
        /// A region.
        Region = "REGION",
        /// A country, by its ISO 3166 code.
        Country = "COUNTRY",
        /// An area drawn for a purpose.
        Adhoc = "ADHOC",
    }
}
