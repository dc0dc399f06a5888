//! The KMIP exchange and nothing else of core, so that what it takes can be measured: the life of a key on a server that
//! wants user name and password, and gives leases.

use fieldgate_core::kmip::attribute::Attribute;
use fieldgate_core::kmip::enumerations::usage;
use fieldgate_core::kmip::op::{Create, Destroy, ObtainLease, Revoke};
use fieldgate_core::kmip::{CryptographicAlgorithm, Login, RevocationReasonCode};

use crate::cases::Wrong;
use crate::server::{Identifier, Server};

/// What the test server knows.
const LOGIN: Login<'static> = Login {
    user_name: "fieldgate",
    password: Some("open sesame"),
};

/// Create, Activate, Get, Obtain Lease, Revoke, Destroy. Never inlined: its stack is measured from its caller on.
#[inline(never)]
pub(crate) fn run() -> Result<(), Wrong> {
    let mut server = Server::open(Some(LOGIN));
    let create = Create {
        attributes: &[
            Attribute::CryptographicAlgorithm(CryptographicAlgorithm::AES),
            Attribute::CryptographicLength(256),
            Attribute::CryptographicUsageMask(usage::ENCRYPT | usage::DECRYPT),
        ],
    };
    let key = server.call(&create, Identifier::new)?;
    server.activate(&key)?;
    let first = server.get(&key)?;
    let target = key.text()?.into();
    let lease_s = server.call(&ObtainLease { target }, |lease| Ok(lease.lease_s))?;
    // The same key as before, and one that the server may lend out.
    if lease_s == 0 || !server.get(&key)?.ct_eq(&first) {
        return Err(Wrong);
    }
    let revoke = Revoke {
        target,
        reason: RevocationReasonCode::CESSATION_OF_OPERATION,
        compromised_since_s: None,
    };
    server.call(&revoke, |_| Ok(()))?;
    server.call(&Destroy { target }, |_| Ok(()))?;
    // What was destroyed isn't handed out any more.
    match server.get(&key) {
        Err(Wrong) => Ok(()),
        Ok(_) => Err(Wrong),
    }
}
