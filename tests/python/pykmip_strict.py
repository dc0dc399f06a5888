"""PyKMIP's server, strict: pykmip_strict.py CONFIG LOG USERS [--bound] [--lease SECONDS] [--certificate-optional]

    CONFIG                  the server's own configuration file
    LOG                     where it logs
    USERS                   a file with a line NAME:PASSWORD for each user
    --bound                 a user name that isn't the client certificate's common name ends the connection without an answer
    --lease SECONDS         Obtain Lease is served, for objects that are Active, with this Lease Time
    --certificate-optional  who has no client certificate may speak with a password alone

PyKMIP itself looks at no password, knows no lease and speaks TLS 1.2 only. Here each request needs a right user name and password, and TLS 1.3 is
spoken too. A client certificate that is shown has to be good in any case.
"""

import argparse
import hmac
import pathlib
import socket
import ssl
import types

from kmip.core import enums, exceptions
from kmip.core.factories.payloads.request import RequestPayloadFactory
from kmip.core.messages import payloads
from kmip.services import auth as suites
from kmip.services.server import KmipServer, auth
from kmip.services.server import server as server_module
from kmip.services.server.engine import KmipEngine
from kmip.services.server.session import KmipSession


def user_name_and_password(request):
    """What the request's header says, or two empty texts."""
    authentication = request.request_header.authentication
    for credential in authentication.credentials if authentication else ():
        if credential.credential_type == enums.CredentialType.USERNAME_AND_PASSWORD:
            value = credential.credential_value
            return value.username or "", value.password or ""
    return "", ""


def password_check(passwords, bound):
    """Instead of the session's own authenticate(), which believes the client certificate alone."""

    def authenticate(session, certificate, request):
        name, password = user_name_and_password(request)
        if bound and certificate and name != auth.get_client_identity_from_certificate(certificate):
            session._connection.shutdown(socket.SHUT_RDWR)
            raise exceptions.PermissionDenied("another user's certificate")
        expected = passwords.get(name)
        if expected is None or not hmac.compare_digest(expected.encode(), password.encode()):
            raise exceptions.PermissionDenied("wrong user name or password")
        return name, None

    return authenticate


class AnyTls:
    """Instead of PyKMIP's suite of TLS 1.2 ciphers: what this Python's ssl module offers by default."""

    protocol = ssl.PROTOCOL_TLS_SERVER
    ciphers = ""


class AskingContext(ssl.SSLContext):
    """Asks for a client certificate and goes on without one."""

    @property
    def verify_mode(self):
        return super().verify_mode

    @verify_mode.setter
    def verify_mode(self, mode):
        mode = ssl.CERT_OPTIONAL if mode == ssl.CERT_REQUIRED else mode
        ssl.SSLContext.verify_mode.fset(self, mode)


def make_certificates_optional():
    # The server takes the class from its own name `ssl`; all else there stays.
    server_module.ssl = types.SimpleNamespace(**{**vars(ssl), "SSLContext": AskingContext})
    shown = auth.get_certificate_from_connection
    # The session turns away None; whoever asks later whether there is a certificate gets a no.
    auth.get_certificate_from_connection = lambda connection: shown(connection) or ()


def serve_leases(seconds):
    """Obtain Lease (KMIP 1.4 section 4.14), which PyKMIP has messages for, and no operation."""
    RequestPayloadFactory._create_obtain_lease_payload = lambda _: payloads.ObtainLeaseRequestPayload()
    others = KmipEngine._process_operation

    def process(engine, operation, payload):
        if operation == enums.Operation.QUERY:
            answer = others(engine, operation, payload)
            # Empty when operations weren't asked for.
            answer.operations = answer.operations and [*answer.operations, enums.Operation.OBTAIN_LEASE]
            return answer
        if operation != enums.Operation.OBTAIN_LEASE:
            return others(engine, operation, payload)
        identifier = payload.unique_identifier or engine._id_placeholder
        # Who may get the object may have a lease of it.
        found = engine._get_object_with_access_controls(identifier, enums.Operation.GET)
        if getattr(found, "state", None) != enums.State.ACTIVE:
            raise exceptions.PermissionDenied("no lease of an object that is not active")
        return payloads.ObtainLeaseResponsePayload(
            unique_identifier=identifier, lease_time=seconds, last_change_date=found.initial_date
        )

    KmipEngine._process_operation = process


def hang_up_at_the_end():
    """The server waits ten seconds for each connection that a client keeps open: here it hangs up first."""
    connections = []
    run, stop = KmipSession.run, KmipServer.stop

    def remember_and_run(session):
        connections.append(session._connection)
        run(session)

    def hang_up_and_stop(server):
        for connection in connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                # It was closed long ago.
                pass
        stop(server)

    KmipSession.run, KmipServer.stop = remember_and_run, hang_up_and_stop


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("config")
    parser.add_argument("log")
    parser.add_argument("users", type=pathlib.Path)
    parser.add_argument("--bound", action="store_true")
    parser.add_argument("--lease", type=int)
    parser.add_argument("--certificate-optional", action="store_true")
    options = parser.parse_args()

    lines = options.users.read_text().splitlines()
    passwords = dict(line.split(":", 1) for line in lines)
    KmipSession.authenticate = password_check(passwords, options.bound)
    suites.TLS12AuthenticationSuite = lambda _ciphers=None: AnyTls
    if options.lease is not None:
        serve_leases(options.lease)
    if options.certificate_optional:
        make_certificates_optional()
    hang_up_at_the_end()
    server = KmipServer(config_path=options.config, log_path=options.log)
    server.auth_suite = AnyTls
    with server:
        server.serve()


main()
