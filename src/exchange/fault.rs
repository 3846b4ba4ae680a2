//! What stops the reading of a whole file, whichever step found it.

use super::{encoding::EncodingFault, mapping::MappingFault, message::Message, table::TableFault};
use crate::kernel::{
    error::{Code, Fault},
    locale::Locale,
};

/// Why nothing of a file is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// Its bytes are not a text.
    Encoding(EncodingFault),
    /// Its columns cannot be told.
    Table(TableFault),
    /// The mapping cannot be followed.
    Mapping(MappingFault),
}

impl FileFault {
    /// The fault as every surface of the hub reports one.
    #[must_use]
    pub fn to_fault(&self, locale: Locale) -> Fault {
        let code = match self {
            Self::Encoding(EncodingFault::TooLarge { .. })
            | Self::Table(TableFault::TooManyColumns { .. }) => Code::TooMany,
            _ => Code::Invalid,
        };
        Fault::of(code, self.text(locale))
    }
}

impl From<EncodingFault> for FileFault {
    fn from(fault: EncodingFault) -> Self {
        Self::Encoding(fault)
    }
}

impl From<TableFault> for FileFault {
    fn from(fault: TableFault) -> Self {
        Self::Table(fault)
    }
}

impl From<MappingFault> for FileFault {
    fn from(fault: MappingFault) -> Self {
        Self::Mapping(fault)
    }
}

impl Message for FileFault {
    fn sentences(&self) -> [String; 3] {
        match self {
            Self::Encoding(fault) => fault.sentences(),
            Self::Table(fault) => fault.sentences(),
            Self::Mapping(fault) => fault.sentences(),
        }
    }
}
