//! Which part of a list is asked for, as the GraphQL Cursor Connections specification says it. Knows no list and
//! no database: a repository turns a [`Page`] into a `where`, an `order by` and a `limit`.

mod cursor;

pub use cursor::{Cursor, CursorValue};

use crate::kernel::error::{Code, Fault};

/// How long a page may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageSize {
    /// At most.
    pub max: u32,
    /// When the caller does not say.
    pub default: u32,
}

impl Default for PageSize {
    /// The hub's connections: 20, and 100 at most.
    fn default() -> Self {
        Self { max: 100, default: 20 }
    }
}

/// A page: either the `first` rows or the `last` ones of those between `after` and `before`. Exactly one of
/// `first` and `last` is there.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// How many from the start.
    pub first: Option<u32>,
    /// The row before the first one wanted.
    pub after: Option<Cursor>,
    /// How many from the end.
    pub last: Option<u32>,
    /// The row after the last one wanted.
    pub before: Option<Cursor>,
}

impl Page {
    /// Checks a connection's arguments; with neither `first` nor `last`, the first rows, as many as by default.
    ///
    /// # Errors
    /// `first` and `last` together, a negative size, or one past the limit.
    pub fn new(
        first: Option<i32>,
        after: Option<Cursor>,
        last: Option<i32>,
        before: Option<Cursor>,
        size: PageSize,
    ) -> Result<Self, Fault> {
        if first.is_some() && last.is_some() {
            return Err(Fault::on("last", Code::Invalid, "ask for `first` or for `last`, not for both"));
        }
        let first = first.map(|count| within("first", count, size)).transpose()?;
        let last = last.map(|count| within("last", count, size)).transpose()?;
        let first = first.or_else(|| last.is_none().then_some(size.default));
        Ok(Self { first, after, last, before })
    }

    /// Refuses cursors that another order, or another list, handed out.
    ///
    /// # Errors
    /// The argument whose cursor is not of this order.
    pub fn check_order(&self, order: &str) -> Result<(), Fault> {
        for (argument, cursor) in [("after", &self.after), ("before", &self.before)] {
            if cursor.as_ref().is_some_and(|cursor| cursor.order != order) {
                let message =
                    format!("`{argument}` comes from a list in another order: start again without it");
                return Err(Fault::on(argument, Code::Invalid, message));
            }
        }
        Ok(())
    }

    /// How many rows at most.
    #[must_use]
    pub fn limit(&self) -> u32 {
        self.first.or(self.last).unwrap_or_default()
    }

    /// Whether the rows are counted from the end.
    #[must_use]
    pub const fn is_backward(&self) -> bool {
        self.last.is_some()
    }
}

fn within(argument: &str, count: i32, size: PageSize) -> Result<u32, Fault> {
    u32::try_from(count).ok().filter(|count| *count <= size.max).ok_or_else(|| {
        Fault::on(argument, Code::Invalid, format!("`{argument}` takes 0 to {}, not {count}", size.max))
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn page(first: Option<i32>, last: Option<i32>) -> Result<Page, Fault> {
        Page::new(first, None, last, None, PageSize::default())
    }

    fn cursor(order: &str) -> Cursor {
        Cursor { order: order.to_owned(), values: Vec::new(), id: Uuid::nil() }
    }

    #[test]
    fn a_page_without_size_has_the_default_one() {
        let page = page(None, None).unwrap();
        assert_eq!((page.first, page.last, page.limit()), (Some(20), None, 20));
    }

    #[test]
    fn the_last_rows_need_no_cursor() {
        let page = page(None, Some(5)).unwrap();
        assert_eq!((page.first, page.limit(), page.is_backward()), (None, 5, true));
    }

    #[test]
    fn a_size_may_reach_the_limit_and_zero() {
        assert_eq!(page(Some(100), None).map(|page| page.limit()), Ok(100));
        assert_eq!(page(Some(0), None).map(|page| page.limit()), Ok(0));
    }

    #[test]
    fn a_size_out_of_bounds_is_refused_with_the_limit() {
        for (first, last, field) in
            [(Some(101), None, "first"), (Some(-1), None, "first"), (None, Some(i32::MIN), "last")]
        {
            let fault = page(first, last).unwrap_err();
            assert_eq!(fault.field, [field]);
            assert!(fault.message.contains("100"), "{}", fault.message);
        }
    }

    #[test]
    fn both_ends_at_once_are_refused() {
        assert_eq!(page(Some(1), Some(1)).unwrap_err().code, Code::Invalid);
    }

    #[test]
    fn a_cursor_of_another_order_is_refused() {
        let page = Page::new(None, Some(cursor("NAME")), None, None, PageSize::default()).unwrap();
        assert_eq!(page.check_order("NAME"), Ok(()));
        assert_eq!(page.check_order("DISTANCE").unwrap_err().field, ["after"]);
    }
}
