//! Decides where the server listens and when plain HTTP is refused (design.md section 2, listeners and TLS).

use std::net::SocketAddr;

use super::optional::Optional;
use super::proxy::Proxy;
use super::section::section;

section! {
    /// Where the server listens.
    Server "server" {
        /// Address and port. Everything is served here, except what `admin_listen` takes away.
        listen: SocketAddr,
        /// Address and port of the admin listener. When set, `/admin` and `/metrics` answer there and nowhere else.
        admin_listen: Optional<SocketAddr>,
        /// Allows plain HTTP on addresses that other machines can reach: says that a proxy in front terminates TLS.
        insecure: bool,
        /// How long requests in flight may take after SIGTERM or SIGINT, in seconds.
        shutdown_grace_s: u32,
        /// Proxies whose `X-Forwarded-For` and `X-Forwarded-Host` are believed: addresses, or networks such as `10.0.0.0/8`.
        trusted_proxies: Vec<Proxy>,
    }
}

impl Server {
    /// The settings that would let other machines talk to this one without encryption.
    pub fn exposed(&self) -> Vec<(&'static str, SocketAddr)> {
        if self.insecure {
            return Vec::new();
        }
        let admin = self
            .admin_listen
            .get()
            .map(|address| ("server.admin_listen", *address));
        std::iter::once(("server.listen", self.listen))
            .chain(admin)
            .filter(|(_, address)| !address.ip().is_loopback())
            .collect()
    }
}
