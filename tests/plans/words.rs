//! The few words in which the statements that fill a database differ from one to the other.

use respyrem::kernel::id;
use respyrem::kernel::kind::Kind;
use uuid::Uuid;

/// What the rows of a table are numbered under.
#[derive(Clone, Copy, Debug)]
pub(super) enum Family {
    Record(Kind),
    Territory,
    Term,
    Partner,
    Source,
    /// Rows that nothing else names.
    Other(u8),
}

impl Family {
    fn number(self) -> usize {
        match self {
            Self::Record(kind) => 1 + Kind::ALL.iter().position(|known| *known == kind).expect("a kind"),
            Self::Territory => 20,
            Self::Term => 21,
            Self::Partner => 22,
            Self::Source => 23,
            Self::Other(number) => 32 + usize::from(number),
        }
    }

    fn head(self) -> String {
        format!("{:08x}00007000", self.number())
    }

    /// The identifier of the `n`th.
    pub(super) fn uuid(self, n: u64) -> Uuid {
        format!("{}8000{n:012x}", self.head()).parse().expect("a uuid")
    }
}

/// The global identifier of the `n`th record of a kind.
pub(super) fn global(kind: Kind, n: u64) -> String {
    id::global(kind.prefix(), Family::Record(kind).uuid(n))
}

/// The words of one database.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    pub(super) is_postgres: bool,
}

impl Words {
    /// The identifier whose number an expression gives.
    pub(super) fn id(self, family: Family, n: &str) -> String {
        let head = family.head();
        if self.is_postgres {
            format!("cast('{head}8000' || lpad(to_hex({n}), 12, '0') as uuid)")
        } else {
            format!("unhex('{head}8000' || printf('%012x', {n}))")
        }
    }

    /// That of a record.
    pub(super) fn record(self, kind: Kind, n: &str) -> String {
        self.id(Family::Record(kind), n)
    }

    /// A number with zeros before it.
    pub(super) fn pad(self, width: u8, n: &str) -> String {
        if self.is_postgres {
            format!("lpad(cast({n} as text), {width}, '0')")
        } else {
            format!("printf('%0{width}d', {n})")
        }
    }

    /// The day so many days after the first of January 2025.
    pub(super) fn day(self, n: &str) -> String {
        if self.is_postgres {
            format!("(cast('2025-01-01' as date) + cast({n} as integer))")
        } else {
            format!("date('2025-01-01', ({n}) || ' days')")
        }
    }

    /// The moment so many minutes after the first of January 2025.
    pub(super) fn moment(self, n: &str) -> String {
        if self.is_postgres {
            format!("(cast('2025-01-01T00:00:00Z' as timestamptz) + ({n}) * interval '1 minute')")
        } else {
            format!("strftime('%Y-%m-%dT%H:%M:%S+00:00', '2025-01-01', ({n}) || ' minutes')")
        }
    }

    /// JSON from an expression that gives its text.
    pub(super) fn json(self, text: &str) -> String {
        if self.is_postgres { format!("cast({text} as jsonb)") } else { text.to_owned() }
    }

    /// One of `codes`, by the number.
    pub(super) fn one_of(self, codes: &[&str], n: &str) -> String {
        let cases = codes.iter().enumerate().map(|(at, code)| format!(" when {at} then '{code}'"));
        format!("(case ({n}) % {} {} end)", codes.len(), cases.collect::<String>())
    }
}
