//! What several rounds showed, in a few numbers.

/// Least, median and most; none of nothing.
pub(crate) fn spread(values: impl Iterator<Item = f64>) -> Option<(f64, f64, f64)> {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    Some((*sorted.first()?, sorted[sorted.len() / 2], *sorted.last()?))
}

pub(crate) fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    spread(values).map(|(_, middle, _)| middle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spread_is_that_of_the_sorted_values() {
        assert_eq!(spread([3.0, 1.0, 2.0].into_iter()), Some((1.0, 2.0, 3.0)));
        assert_eq!(spread(std::iter::empty()), None);
    }
}
