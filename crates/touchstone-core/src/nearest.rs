//! Decides which known word a misspelt one was meant to be: the one at the smallest edit distance, when that is small enough to help.

/// Longer words are not compared; no known word is that long.
const WORD_CHARS_MAX: usize = 64;

/// The known word that `word` is most likely a misspelling of: at most one edit (insertion, deletion, replacement, swap of
/// neighbours) for every three characters, and at least two. The first of several equally near words.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().take(WORD_CHARS_MAX + 1).collect();
    if word.is_empty() || word.len() > WORD_CHARS_MAX {
        return None;
    }
    let allowed = (word.len() / 3).max(2).min(word.len() - 1);
    known
        .into_iter()
        .map(|candidate| (distance(&word, candidate), candidate))
        .filter(|(edits, _)| *edits <= allowed)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// The optimal string alignment distance, kept in three rows.
fn distance(word: &[char], candidate: &str) -> usize {
    let mut two_above: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=word.len()).collect();
    let mut previous_char = None;
    for (row, there) in candidate.chars().take(WORD_CHARS_MAX).enumerate() {
        let mut current = vec![row + 1];
        for (column, &here) in word.iter().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX);
            let replaced = at(&above, column).saturating_add(usize::from(here != there));
            let inserted = at(&current, column).saturating_add(1);
            let deleted = at(&above, column + 1).saturating_add(1);
            let mut best = replaced.min(inserted).min(deleted);
            let swapped = previous_char == Some(here)
                && column.checked_sub(1).and_then(|i| word.get(i)) == Some(&there);
            if swapped {
                best = best.min(at(&two_above, column - 1).saturating_add(1));
            }
            current.push(best);
        }
        two_above = std::mem::replace(&mut above, current);
        previous_char = Some(there);
    }
    above.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
