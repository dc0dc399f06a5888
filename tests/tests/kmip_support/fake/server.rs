//! The scripted server itself: TLS on a port of the system, a thread for each connection.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use fieldgate_tests::pki::Pki;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, Stream, SupportedProtocolVersion};

use super::raw;
use super::script::{Asked, Step, Turn};

/// The longest request that is read.
const REQUEST_BYTES_MAX: usize = 1 << 20;

/// How long a request is waited for that is to be cut.
const CUT_WAIT: Duration = Duration::from_millis(20);

/// How long a restarted server tries to have its port back.
const REBIND_SECONDS_MAX: u64 = 5;

/// Whether the server wants to see who connects.
#[derive(Clone, Copy)]
pub(crate) enum CertificateWanted {
    /// It doesn't ask.
    No,
    /// It asks, and goes on without one.
    Optional,
    /// It asks, and hangs up without one.
    Required,
}

/// How the server serves.
#[derive(Clone)]
pub(crate) struct Conditions {
    /// The versions of TLS that it speaks.
    pub(crate) tls: Vec<&'static SupportedProtocolVersion>,
    pub(crate) certificate: CertificateWanted,
    /// It closes a connection after so long without a request.
    pub(crate) idle_max: Option<Duration>,
}

impl Default for Conditions {
    fn default() -> Self {
        Self {
            tls: rustls::ALL_VERSIONS.to_vec(),
            certificate: CertificateWanted::No,
            idle_max: None,
        }
    }
}

/// What happens to a connection before anything is asked.
#[derive(Clone, Copy)]
pub(crate) enum Door {
    /// It is served.
    Open,
    /// It is closed as soon as it is accepted.
    CloseAtOnce,
    /// It is accepted, and nothing is said.
    Silent,
    /// It is closed right after the handshake.
    CloseAfterHandshake,
    /// So many bytes of the first request's record are read, then it is closed.
    CutRequest(usize),
}

type Script = Box<dyn FnMut(&Asked) -> Turn + Send>;
type Porter = Box<dyn FnMut(usize) -> Door + Send>;

struct Shared {
    tls: Arc<ServerConfig>,
    idle_max: Option<Duration>,
    script: Mutex<Script>,
    porter: Mutex<Porter>,
    open: Mutex<Vec<TcpStream>>,
    connections: AtomicUsize,
    restart: Mutex<Option<Duration>>,
    away: AtomicBool,
    ended: AtomicBool,
}

/// A server that runs until it is dropped.
pub(crate) struct ScriptedServer {
    port: u16,
    shared: Arc<Shared>,
}

impl ScriptedServer {
    /// Serves on a port of 127.0.0.1; `script` says what to do with each request, and may be asked by several connections
    /// in turn.
    pub(crate) fn start(
        pki: &Pki,
        conditions: &Conditions,
        script: impl FnMut(&Asked) -> Turn + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            tls: Arc::new(tls(pki, conditions)),
            idle_max: conditions.idle_max,
            script: Mutex::new(Box::new(script)),
            porter: Mutex::new(Box::new(|_| Door::Open)),
            open: Mutex::new(Vec::new()),
            connections: AtomicUsize::new(0),
            restart: Mutex::new(None),
            away: AtomicBool::new(false),
            ended: AtomicBool::new(false),
        });
        let server = Arc::clone(&shared);
        thread::spawn(move || server.accept(listener, port));
        Self { port, shared }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Another script from the next request on.
    pub(crate) fn set_script(&self, script: impl FnMut(&Asked) -> Turn + Send + 'static) {
        *lock(&self.shared.script) = Box::new(script);
    }

    /// Another door from the next connection on, which are counted from 0.
    pub(crate) fn set_door(&self, porter: impl FnMut(usize) -> Door + Send + 'static) {
        self.shared.connections.store(0, Ordering::Relaxed);
        *lock(&self.shared.porter) = Box::new(porter);
    }

    /// How many connections were accepted since the door was set.
    pub(crate) fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::Relaxed)
    }

    /// Ends every connection, and serves again on the same port after a while.
    pub(crate) fn restart(&self, pause: Duration) {
        self.shared.restart(self.port, pause);
    }

    /// Whether it is being restarted.
    pub(crate) fn is_away(&self) -> bool {
        self.shared.away.load(Ordering::Acquire)
    }
}

impl Drop for ScriptedServer {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::Relaxed);
        self.shared.hang_up();
        // Wakes the thread that accepts, which then sees that it is over.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

impl Shared {
    fn accept(self: Arc<Self>, mut listener: TcpListener, port: u16) {
        while let Ok((socket, _)) = listener.accept() {
            if self.ended.load(Ordering::Relaxed) {
                return;
            }
            if let Some(pause) = lock(&self.restart).take() {
                drop((socket, listener));
                self.hang_up();
                thread::sleep(pause);
                listener = rebind(port);
                self.away.store(false, Ordering::Release);
                continue;
            }
            let number = self.connections.fetch_add(1, Ordering::Relaxed);
            let door = lock(&self.porter)(number);
            let Ok(copy) = socket.try_clone() else {
                continue;
            };
            lock(&self.open).push(copy);
            let server = Arc::clone(&self);
            thread::spawn(move || server.serve(socket, number, door, port));
        }
    }

    fn restart(&self, port: u16, pause: Duration) {
        self.away.store(true, Ordering::Release);
        *lock(&self.restart) = Some(pause);
        let _ = TcpStream::connect(("127.0.0.1", port));
    }

    fn hang_up(&self) {
        for socket in lock(&self.open).drain(..) {
            // It may be closed already.
            let _ = socket.shutdown(Shutdown::Both);
        }
    }

    /// One connection, from its first byte to its last. That the client goes away is no failure.
    fn serve(&self, mut socket: TcpStream, number: usize, door: Door, port: u16) {
        let _ = socket.set_nodelay(true);
        match door {
            Door::Open => {}
            Door::CloseAtOnce => {
                let _ = socket.shutdown(Shutdown::Both);
                return;
            }
            Door::Silent => {
                // Until the client has had enough.
                let _ = std::io::copy(&mut socket, &mut std::io::sink());
                return;
            }
            Door::CloseAfterHandshake | Door::CutRequest(_) => {
                let mut connection = ServerConnection::new(Arc::clone(&self.tls)).unwrap();
                while connection.is_handshaking() {
                    if connection.complete_io(&mut socket).is_err() {
                        return;
                    }
                }
                if let Door::CutRequest(bytes) = door {
                    // Some of it may have come with the handshake's last bytes.
                    let _ = socket.set_read_timeout(Some(CUT_WAIT));
                    let _ = socket.read_exact(&mut vec![0; bytes]);
                }
                let _ = socket.shutdown(Shutdown::Both);
                return;
            }
        }
        let mut connection = ServerConnection::new(Arc::clone(&self.tls)).unwrap();
        let mut stream = Stream::new(&mut connection, &mut socket);
        while let Some(message) = self.receive(&mut stream) {
            let asked = Asked::read(&message, number);
            let turn = lock(&self.script)(&asked);
            for step in turn.into_steps() {
                if self.carry_out(step, &mut stream, port).is_break() {
                    return;
                }
            }
        }
    }

    /// A whole request, or nothing when the client closes, or says nothing for too long.
    fn receive(&self, stream: &mut Stream<'_, ServerConnection, TcpStream>) -> Option<Vec<u8>> {
        stream.sock.set_read_timeout(self.idle_max).ok()?;
        let mut message = vec![0; 8];
        if stream.read_exact(&mut message).is_err() {
            close(stream);
            return None;
        }
        let length = raw::message_length(&message);
        assert!(length <= REQUEST_BYTES_MAX, "a request of {length} bytes");
        message.resize(length, 0);
        stream.read_exact(&mut message[8..]).ok()?;
        Some(message)
    }

    fn carry_out(
        &self,
        step: Step,
        stream: &mut Stream<'_, ServerConnection, TcpStream>,
        port: u16,
    ) -> ControlFlow<()> {
        let sent = match step {
            Step::Send(bytes) => stream.write_all(&bytes).and_then(|()| stream.flush()),
            Step::SendByteByByte(bytes) => bytes.iter().try_for_each(|byte| {
                stream.write_all(&[*byte])?;
                stream.flush()
            }),
            Step::SendBeneathTls(bytes) => stream.sock.write_all(&bytes),
            Step::Wait(time) => {
                thread::sleep(time);
                Ok(())
            }
            Step::Close => {
                close(stream);
                return ControlFlow::Break(());
            }
            Step::Cut => {
                let _ = stream.sock.shutdown(Shutdown::Both);
                return ControlFlow::Break(());
            }
            Step::Reset => {
                let at_once = Some(Duration::ZERO);
                rustix::net::sockopt::set_socket_linger(&*stream.sock, at_once).unwrap();
                // The copy that is kept for hanging up would keep the connection open.
                let here = stream.sock.peer_addr();
                lock(&self.open).retain(|other| {
                    other.peer_addr().is_ok()
                        && other.peer_addr().ok() != here.as_ref().ok().copied()
                });
                return ControlFlow::Break(());
            }
            Step::Restart(pause) => {
                self.restart(port, pause);
                return ControlFlow::Break(());
            }
        };
        match sent {
            Ok(()) => ControlFlow::Continue(()),
            // The client is gone.
            Err(_) => ControlFlow::Break(()),
        }
    }
}

/// Says goodbye and closes. The client may be gone already.
fn close(stream: &mut Stream<'_, ServerConnection, TcpStream>) {
    stream.conn.send_close_notify();
    let _ = stream.conn.write_tls(stream.sock);
    let _ = stream.sock.shutdown(Shutdown::Both);
}

fn rebind(port: u16) -> TcpListener {
    let since = Instant::now();
    loop {
        match TcpListener::bind(("127.0.0.1", port)) {
            Ok(listener) => return listener,
            Err(error) => assert!(
                since.elapsed() < Duration::from_secs(REBIND_SECONDS_MAX),
                "port {port} again: {error}"
            ),
        }
        thread::sleep(Duration::from_millis(5));
    }
}

fn tls(pki: &Pki, conditions: &Conditions) -> ServerConfig {
    let chain = vec![CertificateDer::from_pem_file(&pki.server.certificate).unwrap()];
    let key = PrivateKeyDer::from_pem_file(&pki.server.private_key).unwrap();
    let verifier = || {
        let mut authorities = RootCertStore::empty();
        let authority = CertificateDer::from_pem_file(&pki.authority_certificate).unwrap();
        authorities.add(authority).unwrap();
        WebPkiClientVerifier::builder(Arc::new(authorities))
    };
    let builder = ServerConfig::builder_with_protocol_versions(&conditions.tls);
    match conditions.certificate {
        CertificateWanted::No => builder.with_no_client_auth(),
        CertificateWanted::Optional => {
            builder.with_client_cert_verifier(verifier().allow_unauthenticated().build().unwrap())
        }
        CertificateWanted::Required => {
            builder.with_client_cert_verifier(verifier().build().unwrap())
        }
    }
    .with_single_cert(chain, key)
    .unwrap()
}

/// A script that failed a test leaves its lock poisoned: the test says so, not this.
fn lock<T: ?Sized>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
