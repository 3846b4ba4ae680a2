//! What a structure is, and the steps of its life.

use crate::domain::record::State;

coded! {
    /// What a structure is in law.
    pub enum StructureKind {
        /// An association or another body without profit.
        Associative = "ASSOCIATIVE",
        /// A company, a sole trader, a farm.
        Private = "PRIVATE",
        /// A public body.
        Public = "PUBLIC",
    }
}

coded! {
    /// Where a structure stands in its life here.
    pub enum StructureStatus {
        /// Being written.
        Draft = "DRAFT",
        /// Waiting to be accepted by the network.
        Pending = "PENDING",
        /// In use.
        Active = "ACTIVE",
        /// Set aside for a time.
        Suspended = "SUSPENDED",
        /// Kept, no longer in use.
        Archived = "ARCHIVED",
        /// Found to be another one, which now stands for it.
        Merged = "MERGED",
    }
}

impl State for StructureStatus {
    fn next(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::Pending],
            Self::Pending => &[Self::Active, Self::Draft],
            Self::Active => &[Self::Suspended, Self::Archived],
            Self::Suspended => &[Self::Active, Self::Archived],
            Self::Archived => &[Self::Active],
            Self::Merged => &[],
        }
    }

    /// A structure that is sent back or set aside is told why.
    fn needs_reason(self, to: Self) -> bool {
        matches!(to, Self::Draft | Self::Suspended)
    }
}

impl StructureStatus {
    /// Whether the step to `to` is the structure's own; the network takes the others.
    pub(super) const fn is_own_step(self, to: Self) -> bool {
        matches!((self, to), (Self::Draft, Self::Pending) | (_, Self::Archived))
    }

    /// Whether a structure in this state has an identifier, or says why it has none.
    pub(super) const fn needs_identifier(self) -> bool {
        matches!(self, Self::Pending | Self::Active)
    }

    /// What the log calls the step that led to this state.
    pub(super) const fn event(self) -> &'static str {
        match self {
            Self::Active => "structure.verified",
            Self::Suspended => "structure.suspended",
            Self::Archived => "structure.archived",
            Self::Merged => "structure.merged",
            Self::Draft | Self::Pending => "structure.updated",
        }
    }
}

coded! {
    /// What the national register says of a structure.
    pub enum RegistryState {
        /// Nobody asked.
        Unknown = "UNKNOWN",
        /// It is registered and active.
        Active = "ACTIVE",
        /// It is registered as closed.
        Closed = "CLOSED",
        /// The register does not know it.
        NotFound = "NOT_FOUND",
        /// It asked that its data be not published.
        PartialDiffusion = "PARTIAL_DIFFUSION",
    }
}

coded! {
    /// How exactly a structure may be shown on a map.
    pub enum GeoPrecision {
        /// At its door.
        Exact = "EXACT",
        /// In its street.
        Street = "STREET",
        /// At the centre of its commune.
        Commune = "COMMUNE",
        /// Nowhere.
        Hidden = "HIDDEN",
    }
}

coded! {
    /// Why an active structure has no public identifier.
    pub enum IdentifierWaiver {
        /// It is being set up.
        InCreation = "IN_CREATION",
        /// A collective that never registered.
        UnregisteredCollective = "UNREGISTERED_COLLECTIVE",
        /// An association under the local law of Alsace-Moselle, which has no RNA number.
        LocalLawAlsaceMoselle = "LOCAL_LAW_ALSACE_MOSELLE",
        /// It is registered abroad.
        Foreign = "FOREIGN",
        /// Another reason.
        Other = "OTHER",
    }
}

coded! {
    /// A quality label.
    pub enum LabelScheme {
        /// Quality of training bodies (French labour code, L6316-1).
        Qualiopi = "QUALIOPI",
        /// Social utility company (ESUS).
        Esus = "ESUS",
        /// Another one.
        Other = "OTHER",
    }
}
