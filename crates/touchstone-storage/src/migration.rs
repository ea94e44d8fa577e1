//! Decides which steps a database still needs: forward only, in order, never past what this binary knows.

use crate::OpenError;

/// One step of a schema.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Migration {
    /// Its place in the order, from 1 without gaps.
    pub(crate) version: u32,
    /// Its file's name, for the log.
    pub(crate) name: &'static str,
    /// Its statements.
    pub(crate) sql: &'static str,
}

/// The version that a database has after all steps.
pub(crate) fn known_version(migrations: &[Migration]) -> u32 {
    migrations.last().map_or(0, |last| last.version)
}

/// The steps that a database at version `found` lacks.
pub(crate) fn missing(
    migrations: &'static [Migration],
    found: u32,
) -> Result<impl Iterator<Item = &'static Migration>, OpenError> {
    let known = known_version(migrations);
    if found > known {
        return Err(OpenError::NewerSchema { found, known });
    }
    Ok(migrations.iter().filter(move |step| step.version > found))
}

/// Refuses a database that is not exactly at this binary's version.
pub(crate) fn require_current(
    migrations: &'static [Migration],
    found: u32,
) -> Result<(), OpenError> {
    let known = known_version(migrations);
    match missing(migrations, found)?.next() {
        Some(_) => Err(OpenError::NotMigrated { found, known }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{postgres, sqlite};

    #[test]
    fn versions_count_from_one_without_gaps_in_both_engines() {
        for migrations in [sqlite::MIGRATIONS, postgres::MIGRATIONS] {
            for (step, wanted) in migrations.iter().zip(1..) {
                assert_eq!(step.version, wanted, "{}", step.name);
            }
        }
    }

    #[test]
    fn both_engines_have_the_same_steps() {
        let names = |steps: &[Migration]| steps.iter().map(|step| step.name).collect::<Vec<_>>();
        assert_eq!(names(sqlite::MIGRATIONS), names(postgres::MIGRATIONS));
    }
}
