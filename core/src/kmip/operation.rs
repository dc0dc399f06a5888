//! What is known of operations beside their numbers.

use super::Operation;

impl Operation {
    /// Whether it changes what the server holds, so that doing it twice could do harm. Also said of operations that
    /// aren't known here, and of those that compute with a key: they use up what its Usage Limits allow (section 3.21),
    /// and a part of a stream must be taken once (section 4.29). What only reads doesn't.
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
                | Self::RNG_RETRIEVE
                | Self::EXPORT
                | Self::GET_CONSTRAINTS
                | Self::QUERY_ASYNCHRONOUS_REQUESTS
                | Self::PING
        )
    }
}
