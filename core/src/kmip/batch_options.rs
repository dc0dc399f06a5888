//! How a batch is done: the options in its Request Header (sections 6.14 and 6.15).

use super::tags;
use crate::ttlv::{self, Writer};

/// What the server does with the rest of a batch when an item of it fails (section 6.14).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum OnFailure {
    /// It leaves the rest undone.
    #[default]
    Stop,
    /// It goes on with the rest.
    Continue,
    /// It undoes the items before.
    Undo,
}

/// How a batch is done. The items are done in order (Batch Order Option, section 6.15), or the ID Placeholder would mean
/// nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct BatchOptions {
    /// When an item fails.
    pub on_failure: OnFailure,
}

impl BatchOptions {
    pub(super) fn write(self, w: &mut Writer<'_>) -> Result<(), ttlv::Error> {
        let number = match self.on_failure {
            OnFailure::Continue => 1,
            OnFailure::Stop => 2,
            OnFailure::Undo => 3,
        };
        w.enumeration(tags::BATCH_ERROR_CONTINUATION_OPTION, number)?;
        w.boolean(tags::BATCH_ORDER_OPTION, true)
    }
}
