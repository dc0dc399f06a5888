//! Which address of a cluster is used: the first that is healthy. One that failed is left alone for a while.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use fieldgate_core::kmip::ProtocolVersion;
use tokio::time::Instant;

use crate::backoff::Backoff;

/// How long an address is left alone.
const ALONE: Backoff = Backoff {
    first: Duration::from_millis(500),
    max: Duration::from_secs(60),
};

/// How long an address that failed is tried by one call alone, while the others go elsewhere.
const TRIAL: Duration = Duration::from_secs(10);

/// How long is believed what an address said of versions and batches: another server may be behind it by then.
const BELIEVED: Duration = Duration::from_hours(1);

/// What is known of a cluster's addresses.
pub(crate) struct Cluster(Mutex<Vec<Node>>);

/// What is known of one address.
#[derive(Clone, Default)]
struct Node {
    failures: u32,
    /// Until when it is left alone.
    until: Option<Instant>,
    /// What it said; and since when that is known.
    said: Said,
    since: Option<Instant>,
}

/// What an address said of itself.
#[derive(Clone, Default)]
struct Said {
    /// The version that was agreed on.
    version: Option<ProtocolVersion>,
    /// Versions that it offered and then refused.
    refused: Vec<ProtocolVersion>,
    /// Whether it refuses batches.
    takes_no_batches: bool,
}

impl Node {
    /// What is known, unless that is too long ago.
    fn said(&mut self) -> &mut Said {
        let now = Instant::now();
        let since = *self.since.get_or_insert(now);
        if now.saturating_duration_since(since) >= BELIEVED {
            self.forget();
            self.since = Some(now);
        }
        &mut self.said
    }

    fn forget(&mut self) {
        (self.said, self.since) = (Said::default(), None);
    }
}

impl Cluster {
    pub(crate) fn new(addresses: usize) -> Self {
        Self(Mutex::new(vec![Node::default(); addresses]))
    }

    /// The address to try next, of those that aren't in `tried`: the first that is healthy or has been left alone for
    /// long enough, or else the one whose time ends first. Sets its bit in `tried`.
    pub(crate) fn choose(&self, tried: &mut u32) -> Option<usize> {
        let now = Instant::now();
        let mut nodes = self.lock();
        let untried = |index: &usize| *tried & (1 << index) == 0;
        let rests = |node: &Node| node.until.filter(|until| *until > now);
        let healthy = (0..nodes.len())
            .filter(untried)
            .find(|index| rests(&nodes[*index]).is_none());
        let soonest = || {
            let untried = (0..nodes.len()).filter(untried);
            untried.min_by_key(|index| nodes[*index].until)
        };
        let chosen = healthy.or_else(soonest)?;
        *tried |= 1 << chosen;
        let node = &mut nodes[chosen];
        if node.failures > 0 && rests(node).is_none() {
            node.until = Some(now + TRIAL);
        }
        Some(chosen)
    }

    /// The address answered.
    pub(crate) fn succeeded(&self, index: usize) {
        let node = &mut self.lock()[index];
        (node.failures, node.until) = (0, None);
    }

    /// The address failed, and is left alone for a while.
    pub(crate) fn failed(&self, index: usize) {
        let node = &mut self.lock()[index];
        node.failures = node.failures.saturating_add(1);
        node.until = Some(Instant::now() + ALONE.pause(node.failures));
        // What comes back may be another version of the server.
        node.forget();
    }

    /// The version that was agreed on with it, and those that it refused although it offered them.
    pub(crate) fn versions(&self, index: usize) -> (Option<ProtocolVersion>, Vec<ProtocolVersion>) {
        let mut nodes = self.lock();
        let said = nodes[index].said();
        (said.version, said.refused.clone())
    }

    pub(crate) fn agreed_on(&self, index: usize, version: ProtocolVersion) {
        self.lock()[index].said().version = Some(version);
    }

    /// The version has to be agreed on anew. `refused`: and it can't be this one.
    pub(crate) fn forget_version(&self, index: usize, refused: Option<ProtocolVersion>) {
        let mut nodes = self.lock();
        let said = nodes[index].said();
        said.version = None;
        if let Some(refused) = refused
            && !said.refused.contains(&refused)
        {
            said.refused.push(refused);
        }
    }

    pub(crate) fn takes_batches(&self, index: usize) -> bool {
        !self.lock()[index].said().takes_no_batches
    }

    pub(crate) fn refused_a_batch(&self, index: usize) {
        self.lock()[index].said().takes_no_batches = true;
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Node>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::advance;

    use fieldgate_core::kmip::ProtocolVersion;

    use super::{ALONE, BELIEVED, Cluster};

    fn first(cluster: &Cluster) -> Option<usize> {
        cluster.choose(&mut 0)
    }

    #[tokio::test(start_paused = true)]
    async fn an_address_that_failed_is_left_alone_and_then_preferred_again() {
        let cluster = Cluster::new(3);
        assert_eq!(first(&cluster), Some(0));
        cluster.failed(0);
        assert_eq!(first(&cluster), Some(1));
        advance(ALONE.first).await;
        assert_eq!(first(&cluster), Some(0), "its time is over");
        assert_eq!(
            first(&cluster),
            Some(1),
            "one call tries it, the others don't"
        );
        cluster.succeeded(0);
        assert_eq!(first(&cluster), Some(0));
    }

    #[tokio::test(start_paused = true)]
    async fn what_an_address_said_is_not_believed_for_ever() {
        let cluster = Cluster::new(1);
        let (newer, older) = (ProtocolVersion::V1_4, ProtocolVersion::V1_0);
        let teach = || {
            cluster.forget_version(0, Some(newer));
            cluster.agreed_on(0, older);
            cluster.refused_a_batch(0);
            assert_eq!(cluster.versions(0), (Some(older), vec![newer]));
            assert!(!cluster.takes_batches(0));
        };
        let knows_nothing =
            || cluster.versions(0) == (None, Vec::new()) && cluster.takes_batches(0);
        teach();
        advance(BELIEVED - Duration::from_secs(1)).await;
        cluster.agreed_on(0, older);
        assert_eq!(cluster.versions(0), (Some(older), vec![newer]));
        advance(Duration::from_secs(1)).await;
        assert!(knows_nothing(), "that it was used does not renew it");
        teach();
        cluster.failed(0);
        assert!(knows_nothing(), "another version may come back");
    }

    #[tokio::test(start_paused = true)]
    async fn when_all_are_left_alone_the_one_whose_time_ends_first_is_tried() {
        let cluster = Cluster::new(3);
        for _ in 0..8 {
            cluster.failed(0);
            cluster.failed(2);
        }
        cluster.failed(1);
        let mut tried = 0;
        assert_eq!(cluster.choose(&mut tried), Some(1));
        let others = [cluster.choose(&mut tried), cluster.choose(&mut tried)];
        assert!(others == [Some(0), Some(2)] || others == [Some(2), Some(0)]);
        assert_eq!(cluster.choose(&mut tried), None, "each is tried once");
        advance(Duration::from_secs(61)).await;
        assert_eq!(first(&cluster), Some(0), "no time is longer than its limit");
    }
}
