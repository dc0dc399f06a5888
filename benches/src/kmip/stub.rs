//! A server that only serves bytes: it looks up which operation a request asks for, and sends what was encoded before.
//!
//! A thread a connection, blocking, so that nothing but TLS and the socket takes time. It listens once with TLS 1.3 and
//! once with TLS 1.2, writes both ports to standard output, and ends when standard input does.

use std::{
    io::{self, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    sync::Arc,
    thread,
};

use fieldgate_core::kmip::Operation;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::{Fault, messages, tls};

type Responses = Arc<Vec<(Operation, Vec<u8>)>>;

pub(crate) fn run(pki: &Path) -> Result<(), Fault> {
    let operations = messages::LIFE
        .into_iter()
        .chain([Operation::DISCOVER_VERSIONS]);
    let responses = operations.map(|one| Ok((one, messages::response(one)?)));
    let responses: Responses = Arc::new(responses.collect::<Result<_, Fault>>()?);
    let mut ports = Vec::new();
    for version in ["1.3", "1.2"] {
        let config = tls::server(pki, tls::version(version)?)?;
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        ports.push(listener.local_addr()?.port().to_string());
        let responses = Arc::clone(&responses);
        thread::spawn(move || accept(&listener, &config, &responses));
    }
    println!("{}", ports.join(" "));
    io::copy(&mut io::stdin(), &mut io::sink())?;
    Ok(())
}

fn accept(listener: &TcpListener, config: &Arc<ServerConfig>, responses: &Responses) {
    for socket in listener.incoming().flatten() {
        let (config, responses) = (Arc::clone(config), Arc::clone(responses));
        thread::spawn(move || {
            if let Err(error) = serve(socket, config, &responses) {
                eprintln!("stub: {error}");
            }
        });
    }
}

fn serve(
    socket: TcpStream,
    config: Arc<ServerConfig>,
    responses: &[(Operation, Vec<u8>)],
) -> Result<(), Fault> {
    socket.set_nodelay(true)?;
    let mut stream = StreamOwned::new(ServerConnection::new(config)?, socket);
    let mut buffer = [0; messages::MESSAGE_BYTES_MAX];
    loop {
        let mut filled = 0;
        let message = loop {
            match messages::length(&buffer[..filled])? {
                Some(length) if length <= filled => break &buffer[..length],
                Some(length) if length > buffer.len() => return Err("a long request".into()),
                _ => {}
            }
            match stream.read(&mut buffer[filled..]) {
                Ok(0) => return Ok(()),
                Ok(count) => filled += count,
                // Some peers close without saying so.
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::ConnectionReset => return Ok(()),
                Err(error) => return Err(error.into()),
            }
        };
        let operation = messages::operation(message)?;
        let response = responses.iter().find(|(known, _)| *known == operation);
        let (_, response) = response.ok_or_else(|| format!("{operation} isn't served"))?;
        stream.write_all(response)?;
    }
}
