//! Somebody in whose way a settlement is: it reads, decides, and then waits.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};

use touchstone_testkit::postgres::binaries;

const BEGIN: &str =
    "BEGIN; LOCK TABLE webauthn_sessions IN SHARE ROW EXCLUSIVE MODE;\n\\echo held\n";
const WAITING: &str = "SELECT count(*) FROM pg_locks WHERE NOT granted \
     AND relation = 'webauthn_sessions'::regclass \
     AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

/// A transaction on PostgreSQL that lets nobody write a session of `webauthn` until it is dropped. Who reads does not notice.
pub struct Blocker {
    url: String,
    psql: Child,
    /// Its end would be the transaction's.
    _orders: ChildStdin,
}

fn psql(url: &str) -> Command {
    let mut psql = Command::new(binaries().unwrap().join("psql"));
    psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", url]);
    psql
}

impl Blocker {
    /// Begins in this database.
    pub fn begin(url: &str) -> Self {
        let mut psql = psql(url)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut orders = psql.stdin.take().unwrap();
        orders.write_all(BEGIN.as_bytes()).unwrap();
        let mut said = String::new();
        let mut answers = BufReader::new(psql.stdout.take().unwrap());
        answers.read_line(&mut said).unwrap();
        assert_eq!(said, "held\n");
        Self {
            url: url.to_owned(),
            psql,
            _orders: orders,
        }
    }

    /// Waits until somebody wants to write.
    pub fn until_somebody_waits(&self) {
        let waiting = || {
            let output = psql(&self.url).args(["--command", WAITING]).output();
            String::from_utf8(output.unwrap().stdout).unwrap()
        };
        while waiting().trim() != "1" {}
    }
}

impl Drop for Blocker {
    fn drop(&mut self) {
        // It may have ended with its server.
        let _ = self.psql.kill();
        let _ = self.psql.wait();
    }
}
