//! Wrapped Get against PyKMIP's server, over the serial line that firmware uses.
//!
//! PyKMIP wraps by the AES Key Wrap of Python's `cryptography`; core unwraps by its own. The second witness of the key is
//! PyKMIP's own client.

// A test's helper fails as a test does.
#![allow(clippy::unwrap_used)]

mod kmip_support;

use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;

use embedded_io::{ErrorKind, ErrorType, Read, Write};
use fieldgate_core::cipher::key_wrap::{KeyWrap, UnwrapError};
use fieldgate_core::kmip::attribute::Attribute;
use fieldgate_core::kmip::enumerations::usage;
use fieldgate_core::kmip::op::{Activate, Create, Get, GetWrapped, Register};
use fieldgate_core::kmip::{
    Answer, CryptographicAlgorithm, Object, ProtocolVersion, Request, RequestHeader, ResultReason,
    serial,
};
use fieldgate_tests::kmip_line::KmipLine;
use kmip_support::{Scene, hex};

/// The versions of PyKMIP that have an Encoding Option.
const VERSIONS: [ProtocolVersion; 5] = [
    ProtocolVersion::V1_1,
    ProtocolVersion::V1_2,
    ProtocolVersion::V1_3,
    ProtocolVersion::V1_4,
    ProtocolVersion::V2_0,
];
const KEK: [u8; 32] = *b"\x01a wrapping key of this test\x00\x7f\x80\xff";

/// A socket as a port.
struct Port(UnixStream);

impl ErrorType for Port {
    type Error = ErrorKind;
}

impl Read for Port {
    fn read(&mut self, space: &mut [u8]) -> Result<usize, ErrorKind> {
        self.0.read(space).map_err(|_| ErrorKind::Other)
    }
}

impl Write for Port {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        self.0.write(bytes).map_err(|_| ErrorKind::Other)
    }

    fn flush(&mut self) -> Result<(), ErrorKind> {
        Ok(())
    }
}

/// A key server at the other end of a serial line.
struct Server {
    port: Port,
    version: ProtocolVersion,
}

impl Server {
    /// Sends a request; gives what `read` makes of the response, or the server's reason.
    fn call<R: Request, T>(
        &mut self,
        request: &R,
        read: impl FnOnce(R::Response<'_>) -> T,
    ) -> Result<T, Option<ResultReason>> {
        let header = RequestHeader::new(self.version, None);
        let mut buffer = [0; 2048];
        let incoming = serial::exchange(&mut self.port, &mut buffer, &header, request).unwrap();
        match incoming.answer().unwrap() {
            Answer::Success(response) => Ok(read(response)),
            Answer::Failure(failure) => Err(failure.reason),
            Answer::Pending { .. } => Err(None),
        }
    }

    /// An active AES-256 key, made by the server or registered.
    fn key(&mut self, mask: i32, material: Option<&[u8]>) -> String {
        let attributes = [
            Attribute::CryptographicAlgorithm(CryptographicAlgorithm::AES),
            Attribute::CryptographicLength(256),
            Attribute::CryptographicUsageMask(mask),
        ];
        let attributes = &attributes;
        let id = match material {
            None => self.call(&Create { attributes }, str::to_owned),
            Some(key_material) => {
                let register = Register {
                    attributes,
                    object: Object::symmetric_key(CryptographicAlgorithm::AES, key_material),
                };
                self.call(&register, str::to_owned)
            }
        }
        .unwrap();
        let activate = Activate {
            target: id.as_str().into(),
        };
        self.call(&activate, |_| ()).unwrap();
        id
    }

    fn wrapped(&mut self, key: &str, kek: &str) -> Result<Vec<u8>, Option<ResultReason>> {
        let request = GetWrapped {
            target: key.into(),
            wrapping_key: kek,
        };
        self.call(&request, |response| {
            assert_eq!(response.key.wrapping_key, Some(kek));
            assert_eq!(response.key.algorithm, Some(CryptographicAlgorithm::AES));
            response.key.wrapped.to_vec()
        })
    }
}

#[test]
fn pykmip_wraps_and_we_unwrap_at_every_version() {
    let scene = Scene::start();
    let socket = scene.dir.path().join("line");
    let line = KmipLine::open(&socket, scene.server.port(), &scene.pki).unwrap();
    let mut exchanges = 0;
    for version in VERSIONS {
        let port = Port(UnixStream::connect(&socket).unwrap());
        let mut server = Server { port, version };
        let key = server.key(usage::ENCRYPT | usage::DECRYPT, None);
        let kek = server.key(usage::WRAP_KEY | usage::UNWRAP_KEY, Some(&KEK));

        let wrapped = server.wrapped(&key, &kek).unwrap();
        assert_eq!(wrapped.len(), 40, "{version}");
        let mut unwrapped = [0; 32];
        KeyWrap::<aes::Aes256>::new(&KEK.into())
            .unwrap(&wrapped, &mut unwrapped)
            .unwrap();
        let get = Get {
            target: key.as_str().into(),
        };
        let plain = server
            .call(&get, |response| response.key.material.to_vec())
            .unwrap();
        assert_eq!(plain, unwrapped, "{version}");
        let theirs = scene.pykmip(&version.to_string(), &["get", &key]);
        assert_eq!(theirs, hex(&unwrapped), "{version}");

        // Under another key it doesn't unwrap.
        let other = KeyWrap::<aes::Aes256>::new(&[9; 32].into());
        assert_eq!(
            other.unwrap(&wrapped, &mut unwrapped).map(|_| ()),
            Err(UnwrapError::NotAuthentic)
        );
        // A key without Wrap Key in its usage mask wraps nothing.
        let refused = server.wrapped(&kek, &key).unwrap_err();
        assert_eq!(refused, Some(ResultReason::PERMISSION_DENIED), "{version}");
        exchanges += 7;
    }
    assert_eq!(line.exchanges(), exchanges);
}
