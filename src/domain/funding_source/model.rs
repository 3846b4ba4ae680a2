//! What a funding source is, and the steps of its life.

use crate::domain::record::State;

coded! {
    /// What a funding source gives (schema `dispositif-aide`).
    pub enum AidType {
        /// Money that is not paid back.
        Grant = "GRANT",
        /// Money that is paid back.
        Loan = "LOAN",
        /// Money that is paid back when what it pays for succeeds.
        RecoverableAdvance = "RECOVERABLE_ADVANCE",
        /// Less tax to pay.
        TaxScheme = "TAX_SCHEME",
        /// Goods, premises or work.
        InKind = "IN_KIND",
        /// Advice and studies.
        Engineering = "ENGINEERING",
        /// A prize.
        Prize = "PRIZE",
        /// Something else.
        Other = "OTHER",
    }
}

coded! {
    /// The European fund behind a funding source.
    pub enum EuFund {
        /// Agriculture and rural development (EAFRD).
        Feader = "FEADER",
        /// Regional development (ERDF).
        Feder = "FEDER",
        /// Social fund (ESF+).
        FsePlus = "FSE_PLUS",
        /// Sea, fisheries and aquaculture (EMFAF).
        Feampa = "FEAMPA",
        /// Cooperation across borders, as POCTEFA.
        Interreg = "INTERREG",
        /// Another one.
        Other = "OTHER",
    }
}

coded! {
    /// Whether a funding source comes back.
    pub enum FundingRecurrence {
        /// It is always there.
        Permanent = "PERMANENT",
        /// It is there once.
        OneOff = "ONE_OFF",
        /// It opens and closes again and again.
        Recurring = "RECURRING",
    }
}

coded! {
    /// Where a funding source stands in its life here.
    pub enum FundingSourceStatus {
        /// Being written.
        Draft = "DRAFT",
        /// Being read by somebody else.
        InReview = "IN_REVIEW",
        /// Shown as one that can be asked for, within its days.
        Published = "PUBLISHED",
        /// No longer to be asked for; it may open again with new days.
        Closed = "CLOSED",
        /// Kept, and over for good.
        Archived = "ARCHIVED",
    }
}

impl State for FundingSourceStatus {
    fn next(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::InReview],
            Self::InReview => &[Self::Published, Self::Draft],
            Self::Published => &[Self::Closed],
            Self::Closed => &[Self::Published, Self::Archived],
            Self::Archived => &[],
        }
    }

    fn needs_reason(self, _: Self) -> bool {
        false
    }
}

impl FundingSourceStatus {
    /// Whether others than those who may change it read it.
    pub(crate) const fn is_published(self) -> bool {
        !matches!(self, Self::Draft | Self::InReview)
    }

    /// What the log calls the step that led to this state.
    pub(super) const fn event(self) -> &'static str {
        match self {
            Self::Published => "funding_source.published",
            Self::Closed => "funding_source.closed",
            Self::Draft | Self::InReview | Self::Archived => "funding_source.updated",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FundingSourceStatus::{self, Archived, Closed, Draft, InReview, Published};
    use crate::domain::record::machine::steps;

    #[test]
    fn only_the_listed_steps_exist() {
        let listed = [
            (Draft, &[InReview] as &[_]),
            (InReview, &[Published, Draft]),
            (Published, &[Closed]),
            (Closed, &[Published, Archived]),
            (Archived, &[]),
        ];
        assert_eq!(steps(FundingSourceStatus::ALL), listed);
    }
}
