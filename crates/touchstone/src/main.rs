//! The `touchstone` binary: hands over to the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    touchstone::cli::main()
}
