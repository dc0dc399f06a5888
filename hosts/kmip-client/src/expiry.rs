//! When certificates end: known to who asks, and warned of in the log in good time.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use rustls::pki_types::CertificateDer;

use crate::address::Address;
use crate::certificate::{CertificateInfo, Validity};

/// So many days before a certificate ends, the warnings begin, and become more urgent.
pub const EXPIRY_WARNING_DAYS: [u64; 3] = [30, 7, 1];

/// How long a certificate isn't warned of again.
const WARNING_PAUSE: Duration = Duration::from_hours(24);

/// How many certificates of a server's chain are looked at.
const CHAIN_CERTIFICATES_MAX: usize = 8;

/// How many certificates it is remembered of when they were warned of.
const WARNED_MAX: usize = 256;

/// The certificates that a client uses and sees.
#[derive(Clone, Debug)]
pub struct Certificates {
    /// Our own, if one is configured.
    pub client: Option<CertificateInfo>,
    /// What each address showed when we last connected to it, its own certificate first; those that we connected to.
    pub servers: Vec<(Address, Vec<CertificateInfo>)>,
}

/// What is known of certificates.
#[derive(Default)]
pub(crate) struct Expiry(Mutex<State>);

#[derive(Default)]
struct State {
    servers: Vec<(Address, Vec<CertificateInfo>)>,
    /// When which certificate, by issuer and serial number, was last warned of.
    warned: HashMap<(String, String), SystemTime>,
}

impl Expiry {
    /// A connection was made with these.
    pub(crate) fn saw(
        &self,
        address: &Address,
        chain: &[CertificateDer<'_>],
        own: Option<&CertificateDer<'_>>,
        now: SystemTime,
    ) {
        let chain = chain.iter().take(CHAIN_CERTIFICATES_MAX);
        let chain: Vec<_> = chain.filter_map(CertificateInfo::read).collect();
        let own = own.and_then(CertificateInfo::read);
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for certificate in &chain {
            state.warn(&format!("of the KMIP server {address}"), certificate, now);
        }
        if let Some(own) = &own {
            state.warn("of ours for KMIP servers", own, now);
        }
        match state.servers.iter_mut().find(|(other, _)| other == address) {
            Some((_, known)) => *known = chain,
            None => state.servers.push((address.clone(), chain)),
        }
    }

    pub(crate) fn servers(&self) -> Vec<(Address, Vec<CertificateInfo>)> {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.servers.clone()
    }
}

impl State {
    fn warn(&mut self, whose: &str, certificate: &CertificateInfo, now: SystemTime) {
        let Some(urgency) = urgency(certificate.validity(now)) else {
            return;
        };
        let key = (certificate.issuer.clone(), certificate.serial.clone());
        let is_recent = |last: &SystemTime| {
            now.duration_since(*last)
                .is_ok_and(|since| since < WARNING_PAUSE)
        };
        if self.warned.get(&key).is_some_and(is_recent) {
            return;
        }
        if self.warned.len() >= WARNED_MAX {
            self.warned.retain(|_, last| is_recent(last));
        }
        if self.warned.len() < WARNED_MAX {
            self.warned.insert(key, now);
        }
        tracing::warn!(
            subject = certificate.subject,
            serial = certificate.serial,
            ends = certificate.not_after_date(),
            "a certificate {whose} {urgency}"
        );
    }
}

/// How soon a certificate ends, in words; `None` if it isn't soon.
fn urgency(validity: Validity) -> Option<String> {
    let [first, second, last] = EXPIRY_WARNING_DAYS;
    match validity {
        Validity::Expired { .. } => Some("has expired".to_owned()),
        Validity::Valid { days_left } if days_left <= last => {
            Some("ends within two days: renew it now".to_owned())
        }
        Validity::Valid { days_left } if days_left <= second => {
            Some(format!("ends in {days_left} days: renew it this week"))
        }
        Validity::Valid { days_left } if days_left <= first => {
            Some(format!("ends in {days_left} days: renew it"))
        }
        Validity::Valid { .. } | Validity::NotYet => None,
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use rcgen::{CertificateParams, KeyPair};

    use super::{EXPIRY_WARNING_DAYS, Expiry, urgency};
    use crate::address::Address;
    use crate::certificate::Validity;

    const DAY: Duration = Duration::from_hours(24);

    #[test]
    fn warnings_begin_thirty_days_before_and_become_more_urgent() {
        let words = |days_left| urgency(Validity::Valid { days_left });
        assert_eq!(words(EXPIRY_WARNING_DAYS[0] + 1), None);
        assert_eq!(words(30).unwrap(), "ends in 30 days: renew it");
        assert_eq!(words(7).unwrap(), "ends in 7 days: renew it this week");
        assert_eq!(words(1).unwrap(), "ends within two days: renew it now");
        let expired = Validity::Expired { days_ago: 3 };
        assert_eq!(urgency(expired).unwrap(), "has expired");
    }

    #[test]
    fn a_certificate_is_warned_of_once_a_day() {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(vec!["kmip.example".to_owned()])
            .unwrap()
            .self_signed(&key)
            .unwrap();
        let chain = [certificate.der().clone()];
        let address = Address {
            host: "kmip.example".into(),
            port: 5696,
        };
        let expiry = Expiry::default();
        let warned = || {
            let state = expiry.0.lock().unwrap();
            let mut times: Vec<_> = state.warned.values().copied().collect();
            times.sort();
            times
        };
        let now = SystemTime::now();
        expiry.saw(&address, &chain, None, now);
        assert!(warned().is_empty(), "it is far from its end");
        let end = expiry.servers()[0].1[0].not_after;
        let late = end - 3 * DAY;
        for (at, last) in [
            (late, late),
            (late + DAY / 2, late),
            (late + DAY, late + DAY),
            (end + DAY, end + DAY),
        ] {
            expiry.saw(&address, &chain, Some(&chain[0]), at);
            assert_eq!(warned(), [last]);
        }
        assert_eq!(expiry.servers().len(), 1);
    }
}
