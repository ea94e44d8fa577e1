//! Decides which known name was probably meant: the one with the smallest edit distance, when it is small for the name's length.

/// The nearest of the known names.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a String>) -> Option<&'a String> {
    known
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, _)| *distance <= name.chars().count() / 3)
        .map(|(_, candidate)| candidate)
}

/// Levenshtein's distance, one row at a time.
fn distance(left: &str, right: &str) -> usize {
    let mut row: Vec<usize> = (0..=right.chars().count()).collect();
    for (done, from) in left.chars().enumerate() {
        let mut diagonal = done;
        let mut before = done + 1;
        for (cell, to) in row
            .iter_mut()
            .zip(std::iter::once(None).chain(right.chars().map(Some)))
        {
            let above = *cell;
            *cell = match to {
                None => done + 1,
                Some(to) => (diagonal + usize::from(from != to))
                    .min(above + 1)
                    .min(before + 1),
            };
            diagonal = above;
            before = *cell;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_counts_changes_insertions_and_removals() {
        assert_eq!(distance("listen", "listen"), 0);
        assert_eq!(distance("lisen", "listen"), 1);
        assert_eq!(distance("listten", "listen"), 1);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
    }

    #[test]
    fn nothing_is_suggested_for_a_name_that_resembles_none() {
        let known = ["server.listen".to_owned()];
        assert_eq!(nearest("webhooks.retries", &known), None);
        assert_eq!(nearest("server.lisen", &known), Some(&known[0]));
    }
}
