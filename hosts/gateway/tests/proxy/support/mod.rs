//! A gateway on a real socket, an application behind it that remembers what it saw, and a client in front.

pub(crate) mod application;
pub(crate) mod client;
pub(crate) mod shown_fields;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use fieldgate_gateway::{
    proxy::{Gateway, Limits, Settings, UnknownWrites, Upstream},
    rules::Rules,
};
use rustls::{
    ServerConfig,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

use client::Client;
use shown_fields::ShownFields;

pub(crate) const RULES: &str = r#"
version = 1

[[rule]]
name = "films"
object = "film"
methods = ["POST", "PUT", "PATCH"]
path = "/films/**"

[[rule.field]]
name = "director"
json = ["$.director", "$.films[*].director"]
scheme = "equal"
type = "scalar"
exact = ["director"]
refuse = ["like_director"]

[[rule.field]]
name = "notes"
json = ["$.notes"]
scheme = "random"
"#;

/// Deadlines short enough to be waited for.
pub(crate) fn limits() -> Limits {
    let short = Duration::from_millis(400);
    Limits {
        handshake: short,
        header_read: short,
        request_idle: short,
        connect: short,
        response: short,
        upstream_idle: short,
        drain: Duration::from_secs(5),
        ..Limits::default()
    }
}

/// A certificate for localhost, and who trusts it.
pub(crate) struct Identity {
    pub(crate) server: ServerConfig,
    pub(crate) pem: String,
}

impl Identity {
    pub(crate) fn new() -> Self {
        let certified = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(
            certified.signing_key.serialize_der(),
        ));
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let server = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certified.cert.der().clone()], key)
            .unwrap();
        Self {
            server,
            pem: certified.cert.pem(),
        }
    }
}

/// A gateway that is being served.
pub(crate) struct Running {
    pub(crate) gateway: Gateway<ShownFields>,
    pub(crate) address: SocketAddr,
    pub(crate) fields: Arc<ShownFields>,
    pub(crate) identity: Identity,
    stop: Option<oneshot::Sender<()>>,
    served: JoinHandle<usize>,
}

pub(crate) fn settings(upstream: &str, unknown_writes: UnknownWrites) -> Settings {
    let upstream = Arc::new(Upstream::new(upstream, None, &limits()).unwrap());
    Settings {
        upstream,
        unknown_writes,
        limits: limits(),
    }
}

impl Running {
    pub(crate) async fn start(upstream: SocketAddr) -> Self {
        Self::start_with(settings(&format!("http://{upstream}"), UnknownWrites::Warn)).await
    }

    pub(crate) async fn start_with(settings: Settings) -> Self {
        let identity = Identity::new();
        let fields = Arc::new(ShownFields::default());
        let rules = Arc::new(Rules::parse("rules.toml", RULES).unwrap());
        let gateway = Gateway::new(settings, rules, Arc::clone(&fields), &identity.server);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let serving = gateway.clone();
        let served =
            tokio::spawn(
                async move { serving.serve(listener, async { drop(stopped.await) }).await },
            );
        Self {
            gateway,
            address,
            fields,
            identity,
            stop: Some(stop),
            served,
        }
    }

    pub(crate) async fn client(&self) -> Client {
        Client::connect(self.address, &self.identity.pem)
            .await
            .unwrap()
    }

    /// Asks for the end.
    pub(crate) fn stop(&mut self) {
        drop(self.stop.take());
    }

    /// How many connections were cut at the end.
    pub(crate) async fn stopped(self) -> usize {
        self.served.await.unwrap()
    }
}
