//! The runtime of what waits for the network.

use crate::outcome::Outcome;

/// Runs what waits for the network.
pub(crate) fn wait_for(work: impl Future<Output = Outcome>) -> Outcome {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(work)
}
