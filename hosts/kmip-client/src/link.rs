//! A TLS connection over a socket, whose every plaintext byte lies in buffers that are ours.

use std::io;
use std::sync::Arc;

use rustix::io::Errno;
use rustix::net::RecvFlags;
use rustls::client::UnbufferedClientConnection;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::unbuffered::{
    ConnectionState, EncodeError, EncryptError, InsufficientSizeError, UnbufferedStatus,
};
use rustls::{ClientConfig, ProtocolVersion, SupportedCipherSuite};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use zeroize::{Zeroize, Zeroizing};

use crate::opened::{Opened, collect};

/// What is received and not yet processed: four of TLS' longest records, so that a long chain of certificates fits.
const RECEIVED_BYTES_MAX: usize = 4 * (5 + 16 * 1024 + 2048);

/// How many records are sent after an error: the alert, and what TLS may owe before it.
const LAST_RECORDS_MAX: usize = 4;

/// Why the connection is no more.
#[derive(Debug)]
pub(crate) enum LinkError {
    /// The socket failed.
    Io(io::Error),
    /// TLS failed.
    Tls(rustls::Error),
    /// The server closed the connection.
    Closed,
}

impl From<rustls::Error> for LinkError {
    fn from(error: rustls::Error) -> Self {
        Self::Tls(error)
    }
}

impl From<io::Error> for LinkError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Io(error),
        }
    }
}

/// What has to happen before TLS can go on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wants {
    /// Bytes from the server.
    Read,
    /// What is to be sent has to be sent.
    Write,
    /// Nothing: application data may go both ways.
    Ready,
    /// Nothing: the server has closed.
    Closed,
}

/// A TLS connection to a server.
pub(crate) struct Link {
    socket: TcpStream,
    /// Boxed, because connections are moved out of their pool and back for each call.
    tls: Box<UnbufferedClientConnection>,
    received: Zeroizing<Box<[u8]>>,
    received_bytes: usize,
    to_send: Vec<u8>,
    opened: Opened,
    /// Whether any byte of the message that is being sent was handed to the system.
    has_sent: bool,
    /// Whether any application data came: the server has taken the handshake for done.
    has_received: bool,
}

impl Link {
    pub(crate) fn new(
        socket: TcpStream,
        config: Arc<ClientConfig>,
        server_name: ServerName<'static>,
    ) -> Result<Self, LinkError> {
        // Requests are small, and each waits for its response.
        socket.set_nodelay(true)?;
        Ok(Self {
            socket,
            tls: Box::new(UnbufferedClientConnection::new(config, server_name)?),
            received: Zeroizing::new(vec![0; RECEIVED_BYTES_MAX].into_boxed_slice()),
            received_bytes: 0,
            to_send: Vec::new(),
            opened: Opened::with_capacity(RECEIVED_BYTES_MAX),
            has_sent: false,
            has_received: false,
        })
    }

    /// Goes on until application data may be sent.
    pub(crate) async fn handshake(&mut self) -> Result<(), LinkError> {
        loop {
            let wants = self.advance_or_tell().await?;
            self.flush().await?;
            match wants {
                Wants::Read => self.fill().await?,
                Wants::Write => {}
                Wants::Ready => return Ok(()),
                Wants::Closed => return Err(LinkError::Closed),
            }
        }
    }

    /// A new message begins, of which nothing has been sent.
    pub(crate) const fn begin_message(&mut self) {
        self.has_sent = false;
    }

    /// Whether any byte of the last message was handed to the system.
    pub(crate) const fn has_sent(&self) -> bool {
        self.has_sent
    }

    /// Whether any application data came on this connection.
    pub(crate) const fn has_received(&self) -> bool {
        self.has_received
    }

    /// Encrypts and sends all of `plain`.
    pub(crate) async fn send(&mut self, plain: &[u8]) -> Result<(), LinkError> {
        let sent = self.encrypt_and_flush(plain).await;
        match sent {
            Err(LinkError::Closed) => Err(self.last_words().await),
            sent => sent,
        }
    }

    async fn encrypt_and_flush(&mut self, plain: &[u8]) -> Result<(), LinkError> {
        // What was received is processed where it is collected, not by `encrypt`.
        if self.received_bytes != 0 || !self.encrypt(plain)? {
            self.flush().await?;
            self.handshake().await?;
            if !self.encrypt(plain)? {
                return Err(rustls::Error::HandshakeNotComplete.into());
            }
        }
        self.flush().await
    }

    /// Why the server closed: an alert that came before, such as a refusal of our certificate, or nothing.
    async fn last_words(&mut self) -> LinkError {
        loop {
            match self.advance() {
                Err(error) => return error.into(),
                Ok(Wants::Closed) => return LinkError::Closed,
                Ok(_) => self.to_send.clear(),
            }
            if let Err(error) = self.fill().await {
                return error;
            }
        }
    }

    /// Waits for application data and puts some into `space`: at least one byte, unless `space` is empty.
    pub(crate) async fn receive(&mut self, space: &mut [u8]) -> Result<usize, LinkError> {
        if self.opened.is_empty() && self.received_bytes == 0 && !space.is_empty() {
            // A request went out, so TLS has nothing to do before the response comes.
            self.fill().await?;
        }
        loop {
            if !self.opened.is_empty() || space.is_empty() {
                self.has_received |= !self.opened.is_empty();
                return Ok(self.opened.take(space));
            }
            let wants = self.advance_or_tell().await?;
            self.flush().await?;
            if !self.opened.is_empty() {
                continue;
            }
            match wants {
                Wants::Read | Wants::Ready => self.fill().await?,
                Wants::Write => {}
                Wants::Closed => return Err(LinkError::Closed),
            }
        }
    }

    /// Whether nothing waits to be read and the server hasn't closed: the next request may go out on this connection.
    pub(crate) fn is_quiet(&mut self) -> bool {
        let mut byte = [0];
        // The system itself is asked: what tokio knows of a socket is as old as its last look, which a busy runtime puts off.
        let came = rustix::net::recv(
            &self.socket,
            &mut byte,
            RecvFlags::PEEK | RecvFlags::DONTWAIT,
        );
        let nothing_came = matches!(came, Err(Errno::WOULDBLOCK));
        nothing_came && self.opened.is_empty() && self.received_bytes == 0
    }

    /// Tells the server that we close, without waiting for it.
    pub(crate) fn close(&mut self) {
        let Self {
            tls,
            received,
            received_bytes,
            opened,
            socket,
            ..
        } = self;
        let mut notify = [0; 128];
        let length = collect(opened, || {
            let status = tls.process_tls_records(&mut received[..*received_bytes]);
            match status.state {
                Ok(ConnectionState::WriteTraffic(mut traffic)) => {
                    traffic.queue_close_notify(&mut notify).unwrap_or(0)
                }
                _ => 0,
            }
        });
        if length > 0 {
            // Best effort: the socket is closed next in any case.
            let _ = socket.try_write(&notify[..length]);
        }
    }

    pub(crate) fn protocol_version(&self) -> Option<ProtocolVersion> {
        self.tls.protocol_version()
    }

    pub(crate) fn cipher_suite(&self) -> Option<SupportedCipherSuite> {
        self.tls.negotiated_cipher_suite()
    }

    /// The certificates that the server sent, its own first.
    pub(crate) fn server_certificates(&self) -> &[CertificateDer<'static>] {
        self.tls.peer_certificates().unwrap_or_default()
    }

    /// [`Link::advance`]; when TLS fails, the server is told why before we hear of it.
    async fn advance_or_tell(&mut self) -> Result<Wants, LinkError> {
        match self.advance() {
            Ok(wants) => Ok(wants),
            Err(error) => {
                self.encode_alert();
                // What can't be told doesn't change the error.
                let _ = self.flush().await;
                Err(error.into())
            }
        }
    }

    /// Encodes what waits to be sent after an error: the alert, and nothing else is done. rustls remembers places in what
    /// was received, so it has to be shown that again, although it must not go on with it.
    fn encode_alert(&mut self) {
        for _ in 0..LAST_RECORDS_MAX {
            if !self.tls.wants_write() {
                return;
            }
            let Self {
                tls,
                received,
                received_bytes,
                to_send,
                opened,
                ..
            } = self;
            let encoded = collect(opened, || {
                let status = tls.process_tls_records(&mut received[..*received_bytes]);
                status.state.and_then(|state| handle(state, to_send))
            });
            if encoded.is_err() {
                return;
            }
        }
    }

    /// Processes what was received, up to the point where the socket has to do something.
    fn advance(&mut self) -> Result<Wants, rustls::Error> {
        loop {
            let Self {
                tls,
                received,
                received_bytes,
                to_send,
                opened,
                ..
            } = self;
            let (discard, wants) = collect(opened, || {
                let UnbufferedStatus { discard, state } =
                    tls.process_tls_records(&mut received[..*received_bytes]);
                (discard, state.and_then(|state| handle(state, to_send)))
            });
            self.discard(discard);
            match wants? {
                Some(wants) => return Ok(wants),
                // All that came was opened: whoever waits for it needs not know what TLS would do next.
                None if self.received_bytes == 0 && !self.opened.is_empty() => {
                    return Ok(Wants::Ready);
                }
                None => {}
            }
        }
    }

    /// `false`: TLS had something else to do first, such as to answer a new key. Between a response and the next request it
    /// hasn't, as a rule, so it isn't asked before.
    fn encrypt(&mut self, plain: &[u8]) -> Result<bool, LinkError> {
        let Self {
            tls,
            received,
            received_bytes,
            to_send,
            ..
        } = self;
        // All of it was processed, but for a part of a record or of a handshake message: rustls remembers where that is.
        let status = tls.process_tls_records(&mut received[..*received_bytes]);
        let mut traffic = match status.state? {
            ConnectionState::WriteTraffic(traffic) => traffic,
            state => {
                return match handle(state, to_send)? {
                    Some(Wants::Closed) => Err(LinkError::Closed),
                    _ => Ok(false),
                };
            }
        };
        append(to_send, |space| {
            traffic.encrypt(plain, space).map_err(|error| match error {
                EncryptError::InsufficientSize(size) => Short::Size(size),
                EncryptError::EncryptExhausted => Short::Failed(rustls::Error::EncryptError),
            })
        })?;
        Ok(true)
    }

    /// Moves what is left to the front, and wipes where it was.
    fn discard(&mut self, count: usize) {
        let used = self.received_bytes;
        let count = count.min(used);
        self.received.copy_within(count..used, 0);
        self.received[used - count..used].zeroize();
        self.received_bytes = used - count;
    }

    async fn fill(&mut self) -> Result<(), LinkError> {
        let space = &mut self.received[self.received_bytes..];
        if space.is_empty() {
            return Err(rustls::Error::PeerSentOversizedRecord.into());
        }
        match self.socket.read(space).await? {
            0 => Err(LinkError::Closed),
            count => {
                self.received_bytes += count;
                Ok(())
            }
        }
    }

    async fn flush(&mut self) -> Result<(), LinkError> {
        let mut sent = 0;
        while sent < self.to_send.len() {
            match self.socket.write(&self.to_send[sent..]).await {
                Ok(count @ 1..) => {
                    sent += count;
                    self.has_sent = true;
                }
                Ok(0) => return Err(LinkError::Closed),
                Err(error) => {
                    self.to_send.clear();
                    return Err(error.into());
                }
            }
        }
        self.to_send.clear();
        Ok(())
    }
}

/// One state of rustls' machine. `None`: it can go on at once.
fn handle<Data>(
    state: ConnectionState<'_, '_, Data>,
    to_send: &mut Vec<u8>,
) -> Result<Option<Wants>, rustls::Error> {
    Ok(match state {
        // Ciphertext, which rustls got to see: what was opened is already ours.
        ConnectionState::ReadTraffic(mut traffic) => {
            while let Some(record) = traffic.next_record() {
                record?;
            }
            None
        }
        ConnectionState::EncodeTlsData(mut handshake) => {
            append(to_send, |space| {
                handshake.encode(space).map_err(|error| match error {
                    EncodeError::InsufficientSize(size) => Short::Size(size),
                    EncodeError::AlreadyEncoded => Short::Failed(rustls::Error::EncryptError),
                })
            })?;
            None
        }
        // Called done here although it is sent next: the link goes on only when it was sent.
        ConnectionState::TransmitTlsData(transmit) => {
            transmit.done();
            Some(Wants::Write)
        }
        ConnectionState::BlockedHandshake => Some(Wants::Read),
        ConnectionState::WriteTraffic(_) => Some(Wants::Ready),
        ConnectionState::PeerClosed | ConnectionState::Closed => Some(Wants::Closed),
        _ => return Err(rustls::Error::General("an unknown state of TLS".into())),
    })
}

/// Why nothing was encoded.
enum Short {
    Size(InsufficientSizeError),
    Failed(rustls::Error),
}

/// Appends what `encode` writes: it is asked for its size first. Only ciphertext and handshakes come here.
fn append(
    to_send: &mut Vec<u8>,
    mut encode: impl FnMut(&mut [u8]) -> Result<usize, Short>,
) -> Result<(), rustls::Error> {
    let start = to_send.len();
    let written = match encode(&mut []) {
        Err(Short::Size(InsufficientSizeError { required_size })) => {
            to_send.resize(start + required_size, 0);
            encode(&mut to_send[start..])
        }
        other => other,
    };
    match written {
        Ok(written) => {
            to_send.truncate(start + written);
            Ok(())
        }
        Err(Short::Failed(error)) => Err(error),
        Err(Short::Size(_)) => Err(rustls::Error::EncryptError),
    }
}
