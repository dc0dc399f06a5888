//! The keyring: one fetch for many requests, failures that pass, another key under the same name, old keys that open.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU8, AtomicUsize, Ordering},
    },
    time::{Duration, Instant, SystemTime},
};

use fieldgate_core::{
    field::{FieldType, Scheme, leakage::Admitted},
    secret::Secret,
    slot::{BackOff, KeyExpiry, Policy, Prefetch},
    time::Minutes,
};
use fieldgate_gateway::fields::Fields;
use fieldgate_gateway::keyring::{
    FetchFailed, FetchedKey, FieldSet, KeySource, Keyring, NotOpened, NotSealed, PartitionFields,
    PartitionKey,
};
use fieldgate_gateway::rules::FieldSpec;

/// At least a second, and two at most.
const BACK_OFF: BackOff = BackOff {
    first_ms: 2_000,
    max_ms: 2_000,
};

/// A key server in memory: 0 means that it is down, any other number fills the key.
struct Source {
    fill: AtomicU8,
    fetches: AtomicUsize,
}

impl Source {
    fn of(fill: u8) -> Arc<Self> {
        Arc::new(Self {
            fill: AtomicU8::new(fill),
            fetches: AtomicUsize::new(0),
        })
    }
}

impl KeySource for Source {
    fn fetch(&self) -> Pin<Box<dyn Future<Output = Result<FetchedKey, FetchFailed>> + Send + '_>> {
        Box::pin(async {
            self.fetches.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(50)).await;
            match self.fill.load(Ordering::SeqCst) {
                0 => Err(FetchFailed::unreachable("connection refused".to_owned())),
                fill => Ok(Box::new(Secret::copied_from(&[fill; 32]).unwrap()).into()),
            }
        })
    }
}

fn fields() -> FieldSet {
    let field = |name: &str, scheme| FieldSpec {
        object: "film".to_owned(),
        name: name.to_owned(),
        scheme: Admitted::danger_tiny_domain(scheme),
        kind: FieldType::Text,
    };
    let mut fields = vec![
        field("director", Scheme::Equal),
        field("budget", Scheme::Random),
    ];
    // Enough that deriving takes milliseconds, as it does with many rules.
    fields.extend((0..300).map(|index| field(&format!("field-{index}"), Scheme::Equal)));
    FieldSet::new("demo".to_owned(), "films".to_owned(), fields).unwrap()
}

fn keyring(sources: &[&Arc<Source>]) -> Arc<Keyring> {
    let key = |(index, source): (usize, &&Arc<Source>)| PartitionKey {
        name: format!("key-{index}"),
        id: None,
        policy: Policy {
            back_off: BACK_OFF,
            ..KeyExpiry::Never.into()
        },
        source: Arc::clone(*source) as Arc<dyn KeySource>,
    };
    Keyring::new(sources.iter().enumerate().map(key).collect(), fields()).unwrap()
}

#[tokio::test]
async fn a_hundred_requests_cost_one_fetch() {
    let source = Source::of(1);
    let keyring = keyring(&[&source]);
    let requests: Vec<_> = (0..100)
        .map(|_| {
            let keyring = Arc::clone(&keyring);
            tokio::spawn(async move {
                let mut sealed = Vec::new();
                keyring
                    .seal(0, b"Agnes Varda", &mut sealed)
                    .await
                    .map(|()| sealed)
            })
        })
        .collect();
    for request in requests {
        let sealed = request.await.unwrap().unwrap();
        let mut opened = Vec::new();
        assert_eq!(keyring.open(&sealed, &mut opened).await.unwrap(), 0);
        assert_eq!(opened, b"Agnes Varda");
    }
    assert_eq!(source.fetches.load(Ordering::SeqCst), 1);
    assert_eq!(keyring.status()[0].fetches, 1);
    keyring.wipe_all();
    assert!(!keyring.status()[0].held);
    keyring.fetch_all().await.unwrap();
    assert_eq!(source.fetches.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_failed_fetch_is_said_until_the_back_off_is_over() {
    let source = Source::of(0);
    let keyring = keyring(&[&source]);
    let mut out = b"before".to_vec();
    for _ in 0..20 {
        match keyring.seal(1, b"42", &mut out).await {
            Err(NotSealed::KeyUnavailable(why)) => {
                assert_eq!(
                    why.to_string(),
                    "the key key-0 is not available: connection refused"
                );
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(out, b"before");
    assert_eq!(
        source.fetches.load(Ordering::SeqCst),
        1,
        "a server that is down is not stormed"
    );
    source.fill.store(1, Ordering::SeqCst);
    tokio::time::sleep(Duration::from_millis(BACK_OFF.first_ms + 50)).await;
    keyring.seal(1, b"42", &mut out).await.unwrap();
}

#[tokio::test]
async fn another_key_under_the_same_name_is_refused() {
    let source = Source::of(1);
    let keyring = keyring(&[&source]);
    keyring.fetch_all().await.unwrap();
    keyring.wipe_all();
    source.fill.store(2, Ordering::SeqCst);
    let why = keyring.fetch_all().await.unwrap_err();
    assert!(why.to_string().contains("another key than"), "{why}");
    assert!(!keyring.status()[0].held);
}

#[tokio::test]
async fn old_keys_open_and_foreign_values_do_not() {
    let (old, new) = (Source::of(1), Source::of(2));
    let mut sealed = Vec::new();
    keyring(&[&old]).seal(1, b"42", &mut sealed).await.unwrap();

    let both = keyring(&[&new, &old]);
    let mut opened = b"kept ".to_vec();
    assert_eq!(both.open(&sealed, &mut opened).await.unwrap(), 1);
    assert_eq!(opened, b"kept 42");

    let only_new = keyring(&[&new]);
    assert!(matches!(
        only_new.open(&sealed, &mut opened).await,
        Err(NotOpened::Unopenable)
    ));
    let middle = sealed.len() / 2;
    sealed[middle] = if sealed[middle] == b'A' { b'B' } else { b'A' };
    assert!(matches!(
        both.open(&sealed, &mut opened).await,
        Err(NotOpened::Unopenable)
    ));
    let text = both.open(b"fg1.hello.", &mut opened).await;
    assert!(matches!(text, Err(NotOpened::NotAFrame)));
    assert_eq!(opened, b"kept 42");
}

/// Threads look at the clock and take the lock in different orders; that must not look like a clock that goes back,
/// which wipes keys.
#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn many_threads_and_many_expiring_keys_cost_one_fetch_a_key() {
    const KEYS: u8 = 12;
    let sources: Vec<_> = (1..=KEYS).map(Source::of).collect();
    let mut sealed = Vec::new();
    for source in &sources {
        let mut text = Vec::new();
        keyring(&[source]).seal(1, b"42", &mut text).await.unwrap();
        source.fetches.store(0, Ordering::SeqCst);
        sealed.push(text);
    }
    let hour = KeyExpiry::After(Minutes::new(60).unwrap());
    let key = |(index, source): (usize, &Arc<Source>)| PartitionKey {
        name: format!("key-{index}"),
        id: None,
        policy: hour.into(),
        source: Arc::clone(source) as Arc<dyn KeySource>,
    };
    let keys = sources.iter().enumerate().map(key).collect();
    let keyring = Keyring::new(keys, fields()).unwrap();
    let wiper = tokio::spawn(Keyring::wipe_expired(Arc::downgrade(&keyring)));
    let sealed = Arc::new(sealed);
    let users: Vec<_> = (0..32)
        .map(|user| {
            let (keyring, sealed) = (Arc::clone(&keyring), Arc::clone(&sealed));
            tokio::spawn(async move {
                for round in 0..400 {
                    let mut opened = Vec::new();
                    let text = &sealed[(user + round) % sealed.len()];
                    assert_eq!(keyring.open(text, &mut opened).await.unwrap(), 1);
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    for user in users {
        user.await.unwrap();
    }
    for source in &sources {
        assert_eq!(source.fetches.load(Ordering::SeqCst), 1);
    }
    drop(keyring);
    tokio::time::timeout(Duration::from_secs(2), wiper)
        .await
        .unwrap()
        .unwrap();
}

/// A key server that leases its key for a short time, or has it deactivated at some.
struct Lessor {
    lease: Option<Duration>,
    deactivates: Option<SystemTime>,
    fetches: AtomicUsize,
}

impl Lessor {
    fn keyring(self, prefetch: Option<Prefetch>) -> (Arc<Self>, Arc<Keyring>) {
        let source = Arc::new(self);
        let key = PartitionKey {
            name: "leased".to_owned(),
            id: None,
            policy: Policy {
                prefetch,
                ..KeyExpiry::Never.into()
            },
            source: Arc::clone(&source) as Arc<dyn KeySource>,
        };
        let keyring = Keyring::new(vec![key], fields()).unwrap();
        tokio::spawn(Keyring::wipe_expired(Arc::downgrade(&keyring)));
        (source, keyring)
    }

    fn fetches(&self) -> usize {
        self.fetches.load(Ordering::SeqCst)
    }
}

impl KeySource for Lessor {
    fn fetch(&self) -> Pin<Box<dyn Future<Output = Result<FetchedKey, FetchFailed>> + Send + '_>> {
        Box::pin(async {
            self.fetches.fetch_add(1, Ordering::SeqCst);
            Ok(FetchedKey {
                secret: Box::new(Secret::copied_from(&[3; 32]).unwrap()),
                lease: self.lease,
                deactivates: self.deactivates,
            })
        })
    }
}

#[tokio::test]
async fn a_leased_key_is_refetched_while_it_is_used_and_wiped_when_it_is_not() {
    let lessor = Lessor {
        lease: Some(Duration::from_millis(1_500)),
        deactivates: None,
        fetches: AtomicUsize::new(0),
    };
    let prefetch = Prefetch {
        lead_ms: 700,
        jitter_ms: 0,
    };
    let (source, keyring) = lessor.keyring(Some(prefetch));
    keyring.fetch_all().await.unwrap();
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(3) {
        assert!(keyring.status()[0].held, "no use waits for a fetch");
        keyring.seal(1, b"42", &mut Vec::new()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    // Each 800 ms, and at most half a second later: that's how often the clock is looked at.
    let fetches = source.fetches();
    assert!((3..=5).contains(&fetches), "{fetches} fetches in 3 s");
    tokio::time::sleep(Duration::from_secs(3)).await;
    let status = &keyring.status()[0];
    assert!(!status.held && status.state == "expired", "{status:?}");
    // The last use may have been after the last fetch, which one more then followed.
    assert!(
        source.fetches() <= fetches + 1,
        "an idle key isn't refetched"
    );
}

#[tokio::test]
async fn a_key_is_wiped_at_its_deactivation_date_and_not_fetched_in_a_loop_after_it() {
    let lessor = Lessor {
        lease: None,
        deactivates: Some(SystemTime::now() + Duration::from_millis(700)),
        fetches: AtomicUsize::new(0),
    };
    let (source, keyring) = lessor.keyring(None);
    keyring.seal(1, b"42", &mut Vec::new()).await.unwrap();
    let status = keyring.status();
    assert!(status[0].expires_in_ms.is_some_and(|ms| ms <= 700));
    tokio::time::sleep(Duration::from_millis(750)).await;
    for _ in 0..20 {
        let refused = keyring.seal(1, b"42", &mut Vec::new()).await;
        let Err(NotSealed::KeyUnavailable(why)) = refused else {
            panic!("{refused:?}");
        };
        assert!(why.to_string().contains("Deactivation Date"), "{why}");
    }
    assert_eq!(source.fetches(), 2);
    let mut metrics = String::new();
    PartitionFields::new(Arc::clone(&keyring)).write_metrics(&mut metrics);
    for line in [
        "fieldgate_key_held{key=\"leased\"} 0",
        "fieldgate_key_retry_in_seconds{key=\"leased\"} 1",
        "fieldgate_key_state{key=\"leased\",state=\"fresh\"} 0",
        "fieldgate_key_state{key=\"leased\",state=\"expired\"} 1",
    ] {
        assert!(metrics.lines().any(|found| found == line), "{metrics}");
    }
    let status = &keyring.status()[0];
    assert!(status.retry_in_ms.is_some() && !status.held, "{status:?}");
}

#[tokio::test]
async fn a_key_with_another_id_than_was_told_is_refused() {
    let source = Source::of(5);
    let keyring = |id| {
        let key = PartitionKey {
            name: "told".to_owned(),
            id,
            policy: KeyExpiry::Never.into(),
            source: Arc::clone(&source) as Arc<dyn KeySource>,
        };
        Keyring::new(vec![key], fields()).unwrap()
    };
    let first = keyring(None);
    first.fetch_all().await.unwrap();
    let id = first.status()[0].id.unwrap();
    let told = keyring(Some(id));
    assert_eq!(
        told.status()[0].id,
        Some(id),
        "known before the first fetch"
    );
    told.seal(1, b"42", &mut Vec::new()).await.unwrap();

    // A reload forgets what was fetched before, and not what was told.
    source.fill.store(6, Ordering::SeqCst);
    let refused = keyring(Some(id)).fetch_all().await.unwrap_err().to_string();
    assert!(
        refused.contains(&format!("the configuration wants {id}")),
        "{refused}"
    );
    keyring(None).fetch_all().await.unwrap();
}
