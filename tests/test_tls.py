"""A platform is who its certificate says, or nothing of anybody's is told to it."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.ports import DeliveryError, Message
from bot.telegram.library import TelegramNetworkError
from bot.telegram.reception import receiving_bot
from bot.telegram.send import TelegramSender
from bot.tls import trusted
from bot.whatsapp.send import WhatsAppSender
from conversations.messages import Address, Channel
from tests.platforms.telegram_server import ACCOUNT, TOKEN

SITI = Address(Channel.TELEGRAM, ACCOUNT, "501")
_HELLO = Message("Halo")


def self_signed(folder: Path) -> ssl.SSLContext:
    """Make the certificate of a server of this machine, vouched for by nobody."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    bare = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file = folder / "server.pem"
    file.write_bytes(key.private_bytes(pem, *bare) + certificate.public_bytes(pem))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    return context


@asynccontextmanager
async def impostor(folder: Path) -> AsyncIterator[tuple[str, list[bytes]]]:
    """Somebody in the way who presents such a certificate; gives their URL and what they heard."""
    heard: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(1000))
        writer.close()

    server = await asyncio.start_server(listen, "127.0.0.1", 0, ssl=self_signed(folder))
    async with server:
        yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}", heard


@pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.WHATSAPP])
async def test_nothing_is_told_to_a_server_whose_certificate_nobody_vouches_for(
    tmp_path: Path, channel: Channel
) -> None:
    async with impostor(tmp_path) as (url, heard):
        sender = (
            TelegramSender(TOKEN, url)
            if channel is Channel.TELEGRAM
            else WhatsAppSender("EAAG", "1", api_base=url)
        )
        await sender.start()

        with pytest.raises(DeliveryError):
            await sender.send(SITI, _HELLO)
        await sender.stop()

    assert heard == []


async def test_nothing_is_asked_of_such_a_server_either(tmp_path: Path) -> None:
    async with impostor(tmp_path) as (url, heard):
        bot = receiving_bot(TOKEN, url)

        with pytest.raises(TelegramNetworkError, match="certificate verify failed"):
            await bot.get_me()
        await bot.session.close()

    assert heard == []


def test_whoever_receives_trusts_whom_the_others_trust_and_reads_no_certificate_again() -> None:
    first, second = (receiving_bot(TOKEN).session for _ in range(2))

    assert [vars(one)["_connector_init"]["ssl"] for one in (first, second)] == [trusted()] * 2
