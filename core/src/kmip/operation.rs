//! What is known of operations beside their numbers.

use super::Operation;

impl Operation {
    /// Whether it changes what the server holds, so that doing it twice could do harm. Also said of operations that
    /// aren't known here. What only reads, or computes with a key, doesn't, unless it may use up the key's Usage Limits,
    /// which count what is protected with it (section 3.21): Encrypt, Sign, MAC.
    ///
    /// A request can say more: [`Request::changes_state`](super::Request::changes_state).
    #[must_use]
    pub const fn changes_state(self) -> bool {
        !matches!(
            self,
            Self::LOCATE
                | Self::CHECK
                | Self::GET
                | Self::GET_ATTRIBUTES
                | Self::GET_ATTRIBUTE_LIST
                | Self::OBTAIN_LEASE
                | Self::VALIDATE
                | Self::QUERY
                | Self::POLL
                | Self::DISCOVER_VERSIONS
                | Self::DECRYPT
                | Self::SIGNATURE_VERIFY
                | Self::MAC_VERIFY
                | Self::RNG_RETRIEVE
                | Self::HASH
                | Self::EXPORT
                | Self::GET_CONSTRAINTS
                | Self::QUERY_ASYNCHRONOUS_REQUESTS
                | Self::PING
        )
    }
}
