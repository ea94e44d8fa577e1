//! Decides how a connection is closed whose client may still be sending: our side ends, what still arrives is thrown away for a while.
//! Without it the system resets the connection, and the client loses the answer that it has not read yet.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long a client may go on, in all.
const IN_ALL: Duration = Duration::from_secs(10);
/// How long it may be silent.
const SILENT: Duration = Duration::from_secs(2);
/// How much it may go on sending, in bytes.
const BYTES_MAX: usize = 64 * 1024 * 1024;

/// Closes the stream gently.
pub(super) async fn close(mut stream: TcpStream) {
    // Too late or broken: either way it is closed now.
    let _ = timeout(IN_ALL, read_away(&mut stream)).await;
}

async fn read_away(stream: &mut TcpStream) {
    let _ = stream.shutdown().await;
    let mut thrown_away = 0_usize;
    let mut bytes = vec![0; 16 * 1024];
    while let Ok(Ok(1..)) = timeout(SILENT, stream.read(&mut bytes)).await {
        thrown_away = thrown_away.saturating_add(bytes.len());
        if thrown_away >= BYTES_MAX {
            return;
        }
    }
}
