//! The table.

/// One way with one number of listeners.
pub(super) struct Row {
    pub title: &'static str,
    pub sockets: usize,
    /// Messages that did not arrive.
    pub missing: usize,
    /// In microseconds, in ascending order.
    pub latencies: Vec<u32>,
    pub idle_kib: u64,
    pub open_kib: u64,
    pub end_kib: u64,
    pub cpu_per_change: f64,
}

impl Row {
    fn millis(&self, percent: usize) -> f64 {
        let place = (self.latencies.len() * percent / 100).min(self.latencies.len().saturating_sub(1));
        self.latencies.get(place).copied().map_or(0.0, |micros| f64::from(micros) / 1_000.0)
    }

    #[expect(clippy::cast_precision_loss, reason = "a few gigabytes")]
    fn kib_each(&self) -> f64 {
        self.end_kib.saturating_sub(self.idle_kib) as f64 / self.sockets as f64
    }
}

pub(super) fn print(rows: &[Row]) {
    println!(
        "| Way | Listeners | p50 ms | p99 ms | most ms | CPU ms a change | KiB a listener | MiB idle, open, end | missing |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    for row in rows {
        println!(
            "| {} | {} | {:.1} | {:.1} | {:.1} | {:.1} | {:.1} | {}, {}, {} | {} |",
            row.title,
            row.sockets,
            row.millis(50),
            row.millis(99),
            row.millis(100),
            row.cpu_per_change,
            row.kib_each(),
            row.idle_kib / 1024,
            row.open_kib / 1024,
            row.end_kib / 1024,
            row.missing
        );
    }
}
