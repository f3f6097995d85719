"""`duijie serve`: the web service on this computer."""

import errno
import ipaddress
import socket
import ssl
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from data.errors import UsageError
from service.cli.console import show, tell
from service.settings import read_settings, share_cores

if TYPE_CHECKING:
    from data.storage.workspace import Workspace

_APP: Final = "service.app:create_app"
"""The service is started by name, as any ASGI server would: rooms of the edge do not import each other."""
_GRACE_SECONDS: Final = 5
"""What an answer under way is given to finish once the user has pressed Ctrl-C."""

Host = Annotated[
    str,
    typer.Option("--host", metavar="地址", help="在哪个地址上提供服务；127.0.0.1 只有本机能访问，0.0.0.0 对外开放。"),
]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, metavar="端口", help="端口（1 至 65535）。")]
Certificate = Annotated[
    Path | None, typer.Option("--certificate", metavar="文件.pem", help="TLS 证书（含中间证书）；与 --key 同用。")
]
Key = Annotated[Path | None, typer.Option("--key", metavar="文件.pem", help="TLS 证书的私钥，不设口令。")]
BehindProxy = Annotated[
    bool,
    typer.Option("--behind-proxy", help="由同一台电脑上的反向代理（如 nginx）对外提供 TLS，本服务只接受它转来的请求。"),
]
PlainHttp = Annotated[
    bool, typer.Option("--plain-http", help="不加密也对外开放：密码和内容在网络上可被截获，只用于完全受信任的网络。")
]


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    certificate: Certificate = None,
    key: Key = None,
    behind_proxy: BehindProxy = False,
    plain_http: PlainHttp = False,
) -> None:
    """Serve the workspace until Ctrl-C: to this computer, without accounts or with; to others, with accounts only."""
    reach = Reach(host=host, certificate=certificate, key=key, behind_proxy=behind_proxy)
    check_reach(reach, plain_http=plain_http)
    share_cores()
    from service.logs import set_up_logs  # noqa: PLC0415 - only the service logs in this form

    set_up_logs(read_settings().log_level, as_json=not sys.stderr.isatty())
    with open_socket(host, port) as listening:
        server = _server(reach)
        _greet(reach, port)
        try:
            server.run(sockets=[listening])
        except KeyboardInterrupt:  # uvicorn shuts down in order, then raises the signal again
            tell("服务已停止。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """From where, and how, the service can be reached.

    Attributes:
        host: address it listens on.
        certificate: of TLS; None without.
        key: of the certificate.
        behind_proxy: a server on this computer hands requests on.
    """

    host: str
    certificate: Path | None = None
    key: Path | None = None
    behind_proxy: bool = False

    @property
    def only_loopback(self) -> bool:
        """Whether only this computer reaches it, directly or through a proxy."""
        return is_loopback(self.host)

    @property
    def is_for_others(self) -> bool:
        """Whether people on other computers use it; behind a proxy they do, and the names are the proxy's."""
        return self.behind_proxy or not self.only_loopback


def check_reach(reach: Reach, *, plain_http: bool) -> None:
    """Refuse what would send passwords and texts over a network in plain.

    Raises:
        UsageError: the address is reachable by others without TLS, or certificate and key do not fit.
    """
    if (reach.certificate is None) != (reach.key is None):
        raise UsageError("--certificate 和 --key 要同时写。", remedy="请补上另一个文件。")
    if reach.certificate is not None and reach.key is not None:
        _check_certificate(reach.certificate, reach.key)
    elif not (reach.only_loopback or reach.behind_proxy or plain_http):
        raise UsageError(
            f"地址 {reach.host} 对其他电脑开放，但没有加密，没有启动。",
            remedy="请写 --certificate 和 --key；或让服务只在本机（不写 --host），由反向代理对外，并加 --behind-proxy；"
            "确实要在受信任的网络里不加密开放时，加 --plain-http。",
        )


def require_accounts(workspace: "Workspace") -> None:
    """Refuse to serve others from a workspace in which nobody can sign in.

    Raises:
        UsageError: it has no account.
    """
    with workspace.reading() as stores:
        has_accounts = stores.accounts.any()
    if not has_accounts:
        raise UsageError(
            "工作区还没有账户，对外开放的服务须先登录，没有启动。",
            remedy="请先运行 duijie users add 登录名 --role administrator 建立管理员账户；只在本机使用时，"
            "不写 --host 和 --behind-proxy。",
        )


def _check_certificate(certificate: Path, key: Path) -> None:
    """Refuse files that no TLS server could use.

    Raises:
        UsageError: they are missing, or do not fit each other.
    """
    try:
        # An empty password, so that a locked key is refused instead of being asked for on the terminal.
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key, password="")
    except (OSError, ssl.SSLError) as error:
        raise UsageError(
            f"TLS 证书“{certificate}”或私钥“{key}”无法使用。",
            remedy="请核对两个文件是否存在、是否配套，私钥不要设口令。",
        ) from error


def is_loopback(host: str) -> bool:
    """Tell whether only this computer reaches an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def open_socket(host: str, port: int) -> socket.socket:
    """Return a socket that listens; taking it here, once, leaves no moment for another program to take the port.

    Raises:
        UsageError: the port is taken or forbidden, or the address is not this computer's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except PermissionError as error:
        raise UsageError(
            f"没有权限使用端口 {port}。", remedy="请换一个 1024 以上的端口，例如 duijie serve --port 8000。"
        ) from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise UsageError(
                f"端口 {port} 已被另一个程序占用（也可能本服务已经启动）。",
                remedy=f"请关闭那个程序，或换一个端口，例如 duijie serve --port {_next_port(port)}。",
            ) from error
        raise UsageError(
            f"不能在地址 {host} 上提供服务：{error.strerror or error}。",
            remedy="请写本机的一个地址，通常不用写 --host。",
        ) from error


def _next_port(port: int) -> int:
    return port + 1 if port < 65535 else 8000


def _server(reach: Reach) -> Any:  # noqa: ANN401 - uvicorn is imported below
    import uvicorn  # noqa: PLC0415 - the machinery is heavy, and --help must not wait for it
    from uvicorn.importer import import_from_string  # noqa: PLC0415 - as above

    app = import_from_string(_APP)(
        read_settings(),
        only_loopback=not reach.is_for_others,
        prepare=True,
        works=True,
        is_behind_proxy=reach.behind_proxy,
    )
    if reach.is_for_others:
        require_accounts(app.state.desk.workspace)
    config = uvicorn.Config(
        app,
        # No access log: the addresses hold what people searched for. Our own log is set up by the command.
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        ssl_certfile=reach.certificate,
        ssl_keyfile=reach.key,
        # Only a proxy on this computer is believed when it says for whom it asks, and only where one is named.
        proxy_headers=reach.behind_proxy,
        forwarded_allow_ips="127.0.0.1",
    )
    return uvicorn.Server(config)


def _greet(reach: Reach, port: int) -> None:
    shown = f"[{reach.host}]" if ":" in reach.host else reach.host
    scheme = "http" if reach.certificate is None else "https"
    if reach.only_loopback:
        opened = "请让反向代理转发到" if reach.behind_proxy else "请用浏览器打开"
        show(f"对接服务已启动，{opened} {scheme}://{shown}:{port}")
    else:
        show(f"对接服务已启动，端口 {port}（{scheme}），其他电脑也可以访问，都要登录。")
        if reach.certificate is None:
            tell("警告：传输没有加密，密码和内容在网络上可被截获。对外开放的风险由您承担。")
    tell("按 Ctrl-C 停止服务。")
