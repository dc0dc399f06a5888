"""PyKMIP's server with passwords: pykmip_password.py CONFIG LOG USERS [--bound]

    CONFIG   the server's own configuration file
    LOG      where it logs
    USERS    a file with a line NAME:PASSWORD for each user
    --bound  a user name that isn't the client certificate's common name ends the connection without an answer

PyKMIP itself looks at no password and speaks TLS 1.2 only. Here each request needs a right user name and password, and TLS 1.3 is spoken too.
The client certificate is asked for as before.
"""

import argparse
import hmac
import pathlib
import socket
import ssl

from kmip.core import enums, exceptions
from kmip.services import auth as suites
from kmip.services.server import KmipServer, auth
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
        if bound and name != auth.get_client_identity_from_certificate(certificate):
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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("config")
    parser.add_argument("log")
    parser.add_argument("users", type=pathlib.Path)
    parser.add_argument("--bound", action="store_true")
    options = parser.parse_args()

    lines = options.users.read_text().splitlines()
    passwords = dict(line.split(":", 1) for line in lines)
    KmipSession.authenticate = password_check(passwords, options.bound)
    suites.TLS12AuthenticationSuite = lambda _ciphers=None: AnyTls
    server = KmipServer(config_path=options.config, log_path=options.log)
    server.auth_suite = AnyTls
    with server:
        server.serve()


main()
