//! The KMIP server at the other end of the serial port, as the image calls it.

use fieldgate_core::kmip::op::{Activate, Get};
use fieldgate_core::kmip::{Answer, Login, ProtocolVersion, Request, RequestHeader, serial};
use fieldgate_core::secret::Secret;
use fieldgate_firmware_runtime::uart::Uart;

use crate::cases::Wrong;

/// Room for a request and a response.
const BUFFER_BYTES: usize = 1024;
/// Longest Unique Identifier that is kept.
const IDENTIFIER_BYTES_MAX: usize = 64;

/// The server.
pub(crate) struct Server {
    port: Uart,
    buffer: [u8; BUFFER_BYTES],
    header: RequestHeader<'static>,
}

impl Server {
    /// Opens the port. With a login, each request says who asks.
    pub(crate) fn open(login: Option<Login<'static>>) -> Self {
        Self {
            port: Uart::open(),
            buffer: [0; BUFFER_BYTES],
            header: RequestHeader::new(ProtocolVersion::V1_4, login),
        }
    }

    /// Sends a request, and hands a successful response to `read`.
    pub(crate) fn call<R: Request, T>(
        &mut self,
        request: &R,
        read: impl FnOnce(R::Response<'_>) -> Result<T, Wrong>,
    ) -> Result<T, Wrong> {
        let incoming = serial::exchange(&mut self.port, &mut self.buffer, &self.header, request)
            .map_err(|_| Wrong)?;
        match incoming.answer() {
            Ok(Answer::Success(response)) => read(response),
            _ => Err(Wrong),
        }
    }

    pub(crate) fn activate(&mut self, key: &Identifier) -> Result<(), Wrong> {
        let target = key.text()?.into();
        self.call(&Activate { target }, |_| Ok(()))
    }

    /// Fetches the key as it is.
    pub(crate) fn get(&mut self, key: &Identifier) -> Result<Secret<32>, Wrong> {
        let target = key.text()?.into();
        self.call(&Get { target }, |response| {
            Secret::copied_from(response.key.material).ok_or(Wrong)
        })
    }
}

/// A Unique Identifier, kept after its response is gone.
pub(crate) struct Identifier {
    bytes: [u8; IDENTIFIER_BYTES_MAX],
    length: usize,
}

impl Identifier {
    pub(crate) fn new(text: &str) -> Result<Self, Wrong> {
        let mut bytes = [0; IDENTIFIER_BYTES_MAX];
        if text.len() > bytes.len() {
            return Err(Wrong);
        }
        for (to, from) in bytes.iter_mut().zip(text.as_bytes()) {
            *to = *from;
        }
        Ok(Self {
            bytes,
            length: text.len(),
        })
    }

    pub(crate) fn text(&self) -> Result<&str, Wrong> {
        let bytes = self.bytes.get(..self.length).ok_or(Wrong)?;
        core::str::from_utf8(bytes).map_err(|_| Wrong)
    }
}
