//! How much of a file the hub agrees to read.

/// Bounds on one file: what a stranger may send must cost a known amount of memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadLimits {
    /// Bytes of the whole file.
    pub bytes: usize,
    /// Bytes of one record, quoted line breaks included.
    pub line_bytes: usize,
    /// Records after the header.
    pub rows: u64,
    /// Columns.
    pub columns: usize,
}

impl Default for ReadLimits {
    fn default() -> Self {
        Self { bytes: 200 << 20, line_bytes: 1 << 20, rows: 1_000_000, columns: 500 }
    }
}
