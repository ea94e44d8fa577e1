//! Decides how lists are cut: newest first, at most 200 rows, from behind a cursor.

/// Which part of a list is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest<C> {
    /// At most this many rows, 1 to 200.
    pub limit: usize,
    /// Only rows behind this one, in the order of the list.
    pub after: Option<C>,
}

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T, C> {
    /// The rows, newest first.
    pub items: Vec<T>,
    /// The last row's cursor when more rows follow.
    pub next: Option<C>,
}
