//! The floor: requests that were encoded before, over rustls and a blocking socket; responses are received, not read.

use std::{
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    sync::Arc,
    thread,
};

use fieldgate_core::kmip::Operation;
use rustls::{ClientConfig, ClientConnection, StreamOwned};

use super::{
    Fault, POOL, messages, tls,
    worker::{Target, Worker, shares},
};

pub(super) type Stream = StreamOwned<ClientConnection, TcpStream>;

/// Makes connections.
pub(super) struct Opener {
    port: u16,
    config: Arc<ClientConfig>,
}

impl Opener {
    pub(super) fn new(port: u16, pki: &Path, tls_version: &str) -> Result<Self, Fault> {
        let config = tls::client(pki, tls_version)?;
        Ok(Self { port, config })
    }

    pub(super) fn open(&self) -> Result<Stream, Fault> {
        let socket = TcpStream::connect(("localhost", self.port))?;
        socket.set_nodelay(true)?;
        let tls = ClientConnection::new(Arc::clone(&self.config), tls::server_name()?)?;
        Ok(StreamOwned::new(tls, socket))
    }
}

pub(super) struct Floor {
    opener: Opener,
    connections: Vec<Connection>,
    get: Vec<u8>,
    life: Vec<Vec<u8>>,
    discover: Vec<u8>,
}

struct Connection {
    stream: Stream,
    buffer: [u8; messages::MESSAGE_BYTES_MAX],
}

impl Connection {
    fn new(stream: Stream) -> Self {
        let buffer = [0; messages::MESSAGE_BYTES_MAX];
        Self { stream, buffer }
    }

    fn call(&mut self, request: &[u8]) -> Result<(), Fault> {
        self.stream.write_all(request)?;
        let mut filled = 0;
        loop {
            filled += match self.stream.read(&mut self.buffer[filled..])? {
                0 => return Err("the server closed, or sent too much".into()),
                count => count,
            };
            if messages::length(&self.buffer[..filled])? == Some(filled) {
                return Ok(());
            }
        }
    }
}

impl Floor {
    pub(super) fn open(target: &Target<'_>) -> Result<Self, Fault> {
        let opener = Opener::new(target.port, target.pki, target.tls_version)?;
        let life = messages::LIFE.map(|operation| messages::request(operation, target.id));
        Ok(Self {
            connections: vec![Connection::new(opener.open()?)],
            opener,
            get: messages::request(Operation::GET, target.id)?,
            life: life.into_iter().collect::<Result<_, _>>()?,
            discover: messages::request(Operation::DISCOVER_VERSIONS, target.id)?,
        })
    }
}

impl Worker for Floor {
    fn get(&mut self, calls: u32) -> Result<(), Fault> {
        let connection = &mut self.connections[0];
        (0..calls).try_for_each(|_| connection.call(&self.get))
    }

    fn pool(&mut self, calls: u32) -> Result<(), Fault> {
        while self.connections.len() < POOL as usize {
            self.connections.push(Connection::new(self.opener.open()?));
        }
        let request = &self.get;
        thread::scope(|scope| {
            let threads: Vec<_> = shares(calls)
                .zip(&mut self.connections)
                .map(|(share, connection)| {
                    scope.spawn(move || (0..share).try_for_each(|_| connection.call(request)))
                })
                .collect();
            threads
                .into_iter()
                .try_for_each(|thread| thread.join().map_err(|_| "a thread panicked")?)
        })
    }

    fn life(&mut self, keys: u32) -> Result<(), Fault> {
        let (connection, life) = (&mut self.connections[0], &self.life);
        (0..keys).try_for_each(|_| life.iter().try_for_each(|request| connection.call(request)))
    }

    fn connect(&mut self, connections: u32) -> Result<(), Fault> {
        (0..connections).try_for_each(|_| {
            let mut connection = Connection::new(self.opener.open()?);
            connection.call(&self.discover)?;
            connection.stream.conn.send_close_notify();
            Ok(connection.stream.flush()?)
        })
    }
}
