//! Register and Activate in one batch: a key that is handed to a server and can be used at once.

use std::sync::Arc;

use fieldgate_core::kmip::op::{Activate, Register};
use fieldgate_core::kmip::{
    Answer, BatchAnswer, CryptographicAlgorithm, Object, Operation, Request, Target,
};
use fieldgate_core::secret::Secret;

use super::mark::Mark;
use super::new_key::{NewKey, Template, may_refuse_the_mark};
use super::settle::{Made, Settlement, Sought};
use super::{Client, is_missing};
use crate::config::Login;
use crate::error::{Error, ServerFailure};

/// A key that a server now has, and what came of activating it.
#[derive(Debug)]
pub struct Registered {
    /// The key.
    pub made: Made,
    /// Why it isn't Active, if it isn't.
    pub activation: Result<Settlement, Error>,
}

/// The answers that came to the batch.
struct Answers {
    login: Option<Arc<Login>>,
    registered: Option<Result<Made, Error>>,
    activated: Option<Result<(), Error>>,
}

impl Answers {
    fn take(&mut self, number: usize, answer: BatchAnswer<'_>) -> Result<(), Error> {
        let login = self.login.as_deref();
        match number {
            0 => {
                let registered = answer_of::<Register<'_>, _>(answer, login, Made::answered)?;
                self.registered = Some(registered);
            }
            _ => self.activated = Some(answer_of::<Activate<'_>, _>(answer, login, |_| ())?),
        }
        Ok(())
    }
}

/// One answer; what can't be read is an error of the whole.
fn answer_of<R: Request, T>(
    answer: BatchAnswer<'_>,
    login: Option<&Login>,
    read: impl FnOnce(R::Response<'_>) -> T,
) -> Result<Result<T, Error>, Error> {
    let operation = R::OPERATION;
    match answer.answer::<R>() {
        Ok(Answer::Success(response)) => Ok(Ok(read(response))),
        Ok(Answer::Failure(failure)) => {
            let failure = ServerFailure::told(failure, login);
            Ok(Err(Error::refused(operation, failure)))
        }
        // Nobody asked for an answer that comes later: what it will be is found out as that of one that was lost.
        Ok(Answer::Pending { .. }) => Err(Error::GivenUp {
            operation,
            cancellation: None,
        }),
        Err(source) => Err(Error::BadResponse { operation, source }),
    }
}

impl Client {
    /// Hands the server an AES-256 key that was made here and makes it Active, in one message where the server takes batches.
    /// Should an answer be lost, the key and its State tell; an activation that turns out not to have been done is asked for
    /// again, since that makes nothing twice.
    ///
    /// # Errors
    /// As [`Client::register_key`]. That the key is there and not Active is no error, but said in [`Registered`].
    pub async fn register_active_key(
        &self,
        secret: &Secret<32>,
        key: &NewKey<'_>,
    ) -> Result<Registered, Error> {
        let mark = Mark::new()?;
        match self.register_active_with(secret, key, Some(&mark)).await {
            Err(error) if may_refuse_the_mark(&error) => {
                self.register_active_with(secret, key, None).await
            }
            registered => registered,
        }
    }

    async fn register_active_with(
        &self,
        secret: &Secret<32>,
        key: &NewKey<'_>,
        mark: Option<&Mark>,
    ) -> Result<Registered, Error> {
        let template = Template::new(key, mark);
        let register = Register {
            attributes: template.attributes(),
            object: Object::symmetric_key(CryptographicAlgorithm::AES, secret.expose()),
        };
        let activate = Activate {
            target: Target::Placeholder,
        };
        let mut answers = Answers {
            login: self.config().login(),
            registered: None,
            activated: None,
        };
        let sent = self
            .batch(&[&register, &activate], |number, answer| {
                answers.take(number, answer)
            })
            .await;
        let lost = match (sent, answers.registered) {
            (Ok(()), Some(Ok(made))) => {
                return Ok(self.activated(made, answers.activated).await);
            }
            (_, Some(Err(refused))) => return Err(refused),
            // The batch went out in two messages, and the first was answered.
            (Err(_), Some(Ok(made))) => return Ok(self.activated(made, None).await),
            (Err(error), None) => error,
            (Ok(()), None) => Error::BadResponse {
                operation: Operation::REGISTER,
                source: fieldgate_core::kmip::Error::Unanswered,
            },
        };
        let sought = Sought::Key {
            mark,
            name: key.name,
            secret: Some(secret),
        };
        let made = self
            .settled(Operation::REGISTER, &sought, Err(lost))
            .await?;
        Ok(self.activated(made, None).await)
    }

    /// What came of the activation: its answer, or else the key's State, or an activation of its own.
    async fn activated(&self, made: Made, answer: Option<Result<(), Error>>) -> Registered {
        let activation = match answer {
            Some(Ok(())) => Ok(Settlement::Answered),
            // Some servers don't know the ID Placeholder.
            Some(Err(refused)) if !is_missing(&refused) => Err(refused),
            _ => self.activate_if_it_is_not(&made).await,
        };
        Registered { made, activation }
    }

    async fn activate_if_it_is_not(&self, made: &Made) -> Result<Settlement, Error> {
        let id = &made.unique_identifier;
        let attributes = self.get_attributes(id).await?;
        if attributes.state == Some(fieldgate_core::kmip::State::ACTIVE) {
            return Ok(Settlement::FoundDone);
        }
        self.activate(id).await
    }
}
