//! One scenario: what a server does wrong, what the client is asked for, and what has to come of it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use fieldgate_core::kmip::{self, Attribute, Attributes, Operation, ProtocolVersion};
use fieldgate_core::secret::Secret;
use fieldgate_kmip_client::{
    Client, ClientAuth, Deadlines, Error, KeyPurpose, KeySelector, ServerConfig, UniqueIdentifier,
    VersionChoice,
};
use fieldgate_tests::pki::Pki;

use crate::kmip_support::fake::{Asked, Conditions, Door, ScriptedServer, Turn, Vault};
use crate::kmip_support::{certificate, config_with, login, patient};
use crate::witness::Witness;

/// The key that every server here holds: it may stand nowhere but in what `fetch_key` gives.
pub(crate) const KEY: [u8; 32] = *b"\x80the key that no log may show\xfe\x01\x00";
/// The password that every request carries.
pub(crate) const PASSWORD: &str = "the password that no log may show";
/// A key that the client is never to take for the one above.
pub(crate) const OTHER: &str = "object-2";

/// How long a call may take where deadlines are what is looked at: longer than a good server needs on a machine that has much
/// to do, and short enough to wait for.
pub(crate) const SHORT: Deadlines = Deadlines {
    resolve: Duration::from_secs(10),
    connect: Duration::from_secs(2),
    handshake: Duration::from_secs(2),
    call: Duration::from_secs(2),
    whole: Duration::from_secs(4),
};

/// By how much a call may exceed its deadline, for timers and for a machine that has much to do.
const SLACK: Duration = Duration::from_secs(2);

/// The identifier that an imported key brings along.
const IMPORTED: &str = "imported-1";

/// How long the client looks for what became of a request without an answer, at most.
const SETTLEMENT: Duration = Duration::from_millis(2_500);

/// What the client is asked to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Act {
    Version,
    /// Finds and fetches the key `films`: Locate, Get Attributes, Get.
    Fetch,
    Create,
    Register,
    Activate,
    Destroy,
    ReKey,
    /// The key `films`, with its attributes.
    Export,
    Import,
}

impl Act {
    /// How many objects it makes, done once and well.
    const fn makes(self) -> usize {
        match self {
            Self::Version | Self::Fetch | Self::Export => 0,
            Self::Create | Self::Register | Self::Activate | Self::Destroy | Self::Import => 1,
            // One to replace, and its replacement.
            Self::ReKey => 2,
        }
    }
}

/// How a scenario has to end.
#[derive(Clone, Copy)]
pub(crate) enum Expected {
    Ok,
    /// With one of these kinds of [`Error`].
    Fails(&'static [&'static str]),
    /// Either way is right.
    OkOrFails(&'static [&'static str]),
}

type How = Arc<dyn Fn(&Asked, Vec<u8>) -> Turn + Send + Sync>;

/// What is done instead of the first good answer to an operation.
#[derive(Clone)]
pub(crate) struct Fault {
    at: Operation,
    how: How,
}

/// What a server does wrong, and what has to come of it.
#[derive(Clone)]
pub(crate) struct Scenario {
    pub(crate) name: String,
    pub(crate) act: Act,
    pub(crate) fault: Option<Fault>,
    /// What becomes of each connection, by its number.
    pub(crate) door: fn(usize) -> Door,
    /// Changes the door of the first connection.
    pub(crate) first_door: Option<Door>,
    pub(crate) conditions: Option<Conditions>,
    pub(crate) prepare: fn(&Vault),
    pub(crate) expected: Expected,
    /// Whether the client may be of no use afterwards, because the server isn't.
    pub(crate) lasting: bool,
    /// How long the client does nothing between the act and what follows.
    pub(crate) pause: Duration,
    pub(crate) version: ProtocolVersion,
    /// The version is not asked for: the first request is the act's own.
    pub(crate) asks_no_version: bool,
    /// Whether the call is to end by its deadline. Where it isn't, deadlines are so long that none is met.
    pub(crate) timed: bool,
    /// It waits more than it does: it runs beside the others, with a server of its own.
    pub(crate) slow: bool,
}

impl Scenario {
    /// The first answer to `at` is replaced by what `how` makes of it.
    pub(crate) fn answering(
        name: impl Into<String>,
        act: Act,
        at: Operation,
        expected: Expected,
        how: impl Fn(&Asked, Vec<u8>) -> Turn + Send + Sync + 'static,
    ) -> Self {
        let fault = Fault {
            at,
            how: Arc::new(how),
        };
        Self {
            fault: Some(fault),
            ..Self::good(name, act, expected)
        }
    }

    /// The server does nothing wrong; see to it that something is.
    pub(crate) fn good(name: impl Into<String>, act: Act, expected: Expected) -> Self {
        Self {
            name: name.into(),
            act,
            fault: None,
            door: |_| Door::Open,
            first_door: None,
            conditions: None,
            prepare: |_| {},
            expected,
            lasting: false,
            pause: Duration::ZERO,
            version: ProtocolVersion::V1_4,
            asks_no_version: false,
            timed: false,
            slow: false,
        }
    }

    /// It ends by a deadline.
    pub(crate) fn in_time(self) -> Self {
        Self {
            timed: true,
            slow: true,
            ..self
        }
    }

    fn deadlines(&self) -> Deadlines {
        if self.timed { SHORT } else { patient() }
    }

    pub(crate) fn at_version(mut self, version: ProtocolVersion) -> Self {
        self.name = format!("{} ({version})", self.name);
        self.version = version;
        self
    }
}

/// What came of a scenario.
pub(crate) struct Ended {
    pub(crate) outcome: String,
    pub(crate) took: Duration,
    pub(crate) duplicates: usize,
    /// What is wrong with that.
    pub(crate) complaints: Vec<String>,
}

/// Where scenarios run: one server for all that don't need another.
pub(crate) struct Place {
    pki: Arc<Pki>,
    witness: Witness,
    server: ScriptedServer,
}

impl Place {
    pub(crate) fn new(pki: Arc<Pki>, witness: Witness) -> Self {
        let server = ScriptedServer::start(&pki, &Conditions::default(), |_| Turn::Hang);
        Self {
            pki,
            witness,
            server,
        }
    }

    fn config(&self, port: u16, versions: VersionChoice, deadlines: Deadlines) -> ServerConfig {
        let auth = ClientAuth::CertificateAndLogin(
            certificate(&self.pki.client),
            login("alice", PASSWORD),
        );
        config_with(&self.pki.authority_certificate, auth, port)
            .with_deadlines(deadlines)
            .with_versions(versions)
            .unwrap()
    }

    /// The first request of a client.
    pub(crate) async fn first_request(&self) -> Vec<u8> {
        let (send, requests) = std::sync::mpsc::channel();
        let at = Operation::DISCOVER_VERSIONS;
        let scenario =
            Scenario::answering("", Act::Version, at, Expected::Ok, move |asked, answer| {
                let _ = send.send(asked.message.clone());
                Turn::Answer(answer)
            });
        self.run(&scenario).await;
        requests.try_recv().unwrap()
    }

    /// The bytes of a good answer to the first request of this operation in this act.
    pub(crate) async fn good_answer(&self, act: Act, at: Operation) -> Vec<u8> {
        let (send, answers) = std::sync::mpsc::channel();
        let scenario = Scenario::answering("", act, at, Expected::Ok, move |_, answer| {
            // Who listens got the first one already.
            let _ = send.send(answer.clone());
            Turn::Answer(answer)
        });
        let ended = self.run(&scenario).await;
        assert!(ended.complaints.is_empty(), "{:?}", ended.complaints);
        answers.try_recv().unwrap()
    }

    pub(crate) async fn run(&self, scenario: &Scenario) -> Ended {
        let vault = Vault::new(
            &[
                ProtocolVersion::V2_1,
                ProtocolVersion::V2_0,
                ProtocolVersion::V1_4,
            ],
            KEY,
        );
        let id = vault.put("films");
        assert_eq!(vault.put("other"), OTHER);
        (scenario.prepare)(&vault);
        let before = vault.count();
        let script = script(vault.clone(), scenario.fault.clone());
        let (door, first) = (scenario.door, scenario.first_door);
        let porter = move |number| match first {
            Some(first) if number == 0 => first,
            _ => door(number),
        };
        let own;
        let server = if scenario.slow || scenario.conditions.is_some() {
            let conditions = scenario.conditions.clone().unwrap_or_default();
            own = ScriptedServer::start(&self.pki, &conditions, |_| Turn::Hang);
            &own
        } else {
            &self.server
        };
        server.set_script(script);
        server.set_door(porter);
        let versions = if scenario.asks_no_version {
            VersionChoice::Only(scenario.version)
        } else {
            VersionChoice::UpTo(scenario.version)
        };
        let client = Client::new(self.config(server.port(), versions, scenario.deadlines()));
        let since = Instant::now();
        let result = act(&client, &vault, scenario.act).await;
        let took = since.elapsed();
        let outcome = self.describe(&result);
        let mut complaints = Vec::new();
        if !scenario.expected.allows(&outcome) {
            complaints.push(format!(
                "ended with {outcome}, not {}",
                scenario.expected.describe()
            ));
        }
        // One call at most hits its deadline: the others are answered at once.
        let mut most = scenario.deadlines().whole + SLACK;
        // After a lost answer the client looks for what was done, which has its own pauses.
        if matches!(outcome.as_str(), "NotDone" | "Unsettled") {
            most += SETTLEMENT;
        }
        if took > most {
            complaints.push(format!("took {took:?}, more than {most:?}"));
        }
        tokio::time::sleep(scenario.pause).await;
        while server.is_away() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        if !scenario.lasting {
            complaints.extend(self.still_works(&client, &id).await);
        }
        let made = vault.count() - before;
        let duplicates = made.saturating_sub(scenario.act.makes());
        if duplicates > 0 {
            complaints.push(format!("{duplicates} keys too many"));
        }
        Ended {
            outcome,
            took,
            duplicates,
            complaints,
        }
    }

    /// After a fault, the same client fetches the right key.
    async fn still_works(&self, client: &Client, id: &str) -> Option<String> {
        let fetched = client
            .fetch_key(&KeySelector::Name("films".to_owned()), KeyPurpose::Protect)
            .await;
        match fetched {
            Ok((found, key)) if found.as_str() == id && key.expose() == &KEY => None,
            Ok((found, _)) => Some(format!("afterwards, the wrong key {found} came")),
            // Two keys of a name stay two.
            Err(Error::KeyAmbiguous { .. }) => None,
            Err(error) => Some(format!("afterwards: {}", self.describe(&Err(error)))),
        }
    }

    /// `ok`, or the kind of the error; all that a person could be shown goes to the witness.
    fn describe(&self, result: &Result<(), Error>) -> String {
        let Err(error) = result else {
            return "ok".to_owned();
        };
        let debug = format!("{error:?}");
        self.witness.note(&debug);
        let mut source: Option<&dyn std::error::Error> = Some(error);
        while let Some(error) = source {
            self.witness.note(&error.to_string());
            source = error.source();
        }
        let end = debug.find(|character: char| !character.is_alphanumeric());
        debug[..end.unwrap_or(debug.len())].to_owned()
    }
}

impl Expected {
    fn allows(self, outcome: &str) -> bool {
        match self {
            Self::Ok => outcome == "ok",
            Self::Fails(kinds) => kinds.contains(&outcome),
            Self::OkOrFails(kinds) => outcome == "ok" || kinds.contains(&outcome),
        }
    }

    fn describe(self) -> String {
        match self {
            Self::Ok => "ok".to_owned(),
            Self::Fails(kinds) => kinds.join(" or "),
            Self::OkOrFails(kinds) => format!("ok or {}", kinds.join(" or ")),
        }
    }
}

/// Good answers from the vault, and once the fault in place of one.
fn script(vault: Vault, fault: Option<Fault>) -> impl FnMut(&Asked) -> Turn + Send + 'static {
    let mut fault = fault;
    move |asked| {
        let answer = vault.answer(asked);
        match fault.take_if(|fault| fault.at == asked.operation) {
            Some(fault) => (fault.how)(asked, answer),
            None => Turn::Answer(answer),
        }
    }
}

async fn act(client: &Client, vault: &Vault, act: Act) -> Result<(), Error> {
    let films = KeySelector::Name("films".to_owned());
    let same = |key: &Secret<32>| assert_eq!(key.expose(), &KEY, "a wrong key");
    match act {
        Act::Version => client.version().await.map(drop),
        Act::Fetch => {
            let (_, key) = client.fetch_key(&films, KeyPurpose::Protect).await?;
            same(&key);
            Ok(())
        }
        Act::Export => {
            let id = UniqueIdentifier::new(vault.named("films")[0].id.clone());
            let (key, name) = client.export(&id, has_a_name).await?;
            same(&key);
            assert!(name, "its attributes came along");
            Ok(())
        }
        Act::Import => {
            let key = Secret::copied_from(&KEY).unwrap();
            let id = UniqueIdentifier::new(IMPORTED.to_owned());
            let attributes = [Attribute::Name("new")];
            let made = client.import(&id, &key, &attributes, false).await?;
            assert_eq!(made.unique_identifier, id);
            Ok(())
        }
        Act::ReKey => {
            let id = client.create("new").await?;
            let made = client.rekey(&id, None).await?;
            let kept = vault.named("new");
            assert_eq!(kept.len(), 1, "the Name went over");
            assert_eq!(made.unique_identifier.as_str(), kept[0].id);
            Ok(())
        }
        Act::Create => client.create("new").await.map(drop),
        Act::Register => {
            let key = Secret::copied_from(&KEY).unwrap();
            client.register(&key, "new").await.map(drop)
        }
        Act::Activate => {
            let id = client.create("new").await?;
            client.activate(&id).await.map(drop)
        }
        Act::Destroy => {
            let id = client.create("new").await?;
            let result = client.destroy(&id).await.map(drop);
            assert!(
                vault.named("new").is_empty() || result.is_err(),
                "not destroyed"
            );
            result
        }
    }
}

fn has_a_name(mut attributes: Attributes<'_>) -> Result<bool, kmip::Error> {
    attributes.try_fold(false, |found, attribute| {
        Ok(found || matches!(attribute?, Attribute::Name(_)))
    })
}
