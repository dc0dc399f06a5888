//! The floor over tokio, as our client: requests that were encoded before; responses are received, not read.

use std::{path::Path, sync::Arc};

use fieldgate_core::kmip::Operation;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    runtime::Runtime,
    task::JoinSet,
};
use tokio_rustls::{TlsConnector, client::TlsStream};

use super::{
    Fault, POOL, messages, tls,
    worker::{Target, Worker, shares},
};

pub(super) struct Floor {
    runtime: Runtime,
    opener: Opener,
    connections: Vec<Connection>,
    get: Arc<[u8]>,
    life: Vec<Vec<u8>>,
    discover: Vec<u8>,
}

struct Opener {
    port: u16,
    connector: TlsConnector,
}

struct Connection {
    stream: TlsStream<TcpStream>,
    buffer: [u8; messages::MESSAGE_BYTES_MAX],
}

/// A runtime on the calling thread: candidates over tokio all have this one.
pub(super) fn runtime() -> Result<Runtime, Fault> {
    Ok(tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?)
}

impl Opener {
    fn new(port: u16, pki: &Path, tls_version: &str) -> Result<Self, Fault> {
        let connector = TlsConnector::from(tls::client(pki, tls_version)?);
        Ok(Self { port, connector })
    }

    async fn open(&self) -> Result<Connection, Fault> {
        let socket = TcpStream::connect(("localhost", self.port)).await?;
        socket.set_nodelay(true)?;
        let stream = self.connector.connect(tls::server_name()?, socket).await?;
        let buffer = [0; messages::MESSAGE_BYTES_MAX];
        Ok(Connection { stream, buffer })
    }
}

impl Connection {
    async fn call(&mut self, request: &[u8]) -> Result<(), Fault> {
        self.stream.write_all(request).await?;
        self.stream.flush().await?;
        let mut filled = 0;
        loop {
            filled += match self.stream.read(&mut self.buffer[filled..]).await? {
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
        let runtime = runtime()?;
        let opener = Opener::new(target.port, target.pki, target.tls_version)?;
        let life = messages::LIFE.map(|operation| messages::request(operation, target.id));
        Ok(Self {
            connections: vec![runtime.block_on(opener.open())?],
            runtime,
            opener,
            get: messages::request(Operation::GET, target.id)?.into(),
            life: life.into_iter().collect::<Result<_, _>>()?,
            discover: messages::request(Operation::DISCOVER_VERSIONS, target.id)?,
        })
    }
}

impl Worker for Floor {
    fn get(&mut self, calls: u32) -> Result<(), Fault> {
        let (connection, request) = (&mut self.connections[0], &self.get);
        self.runtime.block_on(async {
            for _ in 0..calls {
                connection.call(request).await?;
            }
            Ok(())
        })
    }

    fn pool(&mut self, calls: u32) -> Result<(), Fault> {
        let (opener, connections, request) = (&self.opener, &mut self.connections, &self.get);
        self.runtime.block_on(async {
            while connections.len() < POOL as usize {
                connections.push(opener.open().await?);
            }
            let mut tasks = JoinSet::new();
            for (share, mut connection) in shares(calls).zip(connections.drain(..)) {
                let request = Arc::clone(request);
                tasks.spawn(async move {
                    for _ in 0..share {
                        connection.call(&request).await?;
                    }
                    Ok::<_, Fault>(connection)
                });
            }
            while let Some(done) = tasks.join_next().await {
                connections.push(done??);
            }
            Ok(())
        })
    }

    fn life(&mut self, keys: u32) -> Result<(), Fault> {
        let (connection, life) = (&mut self.connections[0], &self.life);
        self.runtime.block_on(async {
            for _ in 0..keys {
                for request in life {
                    connection.call(request).await?;
                }
            }
            Ok(())
        })
    }

    fn connect(&mut self, connections: u32) -> Result<(), Fault> {
        let (opener, discover) = (&self.opener, &self.discover);
        self.runtime.block_on(async {
            for _ in 0..connections {
                let mut connection = opener.open().await?;
                connection.call(discover).await?;
                // Without waiting for the server, as the others.
                connection.stream.get_mut().1.send_close_notify();
                connection.stream.flush().await?;
            }
            Ok(())
        })
    }
}
