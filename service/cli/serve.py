"""`duijie serve`: the web service on this computer."""

import errno
import ipaddress
import socket
from typing import Annotated, Any, Final

import typer

from data.errors import UsageError
from service.cli.console import show, tell
from service.settings import read_settings

_APP: Final = "service.app:create_app"
"""The service is started by name, as any ASGI server would: rooms of the edge do not import each other."""
_GRACE_SECONDS: Final = 5
"""What an answer under way is given to finish once the user has pressed Ctrl-C."""

Host = Annotated[
    str,
    typer.Option("--host", metavar="地址", help="在哪个地址上提供服务；127.0.0.1 只有本机能访问，0.0.0.0 对外开放。"),
]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, metavar="端口", help="端口（1 至 65535）。")]


def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve the workspace until Ctrl-C."""
    only_loopback = is_loopback(host)
    with open_socket(host, port) as listening:
        server = _server(only_loopback=only_loopback)
        _greet(host, port, only_loopback=only_loopback)
        try:
            server.run(sockets=[listening])
        except KeyboardInterrupt:  # uvicorn shuts down in order, then raises the signal again
            tell("服务已停止。")


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


def _server(*, only_loopback: bool) -> Any:  # noqa: ANN401 - uvicorn is imported below
    import uvicorn  # noqa: PLC0415 - the machinery is heavy, and --help must not wait for it
    from uvicorn.importer import import_from_string  # noqa: PLC0415 - as above

    app = import_from_string(_APP)(read_settings(), only_loopback=only_loopback, prepare=True)
    # No access log: the addresses hold what people searched for. Our own log is set up by the command.
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=_GRACE_SECONDS
    )
    return uvicorn.Server(config)


def _greet(host: str, port: int, *, only_loopback: bool) -> None:
    shown = f"[{host}]" if ":" in host else host
    if only_loopback:
        show(f"对接服务已启动，请用浏览器打开 http://{shown}:{port}")
    else:
        show(f"对接服务已启动，端口 {port}，其他电脑也可以访问。")
        tell(
            "警告：工作区还没有登录功能，凡是能连到这台电脑的人都能看到全部需求和成果（联系方式已遮盖），传输也没有加密。"
            "对外开放的风险由您承担；只在本机使用时，请不要写 --host。"
        )
    tell("按 Ctrl-C 停止服务。")
