//! A look at the messages of a connection, for those who debug a server.

use crate::address::Address;

/// Is shown each request and each response as plain TTLV, while it lies in the connection's buffer.
///
/// Messages hold keys and passwords: what a tap writes down has to leave these out. It is called between the steps of a
/// call, and so must not take long.
pub trait MessageTap: Send + Sync {
    /// A request is about to be sent.
    fn request(&self, to: &Address, message: &[u8]);

    /// A whole response has come.
    fn response(&self, from: &Address, message: &[u8]);
}
