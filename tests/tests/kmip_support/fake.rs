//! A KMIP server that answers as a test wants: for what no good server does.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener};
use std::sync::Arc;
use std::thread;

use fieldgate_core::kmip::{Operation, ProtocolVersion, ResultReason, tags};
use fieldgate_core::ttlv::{self, Items, Writer};
use fieldgate_tests::pki::Pki;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// What the server does with a request.
pub(crate) enum Turn {
    /// Answers these bytes.
    Answer(Vec<u8>),
    /// Answers these bytes and closes the connection.
    AnswerAndClose(Vec<u8>),
    /// Says nothing more.
    Hang,
}

/// What was asked.
pub(crate) struct Asked {
    pub(crate) version: ProtocolVersion,
    pub(crate) operation: Operation,
}

/// Serves TLS on a thread of its own, one connection after another, and gives its port.
pub(crate) fn serve(pki: &Pki, mut turn: impl FnMut(&Asked) -> Turn + Send + 'static) -> u16 {
    let chain = vec![CertificateDer::from_pem_file(&pki.server.certificate).unwrap()];
    let key = PrivateKeyDer::from_pem_file(&pki.server.private_key).unwrap();
    let tls = rustls::ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let tls = Arc::new(tls);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for socket in listener.incoming() {
            let mut socket = socket.unwrap();
            socket.set_nodelay(true).unwrap();
            let mut connection = rustls::ServerConnection::new(Arc::clone(&tls)).unwrap();
            let mut stream = rustls::Stream::new(&mut connection, &mut socket);
            let mut request = [0; 4096];
            while let Ok(length @ 1..) = stream.read(&mut request) {
                let turn = turn(&asked(&request[..length]));
                if let Turn::Answer(answer) | Turn::AnswerAndClose(answer) = &turn {
                    stream.write_all(answer).unwrap();
                    stream.flush().unwrap();
                }
                if let Turn::AnswerAndClose(_) = turn {
                    stream.conn.send_close_notify();
                    stream.conn.write_tls(stream.sock).unwrap();
                    stream.sock.shutdown(Shutdown::Both).unwrap();
                    break;
                }
            }
        }
    });
    port
}

/// Serves the same answer to whatever is asked.
pub(crate) fn serve_always(pki: &Pki, turn: impl Fn() -> Turn + Send + 'static) -> u16 {
    serve(pki, move |_| turn())
}

fn asked(request: &[u8]) -> Asked {
    let message = Items::of_message(request)
        .next()
        .unwrap()
        .unwrap()
        .structure()
        .unwrap();
    let header = message
        .find(tags::REQUEST_HEADER)
        .unwrap()
        .unwrap()
        .structure()
        .unwrap();
    let version = header
        .find(tags::PROTOCOL_VERSION)
        .unwrap()
        .unwrap()
        .structure()
        .unwrap();
    let part = |tag| u16::try_from(version.find(tag).unwrap().unwrap().integer().unwrap()).unwrap();
    let item = message
        .find(tags::BATCH_ITEM)
        .unwrap()
        .unwrap()
        .structure()
        .unwrap();
    Asked {
        version: ProtocolVersion::new(
            part(tags::PROTOCOL_VERSION_MAJOR),
            part(tags::PROTOCOL_VERSION_MINOR),
        ),
        operation: Operation(
            item.find(tags::OPERATION)
                .unwrap()
                .unwrap()
                .enumeration()
                .unwrap(),
        ),
    }
}

/// A payload, written.
pub(crate) type Payload<'p> = &'p dyn Fn(&mut Writer<'_>) -> Result<(), ttlv::Error>;

/// A response of success.
pub(crate) fn success(
    version: ProtocolVersion,
    operation: Operation,
    payload: Payload<'_>,
) -> Vec<u8> {
    response(version, &|w| {
        w.enumeration(tags::OPERATION, operation.0)?;
        w.enumeration(tags::RESULT_STATUS, 0)?;
        w.structure(tags::RESPONSE_PAYLOAD, payload)
    })
}

/// A response of failure, without an Operation, as many servers send it.
pub(crate) fn refusal(version: ProtocolVersion, reason: ResultReason) -> Vec<u8> {
    response(version, &|w| {
        w.enumeration(tags::RESULT_STATUS, 1)?;
        w.enumeration(tags::RESULT_REASON, reason.0)
    })
}

/// A response to Discover Versions that lists one.
pub(crate) fn offer(offered: ProtocolVersion) -> Vec<u8> {
    success(ProtocolVersion::V1_4, Operation::DISCOVER_VERSIONS, &|w| {
        write_version(w, offered)
    })
}

fn response(version: ProtocolVersion, item: Payload<'_>) -> Vec<u8> {
    let mut bytes = vec![0; 1024];
    let mut writer = Writer::new(&mut bytes);
    writer
        .structure(tags::RESPONSE_MESSAGE, |w| {
            w.structure(tags::RESPONSE_HEADER, |w| {
                write_version(w, version)?;
                w.integer(tags::BATCH_COUNT, 1)
            })?;
            w.structure(tags::BATCH_ITEM, item)
        })
        .unwrap();
    let length = writer.length_bytes();
    bytes.truncate(length);
    bytes
}

fn write_version(w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
    w.structure(tags::PROTOCOL_VERSION, |w| {
        w.integer(tags::PROTOCOL_VERSION_MAJOR, i32::from(version.major))?;
        w.integer(tags::PROTOCOL_VERSION_MINOR, i32::from(version.minor))
    })
}
