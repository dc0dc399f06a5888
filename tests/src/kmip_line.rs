//! A serial line to a real KMIP server: plain messages on a Unix socket, mutual TLS behind it.
//!
//! Firmware in an emulator has no network and no TLS. Its serial port is connected to the socket, and each KMIP message
//! that it sends is handed to the server as it is; so is the answer. Nothing here reads inside messages.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::SupportError;
use crate::pki::Pki;

/// How long either side may be silent within a message.
const SILENCE_SECONDS_MAX: u64 = 30;
/// Bytes of a TTLV header: tag 3, type 1, length 4.
const HEADER_BYTES: usize = 8;
/// Longest message that is passed on.
const MESSAGE_BYTES_MAX: usize = 1 << 16;
/// How many messages pass in one connection.
const MESSAGES_MAX: usize = 1_000;

type Server = StreamOwned<ClientConnection, TcpStream>;

/// A line that is open until it is dropped.
#[derive(Debug)]
pub struct KmipLine {
    socket: PathBuf,
    ended: Arc<AtomicBool>,
    passed: Arc<AtomicUsize>,
    thread: Option<JoinHandle<()>>,
}

impl KmipLine {
    /// Opens a line at `socket` to the KMIP server on this port of localhost, as the PKI's client.
    ///
    /// # Errors
    /// [`SupportError::Io`].
    pub fn open(socket: &Path, port: u16, pki: &Pki) -> Result<Self, SupportError> {
        let config = Arc::new(client_config(pki).map_err(SupportError::io("prepare TLS"))?);
        let _ = std::fs::remove_file(socket);
        let listener = UnixListener::bind(socket)
            .map_err(SupportError::io(format!("listen on {}", socket.display())))?;
        let ended = Arc::new(AtomicBool::new(false));
        let passed = Arc::new(AtomicUsize::new(0));
        let thread = thread::spawn({
            let (ended, passed) = (Arc::clone(&ended), Arc::clone(&passed));
            move || {
                while let Ok((line, _)) = listener.accept() {
                    if ended.load(Ordering::Acquire) {
                        break;
                    }
                    // Whoever is at the other end sees the line close and says so.
                    let _ = connect(port, &config)
                        .and_then(|server| pass_messages(line, server, &passed));
                }
            }
        });
        Ok(Self {
            socket: socket.to_owned(),
            ended,
            passed,
            thread: Some(thread),
        })
    }

    /// How many requests were answered so far.
    pub fn exchanges(&self) -> usize {
        self.passed.load(Ordering::Acquire)
    }
}

impl Drop for KmipLine {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Release);
        // Wakes the thread up.
        let woken = UnixStream::connect(&self.socket).is_ok();
        if let Some(thread) = self.thread.take().filter(|_| woken) {
            let _ = thread.join();
        }
        let _ = std::fs::remove_file(&self.socket);
    }
}

fn client_config(pki: &Pki) -> io::Result<ClientConfig> {
    let mut roots = RootCertStore::empty();
    let authority =
        CertificateDer::from_pem_file(&pki.authority_certificate).map_err(io::Error::other)?;
    roots.add(authority).map_err(io::Error::other)?;
    let certificate =
        CertificateDer::from_pem_file(&pki.client.certificate).map_err(io::Error::other)?;
    let key = PrivateKeyDer::from_pem_file(&pki.client.private_key).map_err(io::Error::other)?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_root_certificates(roots)
        .with_client_auth_cert(vec![certificate], key)
        .map_err(io::Error::other)
}

fn connect(port: u16, config: &Arc<ClientConfig>) -> io::Result<Server> {
    let name = ServerName::try_from("localhost").map_err(io::Error::other)?;
    let tcp = TcpStream::connect(("127.0.0.1", port))?;
    tcp.set_read_timeout(Some(Duration::from_secs(SILENCE_SECONDS_MAX)))?;
    tcp.set_nodelay(true)?;
    let tls = ClientConnection::new(Arc::clone(config), name).map_err(io::Error::other)?;
    Ok(StreamOwned::new(tls, tcp))
}

/// Request and answer in turn, until the line is closed.
fn pass_messages(mut line: UnixStream, mut server: Server, passed: &AtomicUsize) -> io::Result<()> {
    line.set_read_timeout(Some(Duration::from_secs(SILENCE_SECONDS_MAX)))?;
    let mut message = Vec::new();
    for _ in 0..MESSAGES_MAX {
        read_message(&mut line, &mut message)?;
        server.write_all(&message)?;
        server.flush()?;
        read_message(&mut server, &mut message)?;
        passed.fetch_add(1, Ordering::AcqRel);
        line.write_all(&message)?;
    }
    Ok(())
}

fn read_message(from: &mut impl Read, message: &mut Vec<u8>) -> io::Result<()> {
    message.clear();
    message.resize(HEADER_BYTES, 0);
    from.read_exact(message)?;
    let length = message
        .last_chunk::<4>()
        .map_or(0, |length| u32::from_be_bytes(*length) as usize);
    if length > MESSAGE_BYTES_MAX {
        return Err(io::Error::from(io::ErrorKind::InvalidData));
    }
    message.resize(HEADER_BYTES + length, 0);
    let (_, rest) = message.split_at_mut(HEADER_BYTES);
    from.read_exact(rest)
}
